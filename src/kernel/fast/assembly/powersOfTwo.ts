/** Powers of two, exactly; twin of ../../../elementary/powersOfTwo.ts. */

/** 2^k; 0 below −1074, ∞ above 1023. */
@inline
export function powerOfTwo(k: i32): f64 {
  if (k < -1022) return k < -1074 ? 0 : reinterpret<f64>(<i64>1 << (k + 1074));
  return k > 1023 ? Infinity : reinterpret<f64>(<i64>(k + 1023) << 52);
}

/** x·2^k for k from −2000 to 2000. */
export function scaled(x: f64, k: i32): f64 {
  if (k > 1023) return x * powerOfTwo(1023) * powerOfTwo(k - 1023);
  if (k < -1074) return x * powerOfTwo(-1000) * powerOfTwo(k + 1000);
  return x * powerOfTwo(k);
}

/** k with √½ ≤ x·2^−k < √2 (to seven digits); preconditions: x > 0, finite and not subnormal. */
@inline
export function centredExponent(x: f64): i32 {
  return (<i32>(reinterpret<i64>(x) >> 32) - 0x3fe6a09e) >> 20;
}

/** x·2^−k for the k of centredExponent. */
@inline
export function centred(x: f64, k: i32): f64 {
  return reinterpret<f64>(reinterpret<i64>(x) - (<i64>k << 52));
}

/** The whole number nearest to x, of two the higher: Math.round of ECMAScript. */
@inline
export function nearest(x: f64): f64 {
  const floor = Math.floor(x);
  return x - floor >= 0.5 ? floor + 1 : floor;
}

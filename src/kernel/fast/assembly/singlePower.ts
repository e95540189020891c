/** Logarithms and powers of four numbers at a time; twin of ../../draw/singlePower.ts. */

/** log₂x of four numbers. */
@inline
export function log2(x: v128): v128 {
  const q = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(x, i32x4.shl(q, 23));
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const ss = f32x4.mul(s, s);
  const series = f32x4.add(f32x4.splat(0.96158784), f32x4.mul(ss, f32x4.splat(0.5957972)));
  const fraction = f32x4.mul(s, f32x4.add(f32x4.splat(2.8853904), f32x4.mul(ss, series)));
  return f32x4.add(f32x4.convert_i32x4_s(q), fraction);
}

/** 2^y of four numbers. */
@inline
export function exp2(exponent: v128): v128 {
  const y = f32x4.pmax(f32x4.pmin(exponent, f32x4.splat(126)), f32x4.splat(-126));
  const rounder = f32x4.splat(12582912);
  const rounded = f32x4.add(y, rounder);
  const f = f32x4.sub(y, f32x4.sub(rounded, rounder));
  const ff = f32x4.mul(f, f);
  const middle = f32x4.add(f32x4.splat(0.055507337), f32x4.mul(f, f32x4.splat(0.009671512)));
  const upper = f32x4.add(middle, f32x4.mul(ff, f32x4.splat(0.0013264737)));
  const lower = f32x4.add(f32x4.splat(0.693147), f32x4.mul(f, f32x4.splat(0.24022242)));
  const p = f32x4.add(f32x4.splat(1), f32x4.mul(f, f32x4.add(lower, f32x4.mul(ff, upper))));
  // The shift leaves n of the rounded number's bits, in the place of an exponent.
  return i32x4.add(p, i32x4.shl(rounded, 23));
}

/** x^a of four numbers. */
@inline
export function power(x: v128, a: v128): v128 {
  return exp2(f32x4.mul(a, log2(x)));
}

/** The natural logarithm; twin of ../../../elementary/log.ts, and of two numbers at a time. */
import { LN2_HIGH, LN2_LOW } from './exp';
import { centred, centredExponent, scaled } from './powersOfTwo';

export const LN2: f64 = 0.6931471805599453;

const L0: f64 = 0.6666666666666735;
const L1: f64 = 0.399999999994075;
const L2: f64 = 0.28571428744140154;
const L3: f64 = 0.2222219837850407;
const L4: f64 = 0.1818357516888935;
const L5: f64 = 0.15313755556685077;
const L6: f64 = 0.14799069218359967;

const LEAST_NORMAL: f64 = 2.2250738585072014e-308;
/** Upper word of √½. */
const SQRT_HALF: i64 = 0x3fe6a09e;
/** What a logarithm of 0 counts as, so that 0 times it is 0. */
const LOG_OF_ZERO: f64 = -1e300;


/** ln x of a normal x. */
@inline
function logOfNormal(x: f64): f64 {
  const exponent = centredExponent(x);
  const k = <f64>exponent;
  const f = centred(x, exponent) - 1.0;
  const s = f / (2.0 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const upper = L4 + z * (L5 + z * L6);
  const r = z * (L0 + z * (L1 + z * (L2 + z * (L3 + z * upper))));
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}

/** ln x; −∞ at 0, NaN below. */
export function log(x: f64): f64 {
  if (x < LEAST_NORMAL) {
    if (x > 0) return logOfNormal(scaled(x, 54)) - 54.0 * LN2;
    return x == 0 ? -Infinity : NaN;
  }
  if (!(x < Infinity)) return x;
  return logOfNormal(x);
}

/** ln x of two numbers, 0 ≤ x ≤ 1, by the same formula; a number that stands for −∞ at 0. */
@inline
export function logOfTwo(x: v128): v128 {
  const one = f64x2.splat(1);
  // k + 1024 is positive, and the low bits of 2^52 + k + 1024.
  const shifted = i64x2.shr_u(i64x2.add(x, i64x2.splat((1024 << 52) - (SQRT_HALF << 32))), 52);
  const k = f64x2.sub(v128.or(shifted, f64x2.splat(4503599627370496)), f64x2.splat(4503599627371520));
  const m = i64x2.sub(x, i64x2.shl(i64x2.sub(shifted, i64x2.splat(1024)), 52));
  const f = f64x2.sub(m, one);
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  let r = f64x2.add(f64x2.splat(L5), f64x2.mul(z, f64x2.splat(L6)));
  r = f64x2.add(f64x2.splat(L4), f64x2.mul(z, r));
  r = f64x2.add(f64x2.splat(L3), f64x2.mul(z, r));
  r = f64x2.add(f64x2.splat(L2), f64x2.mul(z, r));
  r = f64x2.add(f64x2.splat(L1), f64x2.mul(z, r));
  r = f64x2.mul(z, f64x2.add(f64x2.splat(L0), f64x2.mul(z, r)));
  const correction = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(k, f64x2.splat(LN2_LOW)));
  const ln = f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), f64x2.sub(f64x2.sub(half, correction), f));
  return v128.bitselect(ln, f64x2.splat(LOG_OF_ZERO), f64x2.gt(x, f64x2.splat(0)));
}

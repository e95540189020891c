/** The exponential function; twin of ../../../elementary/exp.ts, and of two numbers at a time. */
import { nearest, powerOfTwo, scaled } from './powersOfTwo';

export const LN2_HIGH: f64 = 0.6931471805598903;
export const LN2_LOW: f64 = 5.497923018708371e-14;

const LOG2E: f64 = 1.4426950408889634;
const P0: f64 = 0.16666666666666602;
const P1: f64 = -0.0027777777777009743;
const P2: f64 = 6.613756319819191e-5;
const P3: f64 = -1.6533900427963958e-6;
const P4: f64 = 4.138069749256473e-8;

/** (e^r − 1 − r) for |r| ≤ 0.35. */
@inline
function expRest(r: f64): f64 {
  const z = r * r;
  const p = P2 + z * (P3 + z * P4);
  const c = r - z * (P0 + z * (P1 + z * p));
  return (r * c) / (2.0 - c);
}

/** e^(x + more), `more` within an ulp or so of x beside it; no over- or underflow is looked for. */
function expOfSum(x: f64, more: f64): f64 {
  const k = nearest(x * LOG2E);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - more;
  const y = 1.0 - (low - expRest(high - low) - high);
  const whole = <i32>k;
  return whole > -1000 && whole < 1000 ? y * powerOfTwo(whole) : scaled(y, whole);
}

/** e^x. */
export function exp(x: f64): f64 {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  return x != x ? x : expOfSum(x, 0);
}

/** e^x of two numbers, −690 ≤ x ≤ 0, by the same formula. */
@inline
export function expOfTwo(x: v128): v128 {
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(LOG2E)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  let p = f64x2.add(f64x2.splat(P3), f64x2.mul(z, f64x2.splat(P4)));
  p = f64x2.add(f64x2.splat(P2), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(P1), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(P0), f64x2.mul(z, p));
  const c = f64x2.sub(r, f64x2.mul(z, p));
  const rest = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, rest), high));
  // 1.5 · 2^52 + k has k in its low bits, which become an exponent.
  return i64x2.add(y, i64x2.shl(f64x2.add(k, f64x2.splat(6755399441055744)), 52));
}

/** The exponential function; twin of ../../../elementary/exp.ts. */
import { nearest, powerOfTwo, scaled } from './powersOfTwo';

export const LN2_HIGH: f64 = 0.6931471805598903;
export const LN2_LOW: f64 = 5.497923018708371e-14;

/** (e^r − 1 − r) for |r| ≤ 0.35. */
@inline
function expRest(r: f64): f64 {
  const z = r * r;
  const p = 6.613756319819191e-5 + z * (-1.6533900427963958e-6 + z * 4.138069749256473e-8);
  const c = r - z * (0.16666666666666602 + z * (-0.0027777777777009743 + z * p));
  return (r * c) / (2.0 - c);
}

/** e^(x + more), `more` within an ulp or so of x beside it; no over- or underflow is looked for. */
export function expOfSum(x: f64, more: f64): f64 {
  const k = nearest(x * 1.4426950408889634);
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

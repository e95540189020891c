/**
 * e^x − 1 without cancellation near 0: with x = k ln 2 + r and e^r = 1 + r + q as in exp.ts,
 *
 *   e^x − 1 = 2^k ((1 − 2^−k) + r + q),
 *
 * the first sum with its rounding error. Error below 1 ulp.
 */
import { expRest, LN2_HIGH, LN2_LOW } from './exp.ts';
import { powerOfTwo, scaled } from './powersOfTwo.ts';

const OVERFLOW = 709.782712893384;

/** e^x − 1. */
export function expm1(x: number): number {
  if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
  if (x < -40) return -1;
  // −0 stays −0 and NaN stays NaN.
  if (x === 0 || Number.isNaN(x)) return x;
  if (Math.abs(x) < 0.34) return x + expRest(x);
  const k = Math.round(x * Math.LOG2E);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const rest = expRest(high - low) - low;
  // Beyond 2^53 the 1 taken off is below half an ulp.
  if (k > 60) return scaled(1 + (high + rest), k);
  const whole = 1 - powerOfTwo(-k);
  const sum = whole + high;
  // |1 − 2^−k| ≥ ½ > |r| but where k = 0.
  const lost = k === 0 ? 0 : high - (sum - whole);
  return scaled(sum + (lost + rest), k);
}

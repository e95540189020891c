/**
 * ln(1 + x) without loss near 0: u = 1 + x rounded, ln(1 + x) = ln u + (1 + x − u) / u, the second term being what the
 * rounding took. Error below 1 ulp.
 */
import { logOfSum } from './log.ts';
import { centredExponent, scaled } from './powersOfTwo.ts';

/** ln(1 + x); −∞ at −1, NaN below. */
export function log1p(x: number): number {
  if (x > -0.29 && x < 0.41) return x === 0 ? x : logOfSum(0, x, 0);
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const u = 1 + x;
  const lost = x < 1 ? x - (u - 1) : 1 - (u - x);
  const k = centredExponent(u);
  return logOfSum(k, scaled(u, -k) - 1, lost / u);
}

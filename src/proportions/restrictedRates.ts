/**
 * The likeliest probabilities of two binomials under the restriction that they differ by `difference`: the root of a cubic
 * in closed form. O. Miettinen & M. Nurminen, Stat Med 4 (1985) 213–226, appendix; C. P. Farrington & G. Manning, Stat Med
 * 9 (1990) 1447–1454. Observed shares p and q are weighted as the patients n and m of the arms, or as their shares.
 */
import { asin } from '../elementary/asin.ts';
import { cos } from '../elementary/circle.ts';

/** Both probabilities, the first minus the second being `difference`. */
export function restrictedRates(p: number, q: number, n: number, m: number, difference: number): [number, number] {
  if (difference === 0) {
    const pooled = (n * p + m * q) / (n + m);
    return [pooled, pooled];
  }
  const theta = m / n;
  const a = 1 + theta;
  const b = -(1 + theta + p + theta * q + difference * (theta + 2));
  const c = difference * difference + difference * (2 * p + theta + 1) + p + theta * q;
  const d = -p * difference * (1 + difference);
  const third = b / (3 * a);
  const v = third * third * third - (b * c) / (6 * a * a) + d / (2 * a);
  const u = (v > 0 ? 1 : -1) * Math.sqrt(Math.max(0, third * third - c / (3 * a)));
  const ratio = u === 0 ? 0 : Math.min(1, Math.max(-1, v / (u * u * u)));
  const w = (1.5 * Math.PI - asin(ratio)) / 3;
  // Rounding must not carry a probability out of its range.
  const low = Math.max(0, difference);
  const high = Math.min(1, 1 + difference);
  const first = Math.min(high, Math.max(low, 2 * u * cos(w) - third));
  return [first, Math.min(1, Math.max(0, first - difference))];
}

/**
 * Score statistics of the difference of two proportions: positive where the experimental arm has more events than the
 * tested difference says.
 *
 * Pearson's chi-square is the square of the statistic at difference 0, with its continuity correction as F. Yates (J R
 * Stat Soc Suppl 1 (1934) 217–235). At other differences C. P. Farrington & G. Manning (Stat Med 9 (1990) 1447–1454);
 * O. Miettinen & M. Nurminen (Stat Med 4 (1985) 213–226) multiply its variance by N / (N − 1).
 */
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { findRoot } from '../maths/roots.ts';
import type { TwoCounts } from './proportionTest.ts';
import { restrictedRates } from './restrictedRates.ts';

/** (p − q − difference) ÷ its standard error under that difference; 0 where that error is 0 and nothing differs. */
export function scoreStatistic({ experimental, control }: TwoCounts, difference: number, largeN = true): number {
  const [n, m] = [experimental.patients, control.patients];
  const [p, q] = [experimental.events / n, control.events / m];
  const [a, b] = restrictedRates(p, q, n, m, difference);
  const inflated = largeN ? 1 : (n + m) / (n + m - 1);
  const variance = inflated * ((a * (1 - a)) / n + (b * (1 - b)) / m);
  const distance = p - q - difference;
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance === 0 ? 0 : distance > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** The signed root of Pearson's chi-square, as corrected for continuity: half an event off either arm, at most to 0. */
export function correctedStatistic(counts: TwoCounts): number {
  const { experimental, control } = counts;
  const [n, m] = [experimental.patients, control.patients];
  const difference = experimental.events / n - control.events / m;
  if (difference === 0) return 0;
  const left = Math.max(0, Math.abs(difference) - (1 / n + 1 / m) / 2);
  return (scoreStatistic(counts, 0) * left) / Math.abs(difference);
}

/** Two-sided P of a statistic that is standard normal under the null. */
export function twoSidedNormalP(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** The differences that the test of Miettinen and Nurminen does not reject at two-sided 1 − `level`. */
export function differenceInterval(counts: TwoCounts, level: number): { readonly low: number; readonly high: number } {
  const z = normalQuantile((1 + level) / 2);
  const { experimental, control } = counts;
  const observed = experimental.events / experimental.patients - control.events / control.patients;
  const at = (difference: number) => scoreStatistic(counts, difference, false);
  const end = 1 - 1e-12;
  return {
    low: at(-end) < z ? -1 : findRoot((difference) => at(difference) - z, -end, observed, 1e-12),
    high: at(end) > -z ? 1 : findRoot((difference) => at(difference) + z, observed, end, 1e-12),
  };
}

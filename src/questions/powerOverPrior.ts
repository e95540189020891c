/** Power by truth, and how it is distributed over what is believed: the chance of success is only its mean. */
import { square } from '../elementary/square.ts';
import type { Claims } from '../formulas/assuranceFormula.ts';

export interface PowerAtTruth {
  /** A value for each prior. */
  readonly values: readonly number[];
  /** Claims of benefit among the replicates of the truth. */
  readonly benefit: number;
  /** By large samples; null where no formula applies. */
  readonly formula: Claims | null;
}

export interface PowerOverPrior {
  readonly points: readonly PowerAtTruth[];
  /** The 5th, 25th, 50th, 75th and 95th percentiles of power. */
  readonly percentiles: readonly [number, number, number, number, number];
  /** Shares of the prior in which power is below 10 %, 10 to 50, 50 to 80, 80 to 90, and 90 % or more. */
  readonly shares: readonly [number, number, number, number, number];
}

const PERCENTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
const LIMITS = [0.1, 0.5, 0.8, 0.9];

/**
 * Rates drawn together so far that they vary as the powers behind them do, and not by the noise of their replicates as well
 * (constrained Bayes; M. Ghosh, JASA 87 (1992) 533–540).
 */
function withoutNoise(rates: readonly number[], each: number): readonly number[] {
  const n = rates.length;
  const mean = rates.reduce((sum, p) => sum + p, 0) / n;
  const variance = rates.reduce((sum, p) => sum + square(p - mean), 0) / n;
  const noise = each > 1 ? rates.reduce((sum, p) => sum + (p * (1 - p)) / (each - 1), 0) / n : variance;
  const kept = variance > 0 ? Math.sqrt(Math.max(0, (variance - noise) / variance)) : 0;
  return rates.map((p) => mean + kept * (p - mean));
}

/** The value at share p of ascending values, each in the middle of its own nth; linear in between. */
function between(sorted: readonly number[], p: number): number {
  const n = sorted.length;
  const x = Math.min(n - 1, Math.max(0, p * n - 0.5));
  const k = Math.min(n - 1, Math.floor(x));
  return sorted[k] + (x - k) * ((sorted[k + 1] ?? sorted[k]) - sorted[k]);
}

/** The share of them below `limit`, by the same line. */
function shareBelow(sorted: readonly number[], limit: number): number {
  const n = sorted.length;
  const k = sorted.filter((p) => p < limit).length;
  if (k === 0 || k === n) return k / n;
  return (k - 0.5 + (limit - sorted[k - 1]) / (sorted[k] - sorted[k - 1])) / n;
}

/** `benefits`: claims among `each` replicates of a truth. */
export function powerOverPrior(
  values: readonly (readonly number[])[],
  benefits: readonly number[],
  each: number,
  formulas: readonly (Claims | null)[],
): PowerOverPrior {
  const rates = benefits.map((count) => count / each);
  const sorted = [...withoutNoise(rates, each)].sort((a, b) => a - b);
  const below = LIMITS.map((limit) => shareBelow(sorted, limit));
  const [tenth, half, eight, nine] = below;
  return {
    points: values.map((drawn, i) => ({ values: drawn, benefit: rates[i], formula: formulas[i] })),
    percentiles: PERCENTILES.map((p) => between(sorted, p)) as unknown as PowerOverPrior['percentiles'],
    shares: [tenth, half - tenth, eight - half, nine - eight, 1 - nine],
  };
}

/** A chance averaged over truths that were drawn from priors, with its Monte Carlo error. */
import { square } from '../elementary/square.ts';
import { proportion } from '../tally/estimates.ts';
import { smoothedRate } from './powerSurface.ts';
import type { TruthValues } from './truths.ts';

/** `low` and `high` are its 95 % interval: the error of the simulation alone, not what is uncertain about the truth. */
export interface AveragedChance {
  readonly estimate: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly replicates: number;
}

const Z_95 = 1.959963984540054;
/** The quantile of Student's t for the 16 groups of truths, 15 degrees of freedom. */
const T_15 = 2.131449545559323;

/** Within truths: they are places of the prior that were not drawn at random. */
function withinTruths(counts: readonly number[], each: number): number {
  const variances = counts.map((count) => {
    const p = count / each;
    return each > 1 ? (p * (1 - p)) / (each - 1) : 0.25;
  });
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0)) / counts.length;
}

/**
 * `counts` of `each` replicates by truth. Where several values are uncertain the estimate is that of the fitted surface, and
 * not the share of the replicates.
 */
export function chanceOver(
  counts: readonly number[],
  each: number,
  { places, groups }: Pick<TruthValues, 'places' | 'groups'>,
): AveragedChance {
  const count = counts.reduce((sum, x) => sum + x, 0);
  const replicates = counts.length * each;
  const plain = proportion(count, replicates);
  if (count === 0 || count === replicates) return plain;
  const smoothed = groups === 1 ? null : smoothedRate(counts, each, places, groups);
  const standardError =
    smoothed?.standardError ?? (groups === 1 ? withinTruths(counts, each) : betweenGroups(counts, each, groups));
  const estimate = smoothed?.estimate ?? plain.estimate;
  const half = (groups === 1 ? Z_95 : T_15) * standardError;
  return {
    estimate,
    standardError,
    low: Math.max(0, estimate - half),
    high: Math.min(1, estimate + half),
    count,
    replicates,
  };
}

/** Between groups of truths, each shifted at random by itself. */
function betweenGroups(counts: readonly number[], each: number, groups: number): number {
  const size = counts.length / groups;
  const means = Array.from({ length: groups }, (_, g) => {
    const own = counts.slice(g * size, (g + 1) * size);
    return own.reduce((sum, count) => sum + count, 0) / (size * each);
  });
  const mean = means.reduce((sum, x) => sum + x, 0) / groups;
  return Math.sqrt(means.reduce((sum, x) => sum + square(x - mean), 0) / (groups * (groups - 1)));
}

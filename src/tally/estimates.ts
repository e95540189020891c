/** Monte Carlo estimates with their errors: what every reported number is made of. */
import { normalQuantile } from '../maths/normal.ts';
import type { AdjustedRate } from './adjustedRate.ts';
import { type Distribution, quantileOf } from './distribution.ts';
import { type Moments, meanOf, standardDeviationOf } from './moments.ts';

/**
 * A probability estimated by `count` of `replicates`, where it says so adjusted by control variates; `low` and `high` its
 * 95 % Wilson interval.
 */
export interface Proportion {
  readonly estimate: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly replicates: number;
}

/** A mean over replicates, the standard deviation between replicates, and the Monte Carlo error of the mean. */
export interface MeanEstimate {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly standardError: number;
  readonly replicates: number;
}

/** As MeanEstimate, with the 5th, 50th and 95th percentile over replicates. */
export interface Spread extends MeanEstimate {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

const Z_95 = normalQuantile(0.975);

/** The proportion with its Wilson interval: E. B. Wilson, JASA 22 (1927) 209–212. */
export function proportion(count: number, replicates: number): Proportion {
  const p = count / replicates;
  const z2 = Z_95 * Z_95;
  const centre = (p + z2 / (2 * replicates)) / (1 + z2 / replicates);
  const half =
    (Z_95 * Math.sqrt((p * (1 - p)) / replicates + z2 / (4 * replicates * replicates))) / (1 + z2 / replicates);
  return {
    estimate: p,
    standardError: Math.sqrt((p * (1 - p)) / replicates),
    low: count === 0 ? 0 : centre - half,
    high: count === replicates ? 1 : centre + half,
    count,
    replicates,
  };
}

/**
 * The proportion as control variates adjust it, kept half a replicate off 0 and 1; its interval is Wilson's of as many
 * replicates as would have given its standard error without them.
 */
export function adjustedProportion(
  count: number,
  replicates: number,
  { estimate, variance }: AdjustedRate,
): Proportion {
  const plain = proportion(count, replicates);
  if (!(variance > 0) || estimate === plain.estimate) return plain;
  const p = Math.min(1 - 0.5 / replicates, Math.max(0.5 / replicates, estimate));
  const worth = (p * (1 - p)) / variance;
  const { low, high } = proportion(p * worth, worth);
  return { estimate: p, standardError: Math.sqrt(variance), low, high, count, replicates };
}

/** Whether a proportion is more than its count: adjusted by control variates. */
export function isAdjusted({ estimate, count, replicates }: Proportion): boolean {
  return estimate !== count / replicates;
}

export function meanEstimate(moments: Moments): MeanEstimate {
  const standardDeviation = standardDeviationOf(moments);
  return {
    mean: meanOf(moments),
    standardDeviation,
    standardError: standardDeviation / Math.sqrt(moments.count),
    replicates: moments.count,
  };
}

export function spread(distribution: Distribution): Spread {
  return {
    ...meanEstimate(distribution),
    p5: quantileOf(distribution, 0.05),
    p50: quantileOf(distribution, 0.5),
    p95: quantileOf(distribution, 0.95),
  };
}

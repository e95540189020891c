/** What is believed of a planning value before the trial: a distribution beside the one value that the plan has. */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { normalQuantile } from '../maths/normal.ts';
import { mixtureCdf, mixtureQuantile, type NormalMixture } from './normalMixture.ts';

/** The scale on which a value is taken as normal: hazard ratios, medians and rates on the log scale, shares on the logit scale. */
export type PriorScale = 'linear' | 'log' | 'logit';

export type Prior =
  /** A mixture of normal distributions on a scale. */
  | { readonly kind: 'normal'; readonly scale: PriorScale; readonly mixture: NormalMixture }
  /**
   * Equally likely values, in the order of their table. Values of the same `table` are drawn together, a row at a time, so
   * that several planning values depend on each other as the draws do; null for a list that stands alone.
   */
  | { readonly kind: 'draws'; readonly table: string | null; readonly values: readonly number[] };

/** The value on the scale. */
export function onScale(scale: PriorScale, value: number): number {
  switch (scale) {
    case 'linear':
      return value;
    case 'log':
      return log(value);
    case 'logit':
      return log(value) - log1p(-value);
  }
}

/** The value whose place on the scale is x. */
export function fromScale(scale: PriorScale, x: number): number {
  switch (scale) {
    case 'linear':
      return x;
    case 'log':
      return exp(x);
    case 'logit':
      return 1 / (1 + exp(-x));
  }
}

/** The value below which a share p of the prior lies, 0 < p < 1; of draws, the sorted value at position ⌊p n⌋. */
export function priorQuantile(prior: Prior, p: number): number {
  if (prior.kind === 'normal') return fromScale(prior.scale, mixtureQuantile(prior.mixture, p));
  const sorted = [...prior.values].sort((a, b) => a - b);
  return sorted[Math.floor(p * sorted.length)];
}

/** The share of the prior at or below `value`. */
export function priorCdf(prior: Prior, value: number): number {
  if (prior.kind === 'normal') return mixtureCdf(prior.mixture, onScale(prior.scale, value));
  return prior.values.filter((drawn) => drawn <= value).length / prior.values.length;
}

/** The standard deviation of a normal distribution of which `low` to `high` hold the share `level` in the middle. */
export function spreadOfInterval(low: number, high: number, level: number): number {
  return (high - low) / (2 * normalQuantile((1 + level) / 2));
}

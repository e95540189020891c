/** A rejection rate after regression on the control variates of collectors/controlVariates.ts. */
import { solveSymmetric } from '../maths/solveSymmetric.ts';
import type { ControlSums } from './collectors/controlVariates.ts';

/** A mean over replicates after regression on the controls. */
export interface AdjustedRate {
  readonly estimate: number;
  readonly variance: number;
}

/** What is adjusted: its mean and variance over replicates, and the sum of the controls × it. */
export interface Observed {
  readonly mean: number;
  readonly variance: number;
  readonly withControls: readonly number[];
}

/** The mean adjusted; as it is where there are no controls, or they are degenerate. */
export function adjustMean(observed: Observed, replicates: number, controls: ControlSums | null): AdjustedRate {
  const { mean, variance, withControls } = observed;
  const n = replicates;
  const plain = { estimate: mean, variance: variance / n };
  const width = controls?.sums.length ?? 0;
  if (controls === null || width === 0 || n < 20 * width || variance === 0) return plain;
  const means = controls.sums.map((sum) => sum / n);
  const covariance = means.map((_, i) =>
    means.map((__, j) => {
      const [high, low] = i > j ? [i, j] : [j, i];
      return controls.products[(high * (high + 1)) / 2 + low] / n - means[i] * means[j];
    }),
  );
  const shared = means.map((control, i) => withControls[i] / n - mean * control);
  const beta = solveSymmetric(covariance, shared);
  if (beta === null) return plain;
  const explained = beta.reduce((sum, b, i) => sum + b * shared[i], 0);
  const estimate = beta.reduce((sum, b, i) => sum - b * means[i], mean);
  return { estimate, variance: Math.max(0, variance - explained) / (n - width - 1) };
}

/** The rate of `rejected` in `replicates` by test `test`, the deciding one first, adjusted. */
export function adjustRate(rejected: number, replicates: number, controls: ControlSums | null, test = 0): AdjustedRate {
  const mean = rejected / replicates;
  const withControls = controls?.rejecting[test] ?? [];
  return adjustMean({ mean, variance: mean * (1 - mean), withControls }, replicates, controls);
}

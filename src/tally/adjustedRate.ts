/** A rejection rate after regression on the control variates of collectors/controlVariates.ts. */
import { CONTROLS, type ControlSums } from './collectors/controlVariates.ts';

/** Solve the symmetric positive definite system A x = b by Cholesky; null when A is singular to working precision. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] | null {
  const n = b.length;
  const l: number[][] = a.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
      if (i === j) {
        if (!(sum > 1e-10 * a[i][i])) return null;
        l[i][i] = Math.sqrt(sum);
      } else l[i][j] = sum / l[j][j];
    }
  }
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i][k] * x[k];
    x[i] /= l[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= l[k][i] * x[k];
    x[i] /= l[i][i];
  }
  return x;
}

/** A rejection rate after regression on the controls. */
export interface AdjustedRate {
  readonly estimate: number;
  readonly variance: number;
}

/** The rate of `rejected` in `replicates`, adjusted; the plain rate where the controls are degenerate. */
export function adjustRate(rejected: number, replicates: number, controls: ControlSums): AdjustedRate {
  const n = replicates;
  const p = rejected / n;
  const plain = { estimate: p, variance: (p * (1 - p)) / n };
  if (n < 20 * CONTROLS || rejected === 0 || rejected === n) return plain;
  const means = controls.sums.map((sum) => sum / n);
  const covariance = means.map((_, i) =>
    means.map((__, j) => {
      const [high, low] = i > j ? [i, j] : [j, i];
      return controls.products[(high * (high + 1)) / 2 + low] / n - means[i] * means[j];
    }),
  );
  const withRejection = means.map((mean, i) => controls.rejecting[i] / n - p * mean);
  const beta = solve(covariance, withRejection);
  if (beta === null) return plain;
  const explained = beta.reduce((sum, b, i) => sum + b * withRejection[i], 0);
  const estimate = beta.reduce((sum, b, i) => sum - b * means[i], p);
  return { estimate, variance: (p * (1 - p) - explained) / (n - CONTROLS - 1) };
}

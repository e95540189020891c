/**
 * Control variates for the rejection rate: per-replicate statistics whose mean is known to be 0 exactly.
 * From the martingales M_a = D_a − A_a of the arms' event counts (kernel/look/compensator.ts), standardised by √n_a:
 *   c = (M₀, M₁, M₀² − A₀, M₁² − A₁, M₀M₁).
 * The rate adjusted by regression is p̂ − β′c̄ with β = S_cc⁻¹ S_cy; its variance is what regression on c leaves of the
 * indicator's (S. Asmussen & P. Glynn, Stochastic Simulation (2007), ch. V.2). The log-rank numerator is very nearly
 * linear in M₀ and M₁, so that half to two thirds of the variance of a rejection is explained.
 */
import type { Columns } from '../kernel/look/columns.ts';

const CONTROLS = 5;

/** Sums over replicates: of c, of c c′ (lower triangle by rows), and of c over the replicates that reject. */
export interface ControlSums {
  readonly sums: number[];
  readonly products: number[];
  readonly rejecting: number[];
}

export function emptyControls(): ControlSums {
  const zeros = (n: number): number[] => new Array<number>(n).fill(0);
  return { sums: zeros(CONTROLS), products: zeros((CONTROLS * (CONTROLS + 1)) / 2), rejecting: zeros(CONTROLS) };
}

/** Add the replicates of a block; `rejects` says of each row whether the trial rejects. `sizes`: patients by arm. */
export function addControls(
  controls: ControlSums,
  columns: Columns,
  sizes: readonly number[],
  rejects: (row: number) => boolean,
): void {
  const { compensators, events } = columns;
  if (compensators === null) return;
  const { sums, products, rejecting } = controls;
  const scale = [1 / Math.sqrt(sizes[0]), 1 / Math.sqrt(sizes[1])];
  const c = new Float64Array(CONTROLS);
  for (let row = 0; row < columns.rows; row++) {
    const a0 = compensators[0][row];
    const a1 = compensators[1][row];
    const m0 = (events[0][row] - a0) * scale[0];
    const m1 = (events[1][row] - a1) * scale[1];
    c[0] = m0;
    c[1] = m1;
    c[2] = m0 * m0 - a0 * scale[0] * scale[0];
    c[3] = m1 * m1 - a1 * scale[1] * scale[1];
    c[4] = m0 * m1;
    const rejected = rejects(row);
    for (let i = 0, k = 0; i < CONTROLS; i++) {
      sums[i] += c[i];
      if (rejected) rejecting[i] += c[i];
      for (let j = 0; j <= i; j++) products[k++] += c[i] * c[j];
    }
  }
}

export function mergeControls(into: ControlSums, from: ControlSums): void {
  for (const field of ['sums', 'products', 'rejecting'] as const)
    from[field].forEach((x, i) => {
      into[field][i] += x;
    });
}

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

/**
 * Control variates for rejection rates: per-replicate statistics whose mean is known to be 0 exactly. From the
 * martingales M_a = D_a − A_a of the arms' event counts (kernel/look/compensator.ts), standardised by √n_a:
 *   c = (M_a, M_a² − A_a for every arm a, M_a M_b for every two), five of two arms.
 * The rate adjusted by regression is p̂ − β′c̄ with β = S_cc⁻¹ S_cy; its variance is what regression on c leaves of the
 * indicator's (S. Asmussen & P. Glynn, Stochastic Simulation (2007), ch. V.2). The log-rank numerator is very nearly
 * linear in M₀ and M₁, so that half to two thirds of the variance of a rejection is explained; of other tests as much as
 * they have in common with it.
 */
import type { Columns } from '../../kernel/look/columns.ts';
import { type Asked, tests } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { type Kept, list, record, sum } from '../shape.ts';

/** Controls of a trial whose events are compensated in `arms` arms. */
export function controlCount(arms: number): number {
  return 2 * arms + (arms * (arms - 1)) / 2;
}

const controlsOf = ({ spec }: Asked): number => controlCount(spec.controls?.sizes.length ?? 0);
const triangle = (n: number): number => (n * (n + 1)) / 2;
const judged = (asked: Asked): number => Math.max(1, tests(asked));

/** Sums over replicates: of c, of c c′ (lower triangle by rows), and for every test of c over the replicates that it rejects in. */
const shape = record({
  sums: list(controlsOf, sum),
  products: list((asked) => triangle(controlsOf(asked)), sum),
  rejecting: list(judged, list(controlsOf, sum)),
});

export type ControlSums = Kept<typeof shape>;

/** The controls of each row, one row after another. */
function controlsOfRows({ rows, compensators, trueEvents }: Columns, sizes: readonly number[]): Float64Array {
  if (compensators === null || trueEvents === null)
    throw new RangeError('control variates are asked for, but no compensators');
  const arms = sizes.length;
  const width = controlCount(arms);
  const scale = sizes.map((size) => 1 / Math.sqrt(size));
  const c = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let pair = at + 2 * arms;
    for (let a = 0; a < arms; a++) {
      const expected = compensators[a][row];
      const m = (trueEvents[a][row] - expected) * scale[a];
      c[at + a] = m;
      c[at + arms + a] = m * m - expected * scale[a] * scale[a];
      for (let b = 0; b < a; b++) c[pair++] = c[at + b] * m;
    }
  }
  return c;
}

/** Add the replicates of a block; `rejects` says for each test whether it rejects in a row. */
function addBlock(
  { sums, products, rejecting }: ControlSums,
  columns: Columns,
  sizes: readonly number[],
  rejects: (test: number, row: number) => boolean,
): void {
  const rows = controlsOfRows(columns, sizes);
  const width = sums.length;
  for (let row = 0; row < columns.rows; row++) {
    const at = row * width;
    for (let i = 0, k = 0; i < width; i++) {
      const c = rows[at + i];
      sums[i] += c;
      for (let j = 0; j <= i; j++) products[k++] += c * rows[at + j];
    }
    for (let t = 0; t < rejecting.length; t++) {
      if (!rejects(t, row)) continue;
      for (let i = 0; i < width; i++) rejecting[t][i] += rows[at + i];
    }
  }
}

export const controls = {
  version: 2,
  shape,
  wanted: ({ spec }) => spec.controls !== undefined,
  add(kept, { asked, ended, claimsOf }) {
    if (asked.spec.controls === undefined) return;
    const { sides, sizes } = asked.spec.controls;
    const claims = kept.rejecting.map((_, t) => claimsOf(t));
    addBlock(kept, ended, sizes, (t, row) => claims[t][row] === 1 || (sides === 2 && claims[t][row] === -1));
  },
} satisfies Collector<ControlSums>;

/**
 * Control variates for the rejection rate: per-replicate statistics whose mean is known to be 0 exactly. From the
 * martingales M_a = D_a − A_a of the arms' event counts (kernel/look/compensator.ts), standardised by √n_a:
 *   c = (M₀, M₁, M₀² − A₀, M₁² − A₁, M₀M₁).
 * The rate adjusted by regression is p̂ − β′c̄ with β = S_cc⁻¹ S_cy; its variance is what regression on c leaves of the
 * indicator's (S. Asmussen & P. Glynn, Stochastic Simulation (2007), ch. V.2). The log-rank numerator is very nearly
 * linear in M₀ and M₁, so that half to two thirds of the variance of a rejection is explained.
 */
import type { Columns } from '../../kernel/look/columns.ts';
import type { Collector } from '../collector.ts';
import { type Kept, list, record, sum } from '../shape.ts';

export const CONTROLS = 5;
const PRODUCTS = (CONTROLS * (CONTROLS + 1)) / 2;

/** Sums over replicates: of c, of c c′ (lower triangle by rows), and of c over the replicates that reject. */
const shape = record({
  sums: list(() => CONTROLS, sum),
  products: list(() => PRODUCTS, sum),
  rejecting: list(() => CONTROLS, sum),
});

export type ControlSums = Kept<typeof shape>;

export function emptyControls(): ControlSums {
  const zeros = (n: number): number[] => new Array<number>(n).fill(0);
  return { sums: zeros(CONTROLS), products: zeros(PRODUCTS), rejecting: zeros(CONTROLS) };
}

/**
 * Add the replicates of a block; `rejects` says for each row whether the trial rejects; `sizes` are the patients by
 * arm.
 */
function addBlock(
  controls: ControlSums,
  columns: Columns,
  sizes: readonly number[],
  rejects: (row: number) => boolean,
): void {
  const { compensators, events } = columns;
  if (compensators === null) throw new RangeError('control variates are asked for, but no compensators');
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

export const controls = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.controls !== undefined,
  add(kept, { asked, ended, claims }) {
    if (asked.spec.controls === undefined) return;
    const { sides, sizes } = asked.spec.controls;
    addBlock(kept, ended, sizes, (row) => claims[row] === 1 || (sides === 2 && claims[row] === -1));
  },
} satisfies Collector<ControlSums>;

/** How often a test of two proportions rejects, exactly: the probability of its region under two binomials. */
import { binomialLaw } from '../maths/binomialLaw.ts';
import { type LargestRejection, largestOver } from './largestRejection.ts';
import type { TwoRates } from './proportionTest.ts';
import type { RejectionRegion, Runs } from './rejectionRegion.ts';

export interface Rejections {
  readonly benefit: number;
  readonly harm: number;
}

/** Sums of a law from 0 to x at x + 1. */
function sums(law: Float64Array): Float64Array {
  const total = new Float64Array(law.length + 1);
  law.forEach((p, x) => {
    total[x + 1] = total[x] + p;
  });
  return total;
}

function probabilityOf({ row, from, to }: Runs, experimental: Float64Array, control: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += control[row[i]] * (experimental[to[i] + 1] - experimental[from[i]]);
  return sum;
}

/** Where more events are the benefit, as in the region. */
export function rejectionsAt({ n, m, benefit, harm }: RejectionRegion, rates: TwoRates): Rejections {
  const experimental = sums(binomialLaw(n, rates.experimental));
  const control = binomialLaw(m, rates.control);
  return {
    benefit: probabilityOf(benefit, experimental, control),
    harm: probabilityOf(harm, experimental, control),
  };
}

const GRID = 199;

/**
 * The largest probability to reject, over all control rates with the experimental rate `margin` above: to claim a benefit,
 * or where the test has two sides and `margin` is 0 to reject either way.
 */
export function largestTypeOneError(region: RejectionRegion, margin: number, either: boolean): LargestRejection {
  const at = (control: number) => {
    const { benefit, harm } = rejectionsAt(region, { control, experimental: control + margin });
    return either ? benefit + harm : benefit;
  };
  return largestOver(at, Math.max(0, -margin), Math.min(1, 1 - margin), GRID);
}

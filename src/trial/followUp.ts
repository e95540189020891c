/** How long the patients of one arm were followed, from the median and range that a publication prints. */
import type { Accrual } from './accrual.ts';

/** In the scenario's unit; 0 ≤ shortest < median < longest. */
export interface FollowUpSpan {
  readonly shortest: number;
  readonly median: number;
  readonly longest: number;
}

/**
 * The entries of an arm whose patients are all seen last at calendar time `end` ≥ longest: half of them uniform in
 * [end − longest, end − median], half in [end − median, end − shortest]. Follow-up then has that median and that range,
 * and is otherwise as spread out as they allow.
 */
export function entriesFor({ shortest, median, longest }: FollowUpSpan, end: number): Accrual {
  const nobody = end > longest ? { starts: [0], rates: [0] } : { starts: [], rates: [] };
  return {
    pattern: 'uniform',
    starts: [...nobody.starts, end - longest, end - median],
    rates: [...nobody.rates, 0.5 / (longest - median), 0.5 / (median - shortest)],
    duration: end - shortest,
  };
}

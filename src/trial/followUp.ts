/** How long the patients of one arm were followed, from what a publication prints of it. */
import type { Accrual } from './accrual.ts';

/** In the scenario's unit; 0 ≤ shortest < median < longest. */
export interface FollowUpSpan {
  readonly shortest: number;
  readonly median: number;
  readonly longest: number;
}

/** A share of an arm's patients, followed uniformly from `shortest` to `longest`, 0 ≤ shortest < longest. */
export interface FollowUpShare {
  readonly share: number;
  readonly shortest: number;
  readonly longest: number;
}

/**
 * The entries of an arm whose patients are all seen last at calendar time `end`, no sooner than after the longest
 * follow-up. Precondition: shares in order of time that do not overlap.
 */
export function entriesOfShares(shares: readonly FollowUpShare[], end: number): Accrual {
  const starts: number[] = [];
  const rates: number[] = [];
  let reached = 0;
  for (const { share, shortest, longest } of [...shares].reverse()) {
    if (end - longest > reached || (starts.length === 0 && end > longest)) {
      starts.push(reached);
      rates.push(0);
    }
    starts.push(Math.max(reached, end - longest));
    rates.push(share / (longest - shortest));
    reached = end - shortest;
  }
  return { pattern: 'uniform', starts, rates, duration: reached };
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

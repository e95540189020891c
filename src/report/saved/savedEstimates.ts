/** Estimates with their Monte Carlo error; each of them states its value in two ways, which must agree. */
import type { PairedDifference } from '../../questions/testsResult.ts';
import { type MeanEstimate, type Proportion, proportion as proportionOf, type Spread } from '../../tally/estimates.ts';
import {
  agreeing,
  count,
  type FieldKinds,
  type Kind,
  near,
  nonNegativeOrNaN,
  number,
  numberOrNaN,
  probability,
  probabilityOrNaN,
  record,
  type Wrong,
} from './kinds.ts';

/** A share, as its count and the replicates give it. */
export const proportion: Kind<Proportion> = agreeing(
  record<Proportion>({
    estimate: probabilityOrNaN,
    standardError: probabilityOrNaN,
    low: probabilityOrNaN,
    high: probabilityOrNaN,
    count,
    replicates: count,
  }),
  (given, wrong) => {
    if (given.count > given.replicates) {
      wrong(['count'], `must be ≤ ${given.replicates}, the replicates`);
      return;
    }
    const meant = proportionOf(given.count, given.replicates);
    for (const key of ['estimate', 'standardError', 'low', 'high'] as const)
      if (!near(given[key], meant[key])) {
        wrong([key], `must be ${meant[key]}, which ${given.count} of ${given.replicates} replicates give`);
        return;
      }
  },
);

/** Control variates move a share by fewer standard errors of its count than this. */
const MOST_MOVED = 8;

/** A share, as its count and the replicates give it or control variates adjust it. */
export const adjustedProportion: Kind<Proportion> = agreeing(
  record<Proportion>({
    estimate: probability,
    standardError: probability,
    low: probability,
    high: probability,
    count,
    replicates: count,
  }),
  ({ estimate, low, high, count: counted, replicates }, wrong) => {
    if (counted > replicates) {
      wrong(['count'], `must be ≤ ${replicates}, the replicates`);
      return;
    }
    checkInterval(low, estimate, high, wrong, 'the estimate');
    const meant = proportionOf(counted, replicates);
    const least = 1 / Math.sqrt(replicates);
    if (Math.abs(estimate - meant.estimate) > MOST_MOVED * Math.max(meant.standardError, least / Math.sqrt(replicates)))
      wrong(['estimate'], `must be near ${meant.estimate}, which ${counted} of ${replicates} replicates give`);
  },
);

const MEAN: FieldKinds<MeanEstimate> = {
  mean: numberOrNaN,
  standardDeviation: nonNegativeOrNaN,
  standardError: nonNegativeOrNaN,
  replicates: count,
};

function checkMean({ mean, standardDeviation, standardError, replicates }: MeanEstimate, wrong: Wrong): void {
  if (Number.isNaN(mean) !== (replicates === 0)) wrong(['mean'], `must be NaN of no replicates, and only then`);
  else if (Number.isNaN(standardDeviation) !== replicates < 2)
    wrong(['standardDeviation'], 'must be NaN of fewer than 2 replicates, and only then');
  else if (!near(standardError, standardDeviation / Math.sqrt(replicates)))
    wrong(['standardError'], 'must be the standard deviation over the root of the replicates');
}

export const meanEstimate: Kind<MeanEstimate> = agreeing(record<MeanEstimate>(MEAN), checkMean);

/** Checks that quantiles ascend, or are all NaN. */
export function checkQuantiles(given: Pick<Spread, 'p5' | 'p50' | 'p95'>, none: boolean, wrong: Wrong): void {
  for (const key of ['p5', 'p50', 'p95'] as const)
    if (Number.isNaN(given[key]) !== none) {
      wrong([key], 'must be NaN of no replicates, and only then');
      return;
    }
  if (given.p5 > given.p50) wrong(['p5'], `must be ≤ ${given.p50}, the median`);
  else if (given.p50 > given.p95) wrong(['p50'], `must be ≤ ${given.p95}, the 95 % quantile`);
}

export const SPREAD: FieldKinds<Spread> = { ...MEAN, p5: numberOrNaN, p50: numberOrNaN, p95: numberOrNaN };

export function checkSpread(given: Spread, wrong: Wrong): void {
  checkMean(given, wrong);
  checkQuantiles(given, given.replicates === 0, wrong);
}

export const spread: Kind<Spread> = agreeing(record<Spread>(SPREAD), checkSpread);

/** Checks that an interval encloses its estimate; all are NaN where nothing was estimated. */
export function checkInterval(low: number, estimate: number, high: number, wrong: Wrong, key = 'estimate'): void {
  if (low > estimate) wrong(['low'], `must be ≤ ${estimate}, the ${key}`);
  else if (high < estimate) wrong(['high'], `must be ≥ ${estimate}, the ${key}`);
}

export const pairedDifference: Kind<PairedDifference> = agreeing(
  record<PairedDifference>({ estimate: number, standardError: probability, low: number, high: number }),
  ({ low, estimate, high }, wrong) => {
    if (Math.abs(estimate) > 1) wrong(['estimate'], 'must be a difference of two shares, from −1 to 1');
    else checkInterval(low, estimate, high, wrong);
  },
);

/** Operating characteristics of simulated trials. */
import { exp } from '../../elementary/exp.ts';
import type {
  LookCharacteristics,
  ObservedHazardRatio,
  ObservedMedian,
  OperatingCharacteristics,
  SequentialCharacteristics,
} from '../../questions/operatingCharacteristics.ts';
import type { MeanEstimate, Proportion } from '../../tally/estimates.ts';
import {
  agreeing,
  type FieldKinds,
  type Kind,
  list,
  near,
  nonNegativeOrNaN,
  nullable,
  optional,
  positiveCount,
  record,
  text,
  type Wrong,
} from './kinds.ts';
import { checkQuantiles, checkSpread, meanEstimate, proportion, SPREAD, spread } from './savedEstimates.ts';

const checkRatio = (mean: MeanEstimate, given: number, wrong: Wrong): void => {
  if (!near(given, exp(mean.mean))) wrong(['geometricMean'], 'must be exp of the mean log hazard ratio');
};

const hazardRatio: Kind<ObservedHazardRatio> = agreeing(
  record<ObservedHazardRatio>({
    stratifiedBy: list(text),
    logHazardRatio: meanEstimate,
    geometricMean: nonNegativeOrNaN,
    p5: nonNegativeOrNaN,
    p50: nonNegativeOrNaN,
    p95: nonNegativeOrNaN,
    meanStandardError: nonNegativeOrNaN,
    coverage: nullable(proportion),
    notEstimable: proportion,
  }),
  (given, wrong) => {
    checkRatio(given.logHazardRatio, given.geometricMean, wrong);
    checkQuantiles(given, given.logHazardRatio.replicates === 0, wrong);
  },
);

const median: Kind<ObservedMedian> = agreeing(
  record<ObservedMedian>({ ...SPREAD, notReached: proportion } as FieldKinds<ObservedMedian>),
  checkSpread,
);

const look: Kind<LookCharacteristics> = agreeing(
  record<LookCharacteristics>({
    reached: proportion,
    efficacy: proportion,
    harm: proportion,
    futility: proportion,
    skipped: proportion,
    time: meanEstimate,
    events: meanEstimate,
    enrolled: meanEstimate,
  }),
  ({ reached, efficacy, harm, futility, time }, wrong) => {
    if (efficacy.count + harm.count + futility.count > reached.count)
      wrong(['reached', 'count'], 'must be at least the replicates that ended at the look');
    if (time.replicates !== reached.count) wrong(['time', 'replicates'], `must be ${reached.count}, those reached`);
  },
);

const sequential: Kind<SequentialCharacteristics> = record<SequentialCharacteristics>({
  looks: list(look, 1),
  powerIgnoringFutility: proportion,
  medianUnbiased: nullable(
    agreeing(
      record<NonNullable<SequentialCharacteristics['medianUnbiased']>>({
        logHazardRatio: meanEstimate,
        geometricMean: nonNegativeOrNaN,
        coverage: nullable(proportion),
      }),
      (given, wrong) => checkRatio(given.logHazardRatio, given.geometricMean, wrong),
    ),
  ),
});

/** Checks that shares are of the replicates of their block of results. */
export function checkReplicates(
  replicates: number,
  shares: Readonly<Record<string, Proportion | MeanEstimate | null>>,
  wrong: Wrong,
): void {
  for (const [key, share] of Object.entries(shares))
    if (share !== null && share.replicates !== replicates)
      wrong([key, 'replicates'], `must be ${replicates}, the replicates of what it belongs to`);
}

export const characteristics: Kind<OperatingCharacteristics> = agreeing(
  record<OperatingCharacteristics>({
    replicates: positiveCount,
    power: proportion,
    significantBenefit: proportion,
    significantHarm: proportion,
    z: meanEstimate,
    events: spread,
    eventsControl: meanEstimate,
    eventsExperimental: meanEstimate,
    eventsByArm: list(meanEstimate, 2),
    analysisTime: spread,
    enrolled: meanEstimate,
    dropouts: meanEstimate,
    completed: optional(meanEstimate),
    stillAtRisk: meanEstimate,
    analysisNotReached: proportion,
    hazardRatio: nullable(hazardRatio),
    medianControl: nullable(median),
    medianExperimental: nullable(median),
    sequential: nullable(sequential),
  }),
  (given, wrong) => {
    const { replicates, hazardRatio: ratio, sequential: stopped } = given;
    const { power, significantBenefit, significantHarm, events, analysisTime, enrolled, dropouts, stillAtRisk } = given;
    const { analysisNotReached, completed = null } = given;
    const shares = { power, significantBenefit, significantHarm, analysisNotReached };
    checkReplicates(replicates, { ...shares, events, analysisTime, enrolled, dropouts, completed, stillAtRisk }, wrong);
    if (ratio !== null) {
      checkReplicates(replicates, { notEstimable: ratio.notEstimable }, (path, rule) =>
        wrong(['hazardRatio', ...path], rule),
      );
      if (ratio.logHazardRatio.replicates !== replicates - ratio.notEstimable.count)
        wrong(['hazardRatio', 'notEstimable', 'count'], 'must leave the replicates that gave an estimate');
    }
    for (const key of ['medianControl', 'medianExperimental'] as const) {
      const seen = given[key];
      if (
        seen !== null &&
        (seen.notReached.replicates !== replicates || seen.replicates + seen.notReached.count !== replicates)
      )
        wrong([key, 'notReached'], 'must leave the replicates that gave an estimate');
    }
    stopped?.looks.forEach((each, k) => {
      checkReplicates(replicates, { reached: each.reached, efficacy: each.efficacy, harm: each.harm }, (path, rule) =>
        wrong(['sequential', 'looks', k, ...path], rule),
      );
    });
  },
);

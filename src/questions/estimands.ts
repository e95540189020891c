/** Estimands under hazards that need not be proportional: what they are by integration, and what trials estimate on average. */

import type { Design } from '../design/planDesign.ts';
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { testDrift } from '../formulas/testDrift.ts';
import type { Statistic } from '../statistics/definition.ts';
import { COX_WALD, definitionOf, rmstDifference, survivalDifference } from '../statistics/registry.ts';
import { median } from '../survival/law.ts';
import { type MeanEstimate, meanEstimate } from '../tally/estimates.ts';
import { read } from '../tally/tally.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import type { Test } from '../trial/test.ts';
import type { Trial } from '../trial/trial.ts';
import { drivingArms } from '../trial/trial.ts';
import { type MadeTests, positionOf } from './sharedReplicates.ts';

export interface Estimand {
  readonly what: string;
  /** Ratios are on the log scale in `simulated`; `truth` is exponentiated. */
  readonly logScale: boolean;
  /** At every look, the final analysis last. */
  readonly looks: readonly {
    readonly time: number;
    /** Its value by integration at the expected time of the look. */
    readonly truth: number;
    /** Mean over the replicates in which it could be estimated, none of them stopped by an earlier look. */
    readonly simulated: MeanEstimate;
  }[];
}

export interface EstimandsResult {
  readonly replicates: number;
  readonly estimands: readonly Estimand[];
}

const givesTimes = (estimands: Trial['estimands']): boolean =>
  estimands !== undefined && (estimands.rmstUntil !== null || estimands.milestones.length > 0);

/** Whether the trial's estimands are worth a table: hazards cross or wait, something other than the log-rank tests, or the file asks. */
function wantsEstimands(trial: Trial): boolean {
  const {
    test,
    estimands,
    arms: [control, experimental],
  } = trial;
  return (
    givesTimes(estimands) ||
    test.beside.length > 0 ||
    !definitionOf(test.statistic).unweightedScore ||
    constantHazardRatio(experimental, control) === null
  );
}

/** A time to three figures, or another that is convenient to name. */
function rounded(time: number): number {
  const magnitude = powerOfTen(decimalExponent(time));
  const step = magnitude / 2;
  return Number((Math.floor(time / step) * step).toPrecision(3));
}

/** τ and milestones: the file's, or τ twice the control median and one milestone at that median, within follow-up. */
function timesOf(trial: Trial, latest: number): { until: number | null; milestones: readonly number[] } {
  if (trial.estimands && givesTimes(trial.estimands))
    return { until: trial.estimands.rmstUntil, milestones: trial.estimands.milestones };
  const shortest = Math.max(0.5 * latest, latest - accrualDuration(trial.accrual, trial.patients));
  const half = median(drivingArms(trial)[0].law);
  const scale = Number.isFinite(half) ? half : shortest / 2;
  return { until: rounded(Math.min(2 * scale, shortest)), milestones: [rounded(Math.min(scale, shortest))] };
}

/** The tests whose estimates are those of the estimands; none where they are not worth a table, or the analysis never comes due. */
export function estimandTests({ trial, expected }: Design): readonly Test[] {
  const last = expected.lookTimes[expected.lookTimes.length - 1];
  if (!wantsEstimands(trial) || !Number.isFinite(last)) return [];
  const { until, milestones } = timesOf(trial, last);
  const { stratifiedBy } = trial.test;
  const plain = (statistic: Statistic): Test => ({ statistic, stratifiedBy: [], adjustedFor: [] });
  return [
    { statistic: COX_WALD, stratifiedBy, adjustedFor: [] },
    ...(until === null ? [] : [plain(rmstDifference(until))]),
    ...milestones.map((at) => plain(survivalDifference(at))),
  ];
}

/** What comes of `estimandTests`, which are among those made of trials that no look stops; null where there are none. */
export function estimandsResult(design: Design, unit: string, made: MadeTests): EstimandsResult | null {
  const tests = estimandTests(design);
  if (tests.length === 0) return null;
  const { expected } = design;
  const times = expected.lookTimes;
  const estimates = read(made.tally, 'lookEstimates');
  return {
    replicates: made.tally.replicates,
    estimands: tests.map((test) => {
      const s = positionOf(made, test);
      const definition = definitionOf(test.statistic);
      const isRatio = definition.logScale?.(test.statistic) === true;
      // An estimand has no value at a look whose follow-up ends before its time.
      const reaches = (time: number) => definition.times(test.statistic).every((each) => each <= time);
      return {
        what: isRatio ? 'average hazard ratio' : `${definition.label(test.statistic, unit)}`,
        logScale: isRatio,
        looks: times.map((time, k) => ({
          time,
          truth: isRatio
            ? averageHazardRatio(expected, time, test)
            : reaches(time)
              ? testDrift(expected, time, test).estimate
              : Number.NaN,
          simulated: meanEstimate(reaches(time) ? estimates[k][s] : { count: 0, sum: 0, sumOfSquares: 0 }),
        })),
      };
    }),
  };
}

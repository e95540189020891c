/**
 * A group-sequential trial as planned: when its looks are expected, with what information, at which bounds, and where it
 * is expected to end. Everything comes at its expected pace; the simulation beside it has the scatter.
 */

import type { Expectation } from '../expectation/expectation.ts';
import { logRankDrift } from '../formulas/logRankDrift.ts';
import { testDrift } from '../formulas/testDrift.ts';
import { type AdaptiveCrossing, adaptiveCrossing } from '../sequential/adaptiveCourse.ts';
import { type Crossing, crossingFrom } from '../sequential/crossing.ts';
import { hazardRatioOfZ, USUAL_SCALE } from '../sequential/hazardRatioScale.ts';
import { boundariesOf, type SolvedPlan, solvePlan } from '../sequential/plan.ts';
import { start } from '../sequential/recursion.ts';
import { definitionOf } from '../statistics/registry.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import type { Test } from '../trial/test.ts';
import { experimentalShare, isPlainLogRank, testsByLook } from '../trial/trial.ts';
import { combinesLooks, solveCombination } from './combinationLooks.ts';
import { type PlannedReestimation, plannedReestimation } from './reestimatedLooks.ts';
import type { SolvedBounds } from './solvedBounds.ts';

export interface PlannedLook {
  readonly time: number;
  readonly events: number;
  readonly patients: number;
  /** Events over those at information fraction 1; for a test whose information is not events, that information. */
  readonly fraction: number;
  /** Expected z of the test under the planned effect. */
  readonly expectedZ: number;
  /** ∞ where efficacy is not tested. */
  readonly efficacy: number;
  /** −∞ where there is no futility stop. */
  readonly futility: number;
  /**
   * Observed hazard ratios at the bounds, exp(−z / √(events × p₀ × p₁)) times the margin; null where there is no bound, and for tests of
   * anything else.
   */
  readonly efficacyHazardRatio: number | null;
  readonly futilityHazardRatio: number | null;
}

export interface PlannedLooks {
  readonly looks: readonly PlannedLook[];
  readonly solved: SolvedPlan;
  /** Events at information fraction 1. */
  readonly informationEvents: number;
  /** Information at fraction 1 of a test whose information is not events, in the statistic's unit; null where it is. */
  readonly ownInformation: number | null;
  /** Whether every look waits for an event count and nothing else: the information is then as planned in every replicate. */
  readonly fixedInformation: boolean;
  /** Whether where it ends follows from the joint distribution of the looks' tests, not of one statistic's increments. */
  readonly joint: boolean;
  /** The re-estimation of the events of the final analysis, which the crossings count. */
  readonly reestimation: PlannedReestimation | null;
  /** Where the trial ends under the planned effect and under no effect, futility stops acted on or ignored. */
  readonly planned: AdaptiveCrossing;
  readonly plannedIgnoringFutility: AdaptiveCrossing;
  readonly null: AdaptiveCrossing;
  readonly nullIgnoringFutility: AdaptiveCrossing;
}

/** Whether the test's z is that of a hazard ratio, up to the test's own weights. */
function testsHazardRatio({ statistic }: Test): boolean {
  const { countsEvents, combines } = definitionOf(statistic);
  return countsEvents === true && combines !== true;
}

/** Expected z of the final test at calendar time t under the planned effect. */
function expectedZAt(expected: Expectation, t: number): number {
  return isPlainLogRank(expected.trial.test) ? logRankDrift(expected, t).z : testDrift(expected, t).z;
}

/** Where the trial ends when the looks' z have these means. */
function crossingAbout(solved: SolvedPlan, means: readonly number[], futility: 'acted on' | 'ignored'): Crossing {
  return crossingFrom(start(0), boundariesOf(solved, futility), means);
}

/**
 * The looks of a trial with a sequential plan, none of which waits for an information fraction. `bounds` are those
 * solved before.
 *
 * @throws LooksProblem for looks that are not expected one after another before the final analysis; RangeError when fixed
 *   interim bounds leave no alpha to the final analysis.
 */
export function plannedLooks(expected: Expectation, bounds: SolvedBounds): PlannedLooks {
  const { trial, lookTimes: times, informationEvents: full } = expected;
  const { sequential, patients, accrual, test } = trial;
  if (sequential === undefined) throw new RangeError('plannedLooks: the trial has no sequential plan');
  const share = experimentalShare(trial);
  const last = times.length - 1;
  const rules = [...(trial.interims ?? []), trial.analysis];
  const events = rules.map((rule, k) => {
    if (k === last) return full;
    return rule.kind === 'events' ? rule.events : expected.events(times[k]);
  });
  const tests = testsByLook(trial);
  const drifts = times.map((time, k) => (isPlainLogRank(tests[k]) ? null : testDrift(expected, time, tests[k])));
  const information = drifts.map((drift) => drift?.information ?? Number.NaN);
  // Looks with tests of their own have events in common, whatever information each test has.
  const counts = trial.lookTests !== undefined || definitionOf(test.statistic).countsEvents === true;
  const fractions = events.map((count, k) => {
    if (k === last) return 1;
    return counts ? count / full : information[k] / information[last];
  });
  for (let k = 0; k < last; k++) {
    if (!Number.isFinite(times[k])) throw new LooksProblem(k, 'is never expected to be due');
    if (!(fractions[k] <= fractions[k + 1] * (1 + 1e-9))) {
      const next = k + 1 === last ? 'the final analysis' : `look ${k + 2}`;
      throw new LooksProblem(k, `is expected later than ${next}`);
    }
    if (!(fractions[k] > 0)) throw new LooksProblem(k, 'is due before any event is expected');
  }
  const expectedZ = times.map((time, k) => drifts[k]?.z ?? expectedZAt(expected, time));
  const scale = scaleOf(trial);
  const ofHazardRatio = full * share * (1 - share);
  const looksPlanned = {
    fractions,
    alpha: test.alpha,
    sides: test.sides,
    plannedDrift: expectedZ[last],
    information: ofHazardRatio,
    ...(scale === USUAL_SCALE ? {} : { scale }),
  };
  const combined = combinesLooks(trial) ? solveCombination(expected, times, looksPlanned, bounds) : null;
  const solved = combined?.solved ?? solvePlan(sequential, looksPlanned);
  const zeros = expectedZ.map(() => 0);
  const final = { time: times[last], expectedZ: expectedZ[last] };
  const reestimation = plannedReestimation(expected, solved, full, final, (time) => expectedZAt(expected, time));
  const crossing = (effect: 'planned' | 'none', futility: 'acted on' | 'ignored'): AdaptiveCrossing => {
    const means = effect === 'planned' ? expectedZ : zeros;
    if (reestimation !== null) {
      const atMost = effect === 'planned' ? reestimation.atMost.expectedZ : 0;
      return adaptiveCrossing(boundariesOf(solved, futility), reestimation, { means, atMost });
    }
    const course = combined?.crossing(effect, futility) ?? crossingAbout(solved, means, futility);
    return { ...course, finalEvents: full };
  };
  const ratioAt = (z: number, k: number) =>
    Number.isFinite(z) && counts && testsHazardRatio(tests[k])
      ? hazardRatioOfZ(z, ofHazardRatio * fractions[k], scale)
      : null;
  return {
    looks: times.map((time, k) => ({
      time,
      events: events[k],
      patients: expectedEnrolled(accrual, patients, time),
      fraction: fractions[k],
      expectedZ: expectedZ[k],
      efficacy: solved.efficacy[k],
      futility: solved.futility[k],
      efficacyHazardRatio: ratioAt(solved.efficacy[k], k),
      futilityHazardRatio: ratioAt(solved.futility[k], k),
    })),
    solved,
    informationEvents: full,
    ownInformation: counts ? null : information[last],
    fixedInformation: counts && rules.every(({ kind }) => kind === 'events'),
    joint: combined !== null,
    reestimation,
    planned: crossing('planned', 'acted on'),
    plannedIgnoringFutility: crossing('planned', 'ignored'),
    null: crossing('none', 'acted on'),
    nullIgnoringFutility: crossing('none', 'ignored'),
  };
}

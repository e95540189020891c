/** The closed test of a trial with several hypotheses, at the looks as planned, and its power by large samples. */

import { trialCells } from '../expectation/components.ts';
import { expectedAnalysisTime, expectedLookTimes, informationEvents } from '../expectation/expectedAnalysisTime.ts';
import { expectedEvents } from '../expectation/expectedEvents.ts';
import { LooksProblem } from '../expectation/looksProblem.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { testDrift } from '../formulas/testDrift.ts';
import { type ClosedTest, closedTest } from '../multiplicity/closedTest.ts';
import { type FamilyPower, familyPower } from '../multiplicity/familyPower.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { Hypothesis } from '../trial/comparisons.ts';
import { isInside } from '../trial/population.ts';
import type { Trial } from '../trial/trial.ts';

export interface FamilyPlan {
  readonly closed: ClosedTest;
  /** Of events, the final analysis' 1. */
  readonly fractions: readonly number[];
  /** Of the hypotheses' z at one look. */
  readonly correlation: readonly (readonly number[])[];
  readonly times: readonly number[];
}

/** Share of the patients in the subgroup of a hypothesis, or in those of two. */
function prevalence(trial: Trial, ...hypotheses: readonly Hypothesis[]): number {
  const factors = trial.population?.factors ?? [];
  return trialCells(trial).reduce(
    (sum, cell) =>
      hypotheses.every(({ subgroup }) => isInside({ factors }, cell, subgroup)) ? sum + cell.prevalence : sum,
    0,
  );
}

/**
 * Correlation under no effect of the hypotheses' z: they share the control, and patients where subgroups overlap. With
 * n₀, n_a patients an arm and prevalences π, Cov = π_ij/(π_i π_j) (1/n₀ + [same arm]/n_a) of the effects' estimates.
 */
export function familyCorrelation(trial: Trial): number[][] {
  const hypotheses = trial.family?.hypotheses ?? [];
  const weights = trial.arms.map(({ weight }) => weight);
  const shares = hypotheses.map((hypothesis) => prevalence(trial, hypothesis));
  const variance = (i: number) => (1 / weights[0] + 1 / weights[hypotheses[i].arm]) / shares[i];
  return hypotheses.map((a, i) =>
    hypotheses.map((b, j) => {
      if (i === j) return 1;
      const shared = 1 / weights[0] + (a.arm === b.arm ? 1 / weights[a.arm] : 0);
      const covariance = (prevalence(trial, a, b) / (shares[i] * shares[j])) * shared;
      return covariance / Math.sqrt(variance(i) * variance(j));
    }),
  );
}

const plans = new WeakMap<Trial, FamilyPlan>();

/**
 * Information fractions of the looks: of events, or where the test has information of its own the smallest over the
 * hypotheses. @throws LooksProblem for looks that are not expected one after another
 */
function familyFractions(trial: Trial, times: readonly number[]): number[] {
  const last = times.length - 1;
  const { statistic } = trial.test;
  const full = informationEvents(trial);
  const information = (time: number, hypothesis: Hypothesis) =>
    testDrift(trial, time, trial.test, hypothesis).information;
  const fractions = times.map((time, k) => {
    if (k === last) return 1;
    if (!Number.isFinite(time)) throw new LooksProblem(k, 'is never expected to be due');
    if (definitionOf(statistic).countsEvents === true) return expectedEvents(trial, time) / full;
    const hypotheses = trial.family?.hypotheses ?? [];
    return Math.min(...hypotheses.map((each) => information(time, each) / information(times[last], each)));
  });
  fractions.forEach((fraction, k) => {
    if (!(fraction > 0)) throw new LooksProblem(k, 'is due before any event is expected');
    if (k > 0 && !(fraction > fractions[k - 1] * (1 + 1e-9)))
      throw new LooksProblem(k - 1, `is expected later than ${k === last ? 'the final analysis' : `look ${k + 1}`}`);
  });
  return fractions;
}

/** @throws RangeError for a trial without a family; LooksProblem for looks that cannot be planned. */
export function familyPlan(trial: Trial): FamilyPlan {
  const known = plans.get(trial);
  if (known) return known;
  const { family, sequential, test } = trial;
  if (family === undefined) throw new RangeError('familyPlan: the trial has one hypothesis');
  const times = expectedLookTimes(trial);
  const fractions = sequential === undefined ? [1] : familyFractions(trial, times);
  const correlation = familyCorrelation(trial);
  const closed = closedTest(family.procedure, {
    alpha: alphaOneSided(test),
    hypotheses: family.hypotheses.length,
    fractions,
    correlation,
    ...(sequential ? { efficacy: sequential.efficacy, sides: test.sides, tested: [...sequential.tested, true] } : {}),
  });
  const plan = { closed, fractions, correlation, times };
  plans.set(trial, plan);
  return plan;
}

/**
 * Large-sample power of every hypothesis, of any and of all, of the trial planned as `planned` when `truth` (the plan
 * itself, or a null) is what happens; dropping of arms is not in it.
 */
export function familyPlanPower(planned: Trial, truth: Trial = planned): FamilyPower {
  const { closed, correlation, fractions, times } = familyPlan(planned);
  const hypotheses = planned.family?.hypotheses ?? [];
  const at = fractions.length === 1 ? [expectedAnalysisTime(planned)] : times;
  const means = at.map((time) => hypotheses.map((hypothesis) => testDrift(truth, time, truth.test, hypothesis).z));
  return familyPower(closed, means, correlation, fractions);
}

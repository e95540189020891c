/** The closed test of a trial with several hypotheses, at the looks as planned, and its power by large samples. */

import type { Expectation } from '../expectation/expectation.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { testDrift } from '../formulas/testDrift.ts';
import { type ClosedTest, closedTest } from '../multiplicity/closedTest.ts';
import { type FamilyPower, familyPower } from '../multiplicity/familyPower.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { isInside } from '../trial/population.ts';
import { type SolvedBounds, sameEntries } from './solvedBounds.ts';

export interface FamilyPlan {
  readonly closed: ClosedTest;
  /** Information fractions by events, the final analysis' 1. */
  readonly fractions: readonly number[];
  /** Correlation of the hypotheses' z at one look. */
  readonly correlation: readonly (readonly number[])[];
}

/** Share of the patients in the subgroup of a hypothesis, or in those of two. */
function prevalence({ trial, mix }: ExpectedPatients, ...hypotheses: readonly Hypothesis[]): number {
  const factors = trial.population?.factors ?? [];
  return mix.cells.reduce(
    (sum, cell) =>
      hypotheses.every(({ subgroup }) => isInside({ factors }, cell, subgroup)) ? sum + cell.prevalence : sum,
    0,
  );
}

/**
 * Correlation under no effect of the hypotheses' z: they share the control, and patients where subgroups overlap. With
 * n₀ and n_a patients per arm and prevalences π, Cov = π_ij/(π_i π_j) (1/n₀ + [same arm]/n_a) of the effects'
 * estimates.
 */
export function familyCorrelation(patients: ExpectedPatients): number[][] {
  const { trial } = patients;
  const hypotheses = trial.family?.hypotheses ?? [];
  const weights = trial.arms.map(({ weight }) => weight);
  const shares = hypotheses.map((hypothesis) => prevalence(patients, hypothesis));
  const variance = (i: number) => (1 / weights[0] + 1 / weights[hypotheses[i].arm]) / shares[i];
  return hypotheses.map((a, i) =>
    hypotheses.map((b, j) => {
      if (i === j) return 1;
      const shared = 1 / weights[0] + (a.arm === b.arm ? 1 / weights[a.arm] : 0);
      const covariance = (prevalence(patients, a, b) / (shares[i] * shares[j])) * shared;
      return covariance / Math.sqrt(variance(i) * variance(j));
    }),
  );
}

/**
 * Information fractions of the looks: by events or, where the test has information of its own, the smallest over the
 * hypotheses. @throws LooksProblem for looks that are not expected one after another
 */
function familyFractions(expected: Expectation): number[] {
  const { trial, lookTimes: times } = expected;
  const last = times.length - 1;
  const { statistic } = trial.test;
  const full = expected.informationEvents;
  const information = (time: number, hypothesis: Hypothesis) =>
    testDrift(expected, time, trial.test, hypothesis).information;
  const fractions = times.map((time, k) => {
    if (k === last) return 1;
    if (!Number.isFinite(time)) throw new LooksProblem(k, 'is never expected to be due');
    if (definitionOf(statistic).countsEvents === true) return expected.events(time) / full;
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

/**
 * The closed test of a family; `bounds` are those solved before, for the same procedure and level.
 *
 * @throws RangeError for a trial without a family; LooksProblem for looks that cannot be planned.
 */
export function familyPlan(expected: Expectation, bounds: SolvedBounds): FamilyPlan {
  const { family, sequential, test } = expected.trial;
  if (family === undefined) throw new RangeError('familyPlan: the trial has one hypothesis');
  const fractions = sequential === undefined ? [1] : familyFractions(expected);
  const correlation = familyCorrelation(expected);
  const before = bounds.families.find(
    (each) =>
      sameEntries(each.fractions, fractions) &&
      sameEntries(each.correlation, correlation, (row, other) => sameEntries(row, other)),
  );
  const closed =
    before?.closed ??
    closedTest(family.procedure, {
      alpha: alphaOneSided(test),
      hypotheses: family.hypotheses.length,
      fractions,
      correlation,
      ...(sequential ? { efficacy: sequential.efficacy, sides: test.sides, tested: [...sequential.tested, true] } : {}),
    });
  if (before === undefined) bounds.families.push({ fractions, correlation, closed });
  return { closed, fractions, correlation };
}

/**
 * Large-sample power of every hypothesis, of any and of all, of the trial planned as `planned` when `truth` (the plan
 * itself, or a null) is what happens; dropping of arms is not in it.
 */
export function familyPlanPower(
  { closed, correlation, fractions }: FamilyPlan,
  planned: Expectation,
  truth: ExpectedPatients = planned,
): FamilyPower {
  const hypotheses = planned.trial.family?.hypotheses ?? [];
  const at = fractions.length === 1 ? [planned.analysisTime] : planned.lookTimes;
  const means = at.map((time) =>
    hypotheses.map((hypothesis) => testDrift(truth, time, truth.trial.test, hypothesis).z),
  );
  return familyPower(closed, means, correlation, fractions);
}

/** The closed test of a trial with several hypotheses, at the looks as planned, and its power by large samples. */

import type { Expectation } from '../expectation/expectation.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { testDrift } from '../formulas/testDrift.ts';
import { boundOf, type ClosedTest, closedTest } from '../multiplicity/closedTest.ts';
import { familyPower } from '../multiplicity/familyPower.ts';
import type { ObservedFamily } from '../multiplicity/observedFamily.ts';
import { crossingFrom } from '../sequential/crossing.ts';
import { start } from '../sequential/recursion.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { isInside } from '../trial/population.ts';
import { expectationOfHypothesis, hypothesisPlans, isOfOneKind, testOfHypothesis } from './hypothesisPlans.ts';
import { type SolvedBounds, sameEntries } from './solvedBounds.ts';

export interface FamilyPlan {
  readonly closed: ClosedTest;
  /** Information fractions by events, the final analysis' 1; hypotheses with plans of their own have others. */
  readonly fractions: readonly number[];
  /** Correlation of the hypotheses' z at one look; null where they are of several endpoints or tests. */
  readonly correlation: readonly (readonly number[])[] | null;
  /** What bounds follow where those of any hypothesis follow the information observed; null where all stay as planned. */
  readonly observed: ObservedFamily | null;
}

/** Power by large samples; null where it depends on how hypotheses of several endpoints or tests correlate. */
export interface FamilyPlanPower {
  readonly each: readonly (number | null)[];
  readonly any: number | null;
  readonly all: number | null;
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
  const { trial } = expected;
  const { family, sequential, test } = trial;
  if (family === undefined) throw new RangeError('familyPlan: the trial has one hypothesis');
  const fractions = sequential === undefined ? [1] : familyFractions(expected);
  const correlation = isOfOneKind(trial) ? familyCorrelation(expected) : null;
  const plans = hypothesisPlans(expected, fractions);
  const own = plans?.map(({ plan }) => plan) ?? null;
  const solvedFor = JSON.stringify(own);
  const alpha = alphaOneSided(test);
  const before = bounds.families.find(
    (each) =>
      sameEntries(each.fractions, fractions) &&
      sameEntries(each.correlation, correlation ?? [], (row, other) => sameEntries(row, other)) &&
      each.own === solvedFor,
  );
  const closed =
    before?.closed ??
    closedTest(family.procedure, {
      alpha,
      hypotheses: family.hypotheses.length,
      fractions,
      ...(correlation ? { correlation } : {}),
      ...(own ? { own } : {}),
      ...(sequential ? { efficacy: sequential.efficacy, sides: test.sides, tested: [...sequential.tested, true] } : {}),
    });
  if (before === undefined) bounds.families.push({ fractions, correlation: correlation ?? [], own: solvedFor, closed });
  const hypotheses = plans?.map(({ observed }) => observed) ?? [];
  const observed = hypotheses.some((each) => each !== null) ? { closed, alpha, hypotheses } : null;
  return { closed, fractions, correlation, observed };
}

/** The share of alpha that a hypothesis has in every intersection, so that nothing depends on others; null without one. */
function shareOfItsOwn({ shares, hypotheses }: ClosedTest, h: number): number | null {
  if (shares === null) return null;
  const alone = shares[(1 << h) * hypotheses + h];
  for (let mask = 1; mask < 1 << hypotheses; mask++)
    if ((mask >> h) & 1 && Math.abs(shares[mask * hypotheses + h] - alone) > 1e-12) return null;
  return alone;
}

/** P(z of hypothesis h reaches its bound in intersection `mask`) at any of its looks. */
function chanceToReach(
  closed: ClosedTest,
  mask: number,
  h: number,
  means: readonly number[],
  fractions: readonly number[],
): number {
  const looks = fractions.map((_, k) => k).filter((k) => boundOf(closed, mask, h, k) < Number.POSITIVE_INFINITY);
  const places = looks.filter((k) => k <= closed.lastTests[h]);
  if (places.length === 0) return 0;
  const here = (list: readonly number[]) => places.map((k) => list[k]);
  const efficacy = places.map((k) => boundOf(closed, mask, h, k));
  return crossingFrom(start(0), { fractions: here(fractions), sides: 1, efficacy }, here(means)).power;
}

/**
 * Large-sample power of every hypothesis, of any and of all, of the trial planned as `planned` when `truth` (the plan
 * itself, or a null) is what happens; dropping of arms and the gate are not in it. Where it is not known how hypotheses
 * correlate, power is given where it does not depend on that.
 */
export function familyPlanPower(
  { closed, correlation, fractions }: FamilyPlan,
  planned: Expectation,
  truth: Expectation = planned,
): FamilyPlanPower {
  const hypotheses = planned.trial.family?.hypotheses ?? [];
  const at = fractions.length === 1 ? [planned.analysisTime] : planned.lookTimes;
  const drifts = at.map((time) =>
    hypotheses.map((hypothesis) => {
      const seen = expectationOfHypothesis(truth, hypothesis);
      return testDrift(seen, time, testOfHypothesis(truth.trial, hypothesis), hypothesis);
    }),
  );
  if (correlation !== null) {
    const means = drifts.map((row) => row.map(({ z }) => z));
    return familyPower(closed, means, correlation, fractions);
  }
  const ofHypothesis = (h: number, mask: number) => {
    const last = drifts[closed.lastTests[h]][h].information;
    const own = drifts.map((row) => row[h].information / last);
    const means = drifts.map((row) => row[h].z);
    return chanceToReach(closed, mask, h, means, own);
  };
  const everyone = (1 << closed.hypotheses) - 1;
  const begin = hypotheses.map((_, h) => h).filter((h) => (closed.shares?.[everyone * closed.hypotheses + h] ?? 0) > 0);
  return {
    each: hypotheses.map((_, h) => (shareOfItsOwn(closed, h) === null ? null : ofHypothesis(h, everyone))),
    any: begin.length === 1 ? ofHypothesis(begin[0], everyone) : null,
    all: null,
  };
}

/** A trial with everything that follows from it before anything is simulated, each solved once and passed on. */
import { type Expectation, expectationOf } from '../expectation/expectation.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { logRankPower } from '../formulas/logRankDrift.ts';
import { testPower } from '../formulas/testDrift.ts';
import { claimsOf } from '../sequential/crossing.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { mapRule } from '../trial/rule.ts';
import { sameTest, type Test } from '../trial/test.ts';
import { isPlainLogRank, type Trial } from '../trial/trial.ts';
import { type FamilyPlan, type FamilyPlanPower, familyPlan, familyPlanPower } from './familyPlan.ts';
import { type PlannedLooks, plannedLooks } from './plannedLooks.ts';
import { nothingSolved, type SolvedBounds } from './solvedBounds.ts';

export interface Design {
  /** The trial, all of whose looks wait for events, times and patients: information fractions are turned into whole events. */
  readonly trial: Trial;
  /** What it is expected to see: counts, times of looks, cells and components. */
  readonly expected: Expectation;
  /**
   * Looks and bounds of a group-sequential trial of one hypothesis, null for other trials. Solved when first asked for.
   *
   * @throws LooksProblem, RangeError as plannedLooks does.
   */
  readonly looks: PlannedLooks | null;
  /** The closed test of several hypotheses, null for one. Solved when first asked for. @throws LooksProblem */
  readonly family: FamilyPlan | null;
  /**
   * Power of the deciding test by large samples: of one analysis, or by the canonical joint distribution of its looks;
   * claims for benefit, and for harm when two-sided. For several hypotheses it is the power of success. NaN where the
   * analysis never comes due, and where success depends on how hypotheses of several endpoints correlate.
   *
   * @throws LooksProblem
   */
  readonly power: number;
  /**
   * Large-sample power of every hypothesis, of any and of all, when `truth` (the trial itself, or a null) is what happens;
   * dropping of arms and a gate are not accounted for. Null for one hypothesis.
   */
  familyPower(truth?: Expectation): FamilyPlanPower | null;
  /** The same trial decided by `test` at every look; found once. */
  decidedBy(test: Test): Design;
}

/** `expected` with its information fractions turned into whole events. */
function withLooksResolved(expected: Expectation): Expectation {
  const { interims } = expected.trial;
  if (interims === undefined) return expected;
  const resolve = (rule: AnalysisRule): AnalysisRule =>
    mapRule(rule, (part) =>
      part.kind === 'informationFraction' ? { kind: 'events', events: expected.eventsAtFraction(part.fraction) } : part,
    );
  return expected.analysed({ interims: interims.map(resolve) });
}

class TrialDesign implements Design {
  readonly expected: Expectation;
  private readonly bounds: SolvedBounds;
  private solvedLooks: PlannedLooks | null = null;
  private solvedFamily: FamilyPlan | null = null;
  private solvedPower: number | null = null;
  private readonly others: Design[] = [];

  constructor(expected: Expectation, bounds: SolvedBounds) {
    this.expected = expected;
    this.bounds = bounds;
  }

  get trial(): Trial {
    return this.expected.trial;
  }

  get looks(): PlannedLooks | null {
    const { sequential, family } = this.trial;
    if (sequential === undefined || family !== undefined) return null;
    this.solvedLooks ??= plannedLooks(this.expected, this.bounds);
    return this.solvedLooks;
  }

  get family(): FamilyPlan | null {
    if (this.trial.family === undefined) return null;
    this.solvedFamily ??= familyPlan(this.expected, this.bounds);
    return this.solvedFamily;
  }

  get power(): number {
    this.solvedPower ??= this.powerOfPlan();
    return this.solvedPower;
  }

  decidedBy(test: Test): Design {
    const known = this.others.find(({ trial }) => sameTest(trial.test, test));
    if (known !== undefined) return known;
    const { trial, expected, bounds } = this;
    const design = new TrialDesign(
      expected.analysed({ test: { ...trial.test, ...test }, lookTests: undefined }),
      bounds,
    );
    this.others.push(design);
    return design;
  }

  familyPower(truth: Expectation = this.expected): FamilyPlanPower | null {
    const { family, expected } = this;
    return family && familyPlanPower(family, expected, truth);
  }

  private powerOfPlan(): number {
    const { expected, trial } = this;
    const time = expected.analysisTime;
    if (!Number.isFinite(time)) return Number.NaN;
    const family = this.familyPower();
    if (family !== null && trial.family !== undefined) {
      const { success } = trial.family;
      const power = success === 'any' ? family.any : success === 'all' ? family.all : family.each[success];
      return power ?? Number.NaN;
    }
    if (this.looks !== null) return claimsOf(this.looks.planned);
    return isPlainLogRank(trial.test) ? logRankPower(expected, time) : testPower(expected, time);
  }
}

/** The design of `trial`. `bounds` are those solved for other sizes of it; its own are added to them. */
export function planDesign(trial: Trial, bounds: SolvedBounds = nothingSolved(), like?: ExpectedPatients): Design {
  return new TrialDesign(withLooksResolved(expectationOf(trial, like)), bounds);
}

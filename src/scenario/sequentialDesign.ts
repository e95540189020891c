/** A group-sequential design: its looks planned, what they stop for, and whether the bounds can stand. */

import type { LooksPlanned } from '../sequential/plan.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { simpleParts } from '../trial/rule.ts';
import { member, roundUp, seriesOf } from '../trial/series.ts';
import type { TestPlan, UnsizedTrial } from '../trial/trial.ts';
import type { Context } from './context.ts';
import { expectedLooks } from './looks.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';
import { checkBounds } from './sequentialBounds.ts';
import { sequentialPlan } from './sequentialPlan.ts';

/** The trial that the looks belong to. */
export interface TrialOfLooks {
  /**
   * The trial with the rules of its looks; null when something is wrong with it, and the plan's parts are checked on
   * their own.
   */
  readonly unsized: UnsizedTrial | null;
  readonly patients: number | null;
  readonly test: TestPlan;
  /** The final analysis. */
  readonly analysis: AnalysisRule;
  /** The first power that is sought. */
  readonly power: number;
  /** Whether looks make tests of their own. */
  readonly ownTests: boolean;
  /** Looks at which a family drops arms, asks its gate, or tests hypotheses that say so themselves. */
  readonly drops: readonly boolean[];
}

/** The design with the plan at `at`. Null when something is wrong; every reason found is reported. */
export function sequentialDesign(
  spec: SequentialFile,
  planned: TrialOfLooks,
  at: Path,
  context: Context,
): UnsizedTrial | null {
  const { unsized, patients } = planned;
  const looks = unsized && plannedAt(unsized, patients, at, context);
  const fractions = looks?.fractions ?? evenFractions(spec.looks.length + 1);
  const sequential = sequentialPlan(spec, { ...planned, fractions }, at, context);
  if (!unsized || !looks || !sequential) return null;
  // With the number of patients open, fractions are known if the duration of enrolment is given, but hazard ratios at
  // bounds are not.
  const settled = unsized.accrual.duration !== null && sequential.futility?.kind !== 'hazardRatio';
  if (patients !== null || settled) checkBounds(sequential, looks, at, context);
  return { ...unsized, sequential };
}

/** The fractions with which a plan's parts are checked when its looks have none. */
function evenFractions(looks: number): number[] {
  return Array.from({ length: looks }, (_, k) => (k + 1) / looks);
}

/** The patients of the trial for which looks are planned where the file leaves their number open. */
export const MANY_PATIENTS = 10_000;

/** The looks as planned; null, with the reason reported, when they cannot be. */
function plannedAt(trial: UnsizedTrial, patients: number | null, at: Path, context: Context): LooksPlanned | null {
  const looks = [...at, 'looks'];
  if (patients !== null) return expectedLooks({ ...trial, patients }, looks, context);
  if ([trial.analysis, ...(trial.interims ?? [])].some(waitsForCounts)) {
    context.report(
      at,
      'has analyses that wait for counts of events or patients, while trial.patients is left open; give patients, or plan the analyses by time',
    );
    return null;
  }
  const series = seriesOf(trial, null);
  const many = Math.min(series.mostPatients, roundUp(trial, MANY_PATIENTS));
  return expectedLooks(member(series, many), looks, context);
}

/** Whether any part of the rule is about a number of events or patients. */
export function waitsForCounts(rule: AnalysisRule): boolean {
  return simpleParts(rule).some(
    (part) => part.kind === 'events' || (part.kind === 'followUp' && part.patients !== undefined),
  );
}

/**
 * One question at many points of a scenario. The seed and the purposes of the random streams are those of the question
 * itself at every point: differences between points are made on common random numbers, and a point has the very numbers
 * that the question alone would give.
 */

import { withLooksResolved } from '../design/plannedLooks.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { expectedAnalysisTime } from '../expectation/expectedAnalysisTime.ts';
import type { FieldValue } from '../scenario/field.ts';
import type { Precision, Scenario } from '../scenario/scenario.ts';
import { constantHazardRatio } from '../survival/hazardRatio.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { familyOf } from '../trial/family.ts';
import { type Trial, underNull } from '../trial/trial.ts';
import { type Asking, rejections, simulateTo } from './asking.ts';
import { askCheck, type TrialSummary } from './check.ts';
import { type ClosedForms, closedForms } from './closedForms.ts';
import { type FamilyResult, familyResult } from './familyResult.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { askReplay, type ReplayResult } from './replay.ts';
import { sequentialDesign } from './sequentialDesign.ts';
import { askSize, type SizeResult } from './size.ts';
import { type TestsResult, testsResult } from './testsResult.ts';

export const SWEPT_QUESTIONS = ['power', 'size', 'check', 'replay'] as const;
export type SweptQuestion = (typeof SWEPT_QUESTIONS)[number];

/** Power without the null, unless that was asked for, and without what is told of one plan only. */
export interface PowerAt {
  readonly patients: number;
  readonly alternative: OperatingCharacteristics;
  /** P(reject) with every arm as the control; null where it was not asked for. */
  readonly typeOneError: Proportion | null;
  /** Of the first comparison: null under non-proportional hazards. */
  readonly hazardRatio: number | null;
  /** Of the first comparison at the expected analysis; null when that is never expected. */
  readonly averageHazardRatio: number | null;
  readonly closedForms: ClosedForms | null;
  readonly tests: TestsResult | null;
  readonly family: FamilyResult | null;
}

export type CheckAt = Pick<
  TrialSummary,
  | 'patients'
  | 'arms'
  | 'hazardRatio'
  | 'accrualDuration'
  | 'expectedAnalysisTime'
  | 'closedForms'
  | 'closedSizes'
  | 'sequential'
>;

export type Answered =
  | { readonly question: 'power'; readonly result: PowerAt }
  | { readonly question: 'size'; readonly result: SizeResult }
  | { readonly question: 'check'; readonly result: CheckAt }
  | { readonly question: 'replay'; readonly result: ReplayResult };

/** A point to be asked: values of the varied fields in their order, and the scenario with them. */
export interface PlannedPoint {
  readonly values: readonly FieldValue[];
  readonly scenario: Scenario;
}

export type SweepPoint = Answered & {
  readonly values: readonly FieldValue[];
  readonly scenarioHash: string;
};

export interface Varied {
  /** `trial.arms[Standard].survival.median` */
  readonly path: string;
  /** The last step of the path: `median`. */
  readonly heading: string;
  readonly values: readonly FieldValue[];
}

export interface SweepResult {
  readonly question: SweptQuestion;
  readonly varied: readonly Varied[];
  /** Event counts move with the number of patients that varies, keeping events ÷ patients. */
  readonly scalesEvents: boolean;
  /** Points asked for; fewer are answered only after an interruption. */
  readonly asked: number;
  readonly points: SweepPoint[];
}

/** @throws Interrupted */
async function powerAt(asking: Asking, planned: Trial, unit: string, withNull: boolean): Promise<PowerAt> {
  const trial = withLooksResolved(planned);
  const design = sequentialDesign(trial);
  const solved = design ? { design } : {};
  const time = expectedAnalysisTime(trial);
  const alternative = await simulateTo(asking, { trial, purpose: 'power', ...solved }, 'power');
  const none = withNull
    ? await simulateTo(
        asking,
        { trial: underNull(trial), purpose: 'null', plannedAs: trial, tests: [trial.test], ...solved },
        'type I error',
      )
    : null;
  return {
    patients: trial.patients,
    alternative: operatingCharacteristics(alternative, trial.test.sides, false),
    typeOneError: none && proportion(rejections(none, trial.test.sides), none.replicates),
    hazardRatio: constantHazardRatio(trial.arms[1].law, trial.arms[0].law),
    averageHazardRatio: Number.isFinite(time) ? averageHazardRatio(trial, time) : null,
    closedForms: closedForms(trial),
    tests: testsResult(alternative, trial, time, unit),
    family: familyResult(alternative, trial),
  };
}

/** Precondition: the scenario holds what the question needs. @throws Interrupted */
async function answerAt(
  asking: Asking,
  question: SweptQuestion,
  { trial, reported, timeUnit, sizeInterval }: Scenario,
  withNull: boolean,
): Promise<Answered> {
  if (question === 'replay' && reported !== null) return { question, result: await askReplay(asking, reported) };
  if (trial === null) throw new TypeError(`${question} needs a planned trial`);
  const { design, patients, targetPower } = trial;
  if (question === 'size')
    return { question, result: await askSize(asking, familyOf(design, patients), targetPower, sizeInterval) };
  if (question === 'power' && patients !== null)
    return { question, result: await powerAt(asking, { ...design, patients }, timeUnit, withNull) };
  const summary = askCheck({ trial, reported: null, timeUnit }).trial;
  if (question !== 'check' || summary === null) throw new TypeError(`${question} needs what the scenario lacks`);
  const { arms, hazardRatio, accrualDuration, closedSizes, sequential } = summary;
  return {
    question,
    result: {
      patients,
      arms,
      hazardRatio,
      accrualDuration,
      expectedAnalysisTime: summary.expectedAnalysisTime,
      closedForms: summary.closedForms,
      closedSizes,
      sequential,
    },
  };
}

/** One bar over all points where their replicates are known, one a stage elsewhere. */
function overAll(asking: Asking, points: number, perPoint: number | null): (point: number) => Asking['progress'] {
  const { progress } = asking;
  if (perPoint !== null) {
    progress.begin('sweep', perPoint * points);
    return () => ({ begin() {}, advance: (replicates) => progress.advance(replicates) });
  }
  return (point) => ({
    begin: (stage, replicates) => progress.begin(`point ${point} of ${points}, ${stage}`, replicates),
    advance: (replicates) => progress.advance(replicates),
  });
}

/**
 * Fills `result.points` one by one, so that an interruption keeps what is finished. `precision`: null where each point
 * has its own. @throws Interrupted
 */
export async function askSweep(
  asking: Asking,
  points: readonly PlannedPoint[],
  precision: Precision | null,
  withNull: boolean,
  result: SweepResult,
): Promise<void> {
  const { question } = result;
  const each = question === 'power' && precision !== null && 'replicates' in precision ? precision.replicates : null;
  const progressOf = overAll(asking, points.length, each === null ? null : each * (withNull ? 2 : 1));
  for (const { values, scenario } of points) {
    const own: Asking = {
      ...asking,
      seed: scenario.seed,
      precision: precision ?? scenario.precision,
      progress: progressOf(result.points.length + 1),
    };
    const answered = await answerAt(own, question, scenario, withNull);
    result.points.push({ values, scenarioHash: scenario.hash, ...answered });
  }
}

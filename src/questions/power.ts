/** What power the planned trial has, and how often its test rejects when nothing works. */

import { type Design, planDesign } from '../design/planDesign.ts';
import { log } from '../elementary/log.ts';
import { isMixed } from '../expectation/components.ts';
import { type EffectSeen, effectSeen } from '../expectation/effectSeen.ts';
import { definitionOf } from '../statistics/registry.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { strataOfHazardRatio, type Trial, testsOf, underNull } from '../trial/trial.ts';
import { type Asking, rejections, simulateTo } from './asking.ts';
import { type SequentialSummary, sequentialSummary } from './boundaryTable.ts';
import { type ClosedForms, closedForms } from './closedForms.ts';
import { askDetriment, type DetrimentResult } from './detrimentResult.ts';
import { type EndpointCounts, endpointCounts } from './endpointCounts.ts';
import { type EstimandsResult, estimandsResult } from './estimands.ts';
import { type ExpectedAt, expectedOverTime } from './expectedOverTime.ts';
import { type FamilyResult, familyResult } from './familyResult.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { type OperationsResult, operationsResult, wantsOperations } from './operationsResult.ts';
import { type OriginsResult, originsResult } from './origins.ts';
import { askPartialNulls, type PartialNull } from './partialNulls.ts';
import type { PublishedEffect } from './publishedEffect.ts';
import { type ScansResult, scansResult } from './scansResult.ts';
import { estimateTables, followsIncrements } from './sequentialSpec.ts';
import { strongNull } from './strongNull.ts';
import { askSwitching, type SwitchingResult } from './switching.ts';
import { type TestsResult, testsResult } from './testsResult.ts';
import { simulateWorlds } from './worlds.ts';

export interface StrongNullResult {
  /** Hazard ratio `early` before `until`, `late` until survival meets the control's at `meets`, then 1; survival is never above the control's. */
  readonly early: number;
  readonly late: number;
  readonly until: number;
  readonly meets: number;
  readonly replicates: number;
  /** P(claim of benefit) of the deciding test. */
  readonly benefit: Proportion;
  readonly tests: TestsResult | null;
}

export interface PowerResult {
  readonly patients: number;
  /** Expected over calendar time, up to the expected analysis. */
  readonly expected: readonly ExpectedAt[];
  readonly alternative: OperatingCharacteristics;
  /** The characteristics under the weak null, where every arm has the control's distribution. */
  readonly null: OperatingCharacteristics;
  readonly closedForms: ClosedForms | null;
  /** Experimental ÷ control; null under non-proportional hazards. */
  readonly hazardRatio: number | null;
  /** The effect of the first comparison, as the plan has it. */
  readonly effect: EffectSeen;
  /** Bounds and numerical answers of a group-sequential trial. */
  readonly sequential: SequentialSummary | null;
  /** Tests on the same replicates under the planned effect, and under the weak null; null where only the log-rank was asked for. */
  readonly tests: TestsResult | null;
  readonly nullTests: TestsResult | null;
  /** Reported for every trial with a weighted test, asked for or not. */
  readonly strongNull: StrongNullResult | null;
  /** Several hypotheses, under the planned effects and with none. */
  readonly family: FamilyResult | null;
  readonly nullFamily: FamilyResult | null;
  /** Rejections of true hypotheses where only some are true; empty for one hypothesis and for more than three. */
  readonly partialNulls: readonly PartialNull[];
  readonly estimands: EstimandsResult | null;
  /** Operations of a trial with centres, a randomisation, a second treatment with a start or scans. */
  readonly operations: OperationsResult | null;
  /** Cox's model from other origins than randomisation; for trials whose second treatment starts after it. */
  readonly origins: OriginsResult | null;
  readonly scans: ScansResult | null;
  /** Events of every endpoint at the looks; null for a trial with one. */
  readonly endpoints: EndpointCounts | null;
  /** The watch over survival. */
  readonly detriment: DetrimentResult | null;
  /** Survival where patients of the control switch after progression. */
  readonly switching: SwitchingResult | null;
  /** Left out unless the trial is planned with the published hazard ratio. */
  readonly publishedEffect?: PublishedEffect;
}

/** `unit` names the unit of time. @throws Interrupted */
export async function askPower(asking: Asking, planned: Trial, unit: string): Promise<PowerResult> {
  const design = planDesign(planned);
  const { trial, expected, looks } = design;
  const estimates = looks && followsIncrements(trial) ? estimateTables(looks) : null;
  const ratio = constantHazardRatio(trial.arms[1], trial.arms[0]);
  const marginal = isMixed(trial) ? null : ratio;
  const time = expected.analysisTime;
  const nothing = planDesign(underNull(trial));
  // Patients who are alike in both arms have the hazard ratio 1 however they are mixed, but no other.
  const { margin = 1 } = trial.test.statistic;
  const ofNull = margin === 1 ? 0 : isMixed(trial) ? null : log(margin);
  const { alternative, none, worlds } = await simulateWorlds(
    asking,
    {
      design,
      purpose: 'power',
      wants: { hazardRatio: true, medians: true, operations: wantsOperations(trial) },
      trueLogHazardRatio: marginal === null ? null : log(marginal),
      ...(estimates ? { estimates } : {}),
    },
    { design, truth: nothing, purpose: 'null', trueLogHazardRatio: ofNull },
  );
  return {
    patients: trial.patients,
    expected: expectedOverTime(expected),
    alternative: operatingCharacteristics(alternative, trial.test.sides, marginal !== null, strataOfHazardRatio(trial)),
    null: operatingCharacteristics(none, trial.test.sides, ofNull !== null, strataOfHazardRatio(trial)),
    closedForms: closedForms(design),
    hazardRatio: ratio,
    effect: effectSeen(expected, time),
    sequential: sequentialSummary(design),
    tests: testsResult(alternative, expected, time, unit),
    nullTests: testsResult(none, nothing.expected, time, unit),
    strongNull: await askStrongNull(asking, design, unit),
    family: familyResult(alternative, design),
    nullFamily: familyResult(none, design, nothing),
    partialNulls: await askPartialNulls(asking, design),
    estimands: estimandsResult(design, unit, worlds.planned),
    operations: operationsResult(alternative, trial),
    origins: originsResult(design, nothing, worlds),
    scans: scansResult(design, worlds),
    endpoints: endpointCounts(alternative, design),
    detriment: await askDetriment(asking, design),
    switching: await askSwitching(asking, design),
  };
}

/** How often a weighted test claims a benefit where there is only early harm. */
async function askStrongNull(asking: Asking, design: Design, unit: string): Promise<StrongNullResult | null> {
  const { trial } = design;
  const time = design.expected.analysisTime;
  const weighted = testsOf(trial).find(({ statistic }) => definitionOf(statistic).weighted);
  if (weighted === undefined || !Number.isFinite(time)) return null;
  const harm = strongNull(trial, time, weighted);
  if (harm === null) return null;
  const { early, late, until, meets } = harm;
  const truth = planDesign(harm.trial);
  const tally = await simulateTo(asking, { design, truth, purpose: 'strong null' }, 'strong null');
  return {
    early,
    late,
    until,
    meets,
    replicates: tally.replicates,
    benefit: proportion(rejections(tally, 1), tally.replicates),
    tests: testsResult(tally, truth.expected, Number.NaN, unit),
  };
}

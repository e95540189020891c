/** What power the planned trial has, and how often its test rejects when nothing works. */
import { withLooksResolved } from '../closed/plannedLooks.ts';
import { constantHazardRatio } from '../survival/hazardRatio.ts';
import { type Trial, underNull } from '../trial/trial.ts';
import { type Asking, simulateTo } from './asking.ts';
import { type SequentialSummary, sequentialSummary } from './boundaryTable.ts';
import { type ClosedForms, closedForms } from './closedForms.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { estimateTables, sequentialDesign } from './sequentialDesign.ts';

export interface PowerResult {
  readonly patients: number;
  readonly alternative: OperatingCharacteristics;
  /** Under the weak null: every arm with the control's distribution. */
  readonly null: OperatingCharacteristics;
  readonly closedForms: ClosedForms | null;
  /** Experimental ÷ control; null under non-proportional hazards. */
  readonly hazardRatio: number | null;
  /** Bounds and numerical answers of a group-sequential trial. */
  readonly sequential: SequentialSummary | null;
}

/** @throws Interrupted */
export async function askPower(asking: Asking, planned: Trial): Promise<PowerResult> {
  const trial = withLooksResolved(planned);
  const design = sequentialDesign(trial);
  const estimates = design && estimateTables(design);
  const ratio = constantHazardRatio(trial.experimental.law, trial.control.law);
  const alternative = await simulateTo(
    asking,
    {
      trial,
      purpose: 'power',
      wants: { hazardRatio: true, medians: true },
      trueLogHazardRatio: ratio === null ? null : Math.log(ratio),
      ...(design ? { design } : {}),
      ...(estimates ? { estimates } : {}),
    },
    'power',
  );
  const none = await simulateTo(
    asking,
    { trial: underNull(trial), purpose: 'null', ...(design ? { design } : {}) },
    'type I error',
  );
  return {
    patients: trial.patients,
    alternative: operatingCharacteristics(alternative, trial.test.sides, ratio !== null),
    null: operatingCharacteristics(none, trial.test.sides, true),
    closedForms: closedForms(trial),
    hazardRatio: ratio,
    sequential: design && sequentialSummary(design),
  };
}

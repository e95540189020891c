/** What `power` says at a point of a sweep: power, without what is reported for a single plan only. */
import { planDesign } from '../design/planDesign.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { type Trial, underNull } from '../trial/trial.ts';
import { type Asking, rejections, simulateTo } from './asking.ts';
import { type ClosedForms, closedForms } from './closedForms.ts';
import { type FamilyResult, familyResult } from './familyResult.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { type TestsResult, testsResult } from './testsResult.ts';

/** Power without the null, unless that was asked for, and without what is reported for a single plan only. */
export interface PowerAt {
  readonly patients: number;
  readonly alternative: OperatingCharacteristics;
  /** P(reject) with every arm as the control; null where it was not asked for. */
  readonly typeOneError: Proportion | null;
  /** Hazard ratio of the first comparison; null under non-proportional hazards. */
  readonly hazardRatio: number | null;
  /** Average hazard ratio of the first comparison at the expected analysis; null when that is never expected. */
  readonly averageHazardRatio: number | null;
  readonly closedForms: ClosedForms | null;
  readonly tests: TestsResult | null;
  readonly family: FamilyResult | null;
}

/** @throws Interrupted */
export async function powerAt(asking: Asking, planned: Trial, unit: string, withNull: boolean): Promise<PowerAt> {
  const design = planDesign(planned);
  const { trial, expected } = design;
  const time = expected.analysisTime;
  const alternative = await simulateTo(asking, { design, purpose: 'power' }, 'power');
  const none = withNull
    ? await simulateTo(
        asking,
        { design, truth: planDesign(underNull(trial)), purpose: 'null', tests: [trial.test] },
        'type I error',
      )
    : null;
  return {
    patients: trial.patients,
    alternative: operatingCharacteristics(alternative, trial.test.sides, false),
    typeOneError: none && proportion(rejections(none, trial.test.sides), none.replicates),
    hazardRatio: constantHazardRatio(trial.arms[1], trial.arms[0]),
    averageHazardRatio: Number.isFinite(time) ? averageHazardRatio(expected, time) : null,
    closedForms: closedForms(design),
    tests: testsResult(alternative, expected, time, unit),
    family: familyResult(alternative, design),
  };
}

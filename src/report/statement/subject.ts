/** The trial that a statement is about: the one planned, or where N was left open the smallest that reaches its target. */
import type { SequentialSummary } from '../../questions/boundaryTable.ts';
import type { TrialSummary } from '../../questions/check.ts';
import type { ClosedForms } from '../../questions/closedForms.ts';
import type { FamilyResult } from '../../questions/familyResult.ts';
import type { OperatingCharacteristics } from '../../questions/operatingCharacteristics.ts';
import type { PublishedEffect } from '../../questions/publishedEffect.ts';
import type { RunResult } from '../../questions/run.ts';
import type { SimulatedSize } from '../../questions/simulatedSize.ts';
import type { SizeForTarget } from '../../questions/size.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import type { UnsizedTrial } from '../../trial/trial.ts';
import { sizesOf } from '../../trial/trial.ts';
import type { ScenarioRead } from '../record.ts';

export interface Subject {
  readonly scenario: ScenarioRead;
  readonly unsized: UnsizedTrial;
  readonly unit: TimeUnit;
  readonly summary: TrialSummary;
  readonly patients: number;
  /** The control first. */
  readonly sizes: readonly number[];
  readonly accrualDuration: number | null;
  /** Characteristics under the planned effect, and with none, which a size search does not simulate. */
  readonly planned: OperatingCharacteristics;
  readonly none: OperatingCharacteristics | null;
  readonly sequential: SequentialSummary | null;
  readonly family: FamilyResult | null;
  readonly nullFamily: FamilyResult | null;
  readonly closedForms: ClosedForms | null;
  /** For a trial found by a search, the size that was found. */
  readonly found: SimulatedSize | null;
  readonly targets: readonly SizeForTarget[];
  /** Null unless the trial is planned with the published hazard ratio. */
  readonly publishedEffect: PublishedEffect | null;
  /** What the traces of its estimates begin with. */
  readonly run: string;
}

/** The subject of a run; null where there is no trial, or neither its power nor a size is known. */
export function subjectOf(scenario: ScenarioRead, { check, power, size }: RunResult): Subject | null {
  const { trial, timeUnit: unit } = scenario;
  if (trial === null || check.trial === null) return null;
  const { unsized } = trial;
  const publishedEffect = power?.publishedEffect ?? size?.publishedEffect ?? null;
  const shared = { scenario, unsized, unit, summary: check.trial, targets: size?.targets ?? [], publishedEffect };
  if (power !== null)
    return {
      ...shared,
      patients: power.patients,
      sizes: sizesOf({ ...unsized, patients: power.patients }),
      accrualDuration: check.trial.accrualDuration,
      planned: power.alternative,
      none: power.null,
      sequential: power.sequential,
      family: power.family,
      nullFamily: power.nullFamily,
      closedForms: power.closedForms,
      found: null,
      run: 'power, planned effect',
    };
  const found = shared.targets.map(({ simulated }) => simulated).find((each) => each.kind === 'size');
  if (found === undefined) return null;
  return {
    ...shared,
    patients: found.patients,
    sizes: found.patientsByArm.map(({ patients }) => patients),
    accrualDuration: found.accrualDuration,
    planned: found.characteristics,
    none: null,
    sequential: found.sequential,
    family: found.family,
    nullFamily: null,
    closedForms: null,
    found,
    run: 'size, confirmation at N',
  };
}

/**
 * The direction of the planned effect on the whole: `none` where the hazards are alike for as long as anybody is
 * followed.
 */
export type Direction = 'benefit' | 'harm' | 'none';

export function directionOf({ summary }: Subject): Direction {
  return summary.effects[0].direction;
}

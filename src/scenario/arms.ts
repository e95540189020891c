/** The arms: from the file to their names, weights, laws and dropout. */

import type { DeathShare } from '../survival/diseaseCourse.ts';
import { type ArmParts, makeArms } from '../trial/arm.ts';
import type { Effect } from '../trial/effect.ts';
import type { Lag } from '../trial/lag.ts';
import type { TreatmentNames } from '../trial/treatmentNames.ts';
import type { Trial } from '../trial/trial.ts';
import type { Context } from './context.ts';
import { distinct } from './names.ts';
import { withCourses } from './plannedCourse.ts';
import { dropoutHazard } from './plannedDropout.ts';
import { hasCourse } from './plannedEndpoints.ts';
import { namesIn } from './plannedNames.ts';
import { plannedLag, timedEffect } from './plannedStart.ts';
import { type FirstTransitions, firstOf, plannedTransitions, type TransitionsFile } from './plannedTransitions.ts';
import type { Path } from './problems.ts';
import type { TimedFile, TrialFile } from './schema.ts';
import { plannedEffect } from './survival.ts';

export const MOST_EXPERIMENTAL = 6;

/** Where the arms stand in the file. */
export interface Positions {
  readonly control: number;
  readonly experimental: readonly number[];
}

/** Patients of an allocation block: of the experimental arms in their order, then of the control. */
export interface AllocationBlock {
  readonly weights: readonly number[];
  readonly size: number;
  /** `2:1` */
  readonly text: string;
}

/** Positions of the arms; null, with the reason reported, unless one is the control and others experimental. */
export function findArms(
  arms: readonly { name: string; role: 'control' | 'experimental' }[],
  most: number,
  at: Path,
  context: Context,
): Positions | null {
  const of = (role: string) => arms.flatMap((arm, i) => (arm.role === role ? [i] : []));
  const [controls, experimental] = [of('control'), of('experimental')];
  if (controls.length !== 1 || experimental.length === 0 || experimental.length > most) {
    const found = `${controls.length} control and ${experimental.length} experimental`;
    const rule = `must be ${most === 1 ? 'two: ' : ''}one with role: control, ${most === 1 ? 'one' : `one to ${most}`} with role: experimental`;
    context.report(at, `has ${arms.length} arm${arms.length === 1 ? '' : 's'} (${found}); ${rule}`);
    return null;
  }
  distinct(arms, at, 'arm', context);
  return { control: controls[0], experimental };
}

/** The allocation at `at`; null, with the reason reported, unless it has one part per arm. */
export function allocationBlock({ arms, allocation }: TrialFile, at: Path, context: Context): AllocationBlock | null {
  const text = allocation ?? arms.map(() => 1).join(':');
  const weights = text.split(':').map(Number);
  if (weights.length === arms.length) return { weights, size: weights.reduce((sum, weight) => sum + weight, 0), text };
  const parts = arms.length === 2 ? '"experimental:control"' : 'the experimental arms in their order, then the control';
  const example = arms.map(() => 1).join(':');
  context.report(at, `is "${text}"; must have ${arms.length} parts, one an arm: ${parts}, e.g. "${example}"`);
  return null;
}

/** The arms of the trial at `at`. Null when something is wrong; every reason found is reported. */
export function plannedArms(
  spec: TrialFile,
  positions: Positions | null,
  block: AllocationBlock | null,
  at: Path,
  context: Context,
): Trial['arms'] | null {
  const list = [...at, 'arms'];
  const names = namesIn(spec.names);
  const trialDropout = spec.dropout ? dropoutHazard(spec.dropout, [...at, 'dropout'], context) : 0;
  if (!positions) return null;

  /** Of arms whose first events are given by their parts: the control's parts, and deaths by position in the file. */
  let ofControl: FirstTransitions | null = null;
  const deaths = new Map<number, DeathShare>();
  const byTransitions = (survival: TransitionsFile, position: number, own: Path): Effect | null => {
    const found = plannedTransitions(survival, ofControl, [...own, 'survival'], context);
    const first = found && firstOf(found, [...own, 'survival'], context);
    if (first === null) return null;
    if (position === positions.control) ofControl = found;
    deaths.set(position, first.deaths);
    return first.effect;
  };
  const resolve = (position: number, weight: number | undefined): ArmParts | null => {
    const { name, survival, dropout, treatmentStart } = spec.arms[position];
    const own = [...list, position];
    const lag = treatmentStart === undefined ? null : plannedLag(treatmentStart, [...own, 'treatmentStart'], context);
    const effect =
      survival.model === 'timed'
        ? effectOfStart(survival, lag, treatmentStart !== undefined, names, own, context)
        : survival.model === 'transitions'
          ? byTransitions(survival, position, own)
          : plannedEffect(survival, [...own, 'survival'], context);
    const hazard = dropout ? dropoutHazard(dropout, [...list, position, 'dropout'], context) : trialDropout;
    if (!effect || hazard === null || weight === undefined || (treatmentStart !== undefined && lag === null))
      return null;
    return { name: name.trim(), weight, effect, dropoutHazard: hazard, ...(lag ? { start: { lag } } : {}) };
  };
  const controlFile = spec.arms[positions.control];
  if (controlFile.treatmentStart !== undefined) {
    const path = [...list, positions.control, 'treatmentStart'];
    context.report(
      path,
      `is given for the control arm, which does not get ${names.secondTreatment}; remove it, or give it to an experimental arm`,
    );
    return null;
  }
  const { model } = controlFile.survival;
  if (model === 'relative' || model === 'timed') {
    const path = [...list, positions.control, 'survival', 'model'];
    const other = positions.experimental.length === 1 ? 'the other' : 'the others';
    context.report(
      path,
      `is ${model}; the control arm must have a model of its own, e.g. exponential, for ${other} to be relative to`,
    );
    return null;
  }
  const control = resolve(positions.control, block?.weights.at(-1));
  const others = positions.experimental.map((position, i) => resolve(position, block?.weights[i]));
  const [experimental, ...further] = others.filter((arm) => arm !== null);
  if (!control || !experimental || 1 + further.length < others.length) return null;
  const arms = makeArms(control, experimental, ...further);
  if (!hasCourse(spec)) return arms;
  return withCourses(arms, spec, [positions.control, ...positions.experimental], deaths, list, context);
}

/**
 * The effect in the arm at `at` of a second treatment that starts at `lag`. Null, with the reason reported, when
 * something is wrong.
 */
function effectOfStart(
  spec: TimedFile,
  lag: Lag | null,
  isGiven: boolean,
  names: TreatmentNames,
  at: Path,
  context: Context,
): Effect | null {
  if (isGiven) {
    const timing = timedEffect(spec, lag, names, [...at, 'survival'], context);
    return timing && { kind: 'timed', timing };
  }
  context.report(
    [...at, 'treatmentStart'],
    `is missing; a timed model needs to know when ${names.secondTreatment} starts, e.g. treatmentStart: 2 weeks`,
  );
  return null;
}

/** An arm of the trial. Its history follows from its effect: both are put together here, and nowhere else can they part. */
import type { DiseaseCourse } from '../survival/diseaseCourse.ts';
import type { History } from '../survival/history.ts';
import type { SurvivalLaw } from '../survival/law.ts';
import type { Accrual } from './accrual.ts';
import { constantHazardRatioOf, type Effect, lawOf } from './effect.ts';
import { type Endpoint, lawOfEndpoint } from './endpoint.ts';
import { stepsOf, type TreatmentStart } from './treatmentStart.ts';

/** What is planned of an arm. */
export interface ArmParts {
  readonly name: string;
  /** Patients of this arm in one allocation block. */
  readonly weight: number;
  /** What its event times are planned to be, as written. */
  readonly effect: Effect;
  /** What follows the first event; left out where that is all that is observed. */
  readonly course?: DiseaseCourse;
  /** Hazard of dropout, independent of the event; 0 for none. */
  readonly dropoutHazard: number;
  /** When its patients start a second treatment; a timed effect follows from it. */
  readonly start?: TreatmentStart;
  /**
   * When its patients enter, as a shape over a fixed duration, where a published study is replayed an arm at a time;
   * without, they enter as the trial's do. For two arms without scans, in a trial whose size is given.
   */
  readonly accrual?: Accrual;
}

/** Only `makeArms` makes values of this type: a copy with other parts is no arm until its history follows from them. */
declare class Derived {
  private readonly derived: true;
}

export type Arm = ArmParts & {
  /** What happens to its patients, all together: the effect laid on the law of the control. */
  readonly history: History;
} & Derived;

/** The control, then the experimental arms. */
export type Arms = readonly [Arm, Arm, ...Arm[]];

/** An arm with the law of the time to the endpoint that is observed of it, of all its patients together. */
export type ObservedArm = Arm & { readonly law: SurvivalLaw };

/** The arms as an endpoint sees them, the control first. */
export function observedArms(arms: Arms, endpoint: Endpoint): readonly [ObservedArm, ObservedArm, ...ObservedArm[]] {
  const observed = (arm: Arm): ObservedArm => Object.assign({}, arm, { law: lawOfEndpoint(arm, endpoint) });
  const [control, first, ...further] = arms;
  return [observed(control), observed(first), ...further.map(observed)];
}

function controlLaw({ name, effect }: ArmParts): SurvivalLaw {
  if (effect.kind === 'own') return effect.law;
  throw new RangeError(`${name} is the control, which has a law of its own; its effect is ${effect.kind}`);
}

function makeArm(parts: ArmParts, control: SurvivalLaw): Arm {
  const history: History = {
    first: lawOf(parts.effect, control, parts.start?.lag),
    course: parts.course ?? null,
  };
  return { ...parts, history } as Arm;
}

/** The arms with these parts, each with its history. @throws RangeError for a control whose effect is not its own */
export function makeArms(control: ArmParts, first: ArmParts, ...further: readonly ArmParts[]): Arms {
  const law = controlLaw(control);
  return [makeArm(control, law), makeArm(first, law), ...further.map((parts) => makeArm(parts, law))];
}

/**
 * `arms` with each one's parts as `change` makes them, arm 0 being the control; histories follow. An arm that stays as
 * it was is the same object.
 */
export function changedArms(arms: Arms, change: (arm: Arm, index: number) => ArmParts): Arms {
  const [control, first, ...further] = arms;
  const parts = arms.map(change);
  const law = controlLaw(parts[0]);
  const changed = (arm: Arm, index: number): Arm =>
    parts[index] === arm && control.effect.kind === 'own' && law === control.effect.law
      ? arm
      : makeArm(parts[index], law);
  return [changed(control, 0), changed(first, 1), ...further.map((arm, i) => changed(arm, i + 2))];
}

/**
 * The law of an arm's patients with this lag of the second treatment; the arm's own law where its effect is not timed.
 */
export function lawOfLag({ law, effect }: Pick<ObservedArm, 'law' | 'effect'>, lag: number): SurvivalLaw {
  return effect.kind === 'timed' ? { clock: law.clock, steps: stepsOf(effect.timing, lag) } : law;
}

/** The hazard ratio of an arm over the control, as written, where it is one for all patients at all times; else null. */
export function constantHazardRatio(arm: Arm, control: Arm): number | null {
  return constantHazardRatioOf(arm.effect, control.effect, arm.start?.lag);
}

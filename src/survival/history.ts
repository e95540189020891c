/**
 * What may happen to a patient: states, and how the patient goes from one to another. Every patient enters the trial in the
 * state ENTRY. Either one event can happen, or the patient progresses, dies, or dies after having progressed:
 *
 *   randomised ──▶ event            randomised ──▶ progressed ──▶ dead
 *                                        └────────────────────────▶
 *
 * No other file knows which states a history has: the others ask it for the law of what they observe.
 */
import type { DiseaseCourse } from './diseaseCourse.ts';
import { overallSurvivalLaw, timeToProgressionLaw } from './illnessDeath.ts';
import type { SurvivalLaw } from './law.ts';

export type State = string;

/** The state of every patient at randomisation. */
export const ENTRY: State = 'randomised';

/** The state after the event of a history with one transition. */
export const EVENT: State = 'event';

/** The states of a history whose first event is progression or death. */
export const PROGRESSED: State = 'progressed';
export const DEAD: State = 'dead';

export interface History {
  /** The law of the time from ENTRY to the first event. */
  readonly first: SurvivalLaw;
  /** Which first events are deaths and what follows the others; null where the first event is all that is observed. */
  readonly course: DiseaseCourse | null;
}

/** The history of patients to whom one thing can happen, at a time that follows `law`. */
export function oneTransition(law: SurvivalLaw): History {
  return { first: law, course: null };
}

const FIRST: readonly (readonly State[])[] = [[EVENT], [PROGRESSED, DEAD]];
const same = (a: readonly State[], b: readonly State[]) =>
  a.length === b.length && b.every((state) => a.includes(state));

/** What the first entry into a set of states is to the patient. */
export type Entered = 'first' | 'death' | 'progression';

/** @throws RangeError for states that no history enters */
export function enteredBy(states: readonly State[]): Entered {
  if (FIRST.some((first) => same(states, first))) return 'first';
  if (same(states, [DEAD])) return 'death';
  if (same(states, [PROGRESSED])) return 'progression';
  throw new RangeError(`no history has the states ${states.join(', ')}`);
}

/**
 * The law of the time from randomisation to the first entry into any of `states`; where that is progression, death without
 * it ends the observation.
 * @throws RangeError for states that the history never enters
 */
export function timeToFirst({ first, course }: History, states: readonly State[]): SurvivalLaw {
  const entered = enteredBy(states);
  if (entered === 'first') return first;
  if (course === null) throw new RangeError(`the history ends with its first event, before ${states.join(', ')}`);
  return entered === 'death' ? overallSurvivalLaw({ first, course }) : timeToProgressionLaw({ first, course });
}

/**
 * What may happen to a patient: states, and transitions between them. Every patient enters the trial in the state ENTRY.
 * No other file knows how many transitions a history has: the others ask it for the law of what they observe.
 */
import type { SurvivalLaw } from './law.ts';

export type State = string;

/** The state of every patient at randomisation. */
export const ENTRY: State = 'randomised';

/** The state after the event of a history with one transition. */
export const EVENT: State = 'event';

/** A way from one state to another; the time it takes from entry into `from` follows its law. */
export interface Transition {
  readonly from: State;
  readonly to: State;
  readonly law: SurvivalLaw;
}

/** The transitions of a patient's states, of which the first leaves ENTRY. */
export interface History {
  readonly transitions: readonly [Transition];
}

/** The history of patients to whom one thing can happen, at a time that follows `law`. */
export function oneTransition(law: SurvivalLaw): History {
  return { transitions: [{ from: ENTRY, to: EVENT, law }] };
}

/**
 * The law of the time from randomisation to the first entry into any of `states`.
 * @throws RangeError for states that the history never enters.
 */
export function timeToFirst({ transitions }: History, states: readonly State[]): SurvivalLaw {
  const [first] = transitions;
  if (!states.includes(first.to)) throw new RangeError(`the history enters ${first.to}, none of ${states.join(', ')}`);
  return first.law;
}

/**
 * What is observed of a patient. A trial lists its endpoints; hypotheses name theirs by its place, and everything else takes
 * the driving one.
 */
import { EVENT, type History, type State, timeToFirst } from '../survival/history.ts';
import type { SurvivalLaw } from '../survival/law.ts';

/** The time from randomisation to the first entry into any of a set of states of the patient's history. */
export interface TimeToEvent {
  readonly kind: 'timeToEvent';
  /** `progression-free survival`; null where the scenario names none. */
  readonly name: string | null;
  readonly states: readonly State[];
  /** Whether a later or a sooner event is the benefit, as progression or a recovery is; later where it is left out. */
  readonly favours?: 'later' | 'sooner';
}

export type Endpoint = TimeToEvent;

/** The endpoints of a trial, the one that its analyses wait for first. */
export type Endpoints = readonly [Endpoint, ...Endpoint[]];

interface WithEndpoints {
  readonly endpoints: Endpoints;
}

/** The time to the one event of a history with one transition. */
export function timeToEvent(name: string | null = null, favours: TimeToEvent['favours'] = 'later'): Endpoint {
  return { kind: 'timeToEvent', name, states: [EVENT], ...(favours === 'sooner' ? { favours } : {}) };
}

/** The endpoint whose events analyses wait for and whose time a patient is followed for. */
export function drivingEndpoint({ endpoints }: WithEndpoints): Endpoint {
  return endpoints[0];
}

/** The endpoint of a hypothesis. */
export function endpointOf({ endpoints }: WithEndpoints, { endpoint }: { readonly endpoint: number }): Endpoint {
  return endpoints[endpoint];
}

/** Whether a sooner event is the benefit in the endpoint of a hypothesis, so that hazard ratios above 1 are. */
export function favoursSooner(trial: WithEndpoints, compared: { readonly endpoint: number }): boolean {
  return endpointOf(trial, compared).favours === 'sooner';
}

/** The law of the time to an endpoint in an arm, of all its patients together. */
export function lawOfEndpoint({ history }: { readonly history: History }, { states }: Endpoint): SurvivalLaw {
  return timeToFirst(history, states);
}

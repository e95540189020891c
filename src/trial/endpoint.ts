/**
 * What is observed of a patient. A trial lists its endpoints; hypotheses name theirs by its place, and everything else takes
 * the driving one.
 */
import {
  DEAD,
  type Entered,
  EVENT,
  enteredBy,
  type History,
  PROGRESSED,
  type State,
  timeToFirst,
} from '../survival/history.ts';
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

/**
 * Whether a patient has responded at a time on study, assessed once. Patients who have dropped out by then have not; those who
 * entered later than that before an analysis are not counted in it.
 */
export interface Response {
  readonly kind: 'response';
  readonly name: string;
  /** Time on study of the assessment. */
  readonly at: number;
  /** Whether a response is a benefit, as remission is, or a harm, as a toxicity is. */
  readonly wanted: boolean;
  /** Share of responders by arm, the control first. */
  readonly rates: readonly number[];
  /**
   * Correlation of the normal copula that joins the response and the time to the first event: above 0, responders are those
   * whose event comes late.
   */
  readonly correlation: number;
}

export type Endpoint = TimeToEvent | Response;

/** The endpoints of a trial, the one that its analyses wait for first. */
export type Endpoints = readonly [TimeToEvent, ...Endpoint[]];

interface WithEndpoints {
  readonly endpoints: Endpoints;
}

/** The time to the one event of a history with one transition. */
export function timeToEvent(name: string | null = null, favours: TimeToEvent['favours'] = 'later'): TimeToEvent {
  return { kind: 'timeToEvent', name, states: [EVENT], ...(favours === 'sooner' ? { favours } : {}) };
}

/** The time to progression or death, whichever is first. */
export function timeToProgressionOrDeath(name: string | null = null): TimeToEvent {
  return { kind: 'timeToEvent', name, states: [PROGRESSED, DEAD] };
}

/** The time to death. */
export function timeToDeath(name: string): TimeToEvent {
  return { kind: 'timeToEvent', name, states: [DEAD] };
}

/** The time to progression; death without it ends the observation. */
export function timeToProgression(name: string): TimeToEvent {
  return { kind: 'timeToEvent', name, states: [PROGRESSED] };
}

/** The endpoint whose events analyses wait for and whose time a patient is followed for. */
export function drivingEndpoint({ endpoints }: WithEndpoints): TimeToEvent {
  return endpoints[0];
}

/** What the driving endpoint's events are called beside those of others; null where there are none, or it has no name. */
export function drivingNameAmongOthers({ endpoints }: WithEndpoints): string | null {
  return endpoints.length === 1 ? null : endpoints[0].name;
}

/** The endpoint of a hypothesis. */
export function endpointOf({ endpoints }: WithEndpoints, { endpoint }: { readonly endpoint: number }): Endpoint {
  return endpoints[endpoint];
}

/** The endpoints beside the driving one, in their order. */
export function furtherEndpoints({ endpoints }: WithEndpoints): readonly Endpoint[] {
  return endpoints.slice(1);
}

/** The place of one of a trial's endpoints. */
export function placeOf({ endpoints }: WithEndpoints, endpoint: Endpoint): number {
  return endpoints.indexOf(endpoint);
}

/** The endpoints with each response as `change` makes it. */
export function withResponses(endpoints: Endpoints, change: (response: Response) => Response): Endpoints {
  const [driving, ...further] = endpoints;
  return [driving, ...further.map((endpoint) => (endpoint.kind === 'response' ? change(endpoint) : endpoint))];
}

/** What is observed of a patient for an endpoint. */
export type EndpointKind = Entered | 'response';

export function observedFor(endpoint: Endpoint): EndpointKind {
  return endpoint.kind === 'response' ? 'response' : enteredBy(endpoint.states);
}

/**
 * Whether the event of a hypothesis' endpoint is the benefit: one that is favoured sooner, so that hazard ratios above 1 are, or
 * a wanted response.
 */
export function favoursSooner(trial: WithEndpoints, compared: { readonly endpoint: number }): boolean {
  const endpoint = endpointOf(trial, compared);
  return endpoint.kind === 'response' ? endpoint.wanted : endpoint.favours === 'sooner';
}

/**
 * The law of the time to an endpoint in an arm, of all its patients together.
 * @throws RangeError for an endpoint that is no time, or that the arm's history does not reach
 */
export function lawOfEndpoint({ history }: { readonly history: History }, endpoint: Endpoint): SurvivalLaw {
  if (endpoint.kind === 'response') throw new RangeError(`${endpoint.name} is a response, which has no law of a time`);
  return timeToFirst(history, endpoint.states);
}

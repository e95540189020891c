/** The endpoints of a trial together, as planned: how patients go from state to state, and how the times go together. */
import { correlationOfFirstAndDeath } from '../survival/correlationWithDeath.ts';
import { hazardRatioOfOverallSurvival, type IllnessDeath, stateOccupancy } from '../survival/illnessDeath.ts';
import { median, survival } from '../survival/law.ts';
import type { ObservedArm } from '../trial/arm.ts';
import {
  drivingEndpoint,
  type Endpoint,
  type EndpointKind,
  furtherEndpoints,
  lawOfEndpoint,
  observedFor,
} from '../trial/endpoint.ts';
import { drivingArms, type UnsizedTrial } from '../trial/trial.ts';

/** An endpoint in one arm, of patients at the hazard of the arm's law. */
export interface EndpointOfArm {
  readonly arm: string;
  /** Of a time; null for a response, Infinity when it is never reached. */
  readonly median: number | null;
  /** Of a response; null for a time. */
  readonly rate: number | null;
  /** Share without the event at `times`; empty for a response. */
  readonly survival: readonly number[];
}

export interface EndpointSummary {
  /** Null for a first endpoint without a name. */
  readonly name: string | null;
  readonly kind: EndpointKind;
  /** Of a response: when it is assessed, and whether it is wanted. */
  readonly at: number | null;
  readonly wanted: boolean | null;
  readonly arms: readonly EndpointOfArm[];
}

/** Where the patients of an arm are at `times`: shares that sum to 1. */
export interface OccupancyOfArm {
  readonly arm: string;
  readonly withoutProgression: readonly number[];
  readonly progressed: readonly number[];
  readonly deadWithoutProgression: readonly number[];
  readonly deadAfterProgression: readonly number[];
  /** Share of first events that are deaths, in the end. */
  readonly deathsAmongFirst: number;
  /** From progression to death, of patients who do not switch; null where a copula joins the times, or nobody dies so. */
  readonly medianAfterProgression: number | null;
  /** Correlation of the times to the first event and to death; NaN where they have no variance. */
  readonly correlation: number;
  /** Hazard of death over that of the control in the middle of the steps between `times`; empty for the control. */
  readonly hazardRatio: readonly (number | null)[];
}

export interface EndpointsSummary {
  readonly times: readonly number[];
  readonly endpoints: readonly EndpointSummary[];
  /** Null where nothing follows the first event. */
  readonly occupancy: readonly OccupancyOfArm[] | null;
}

const PARTS = 60;

/** `until`: how long the curves go. Null for a trial with one endpoint and no course. */
export function endpointsSummary(trial: UnsizedTrial, until: number): EndpointsSummary | null {
  const arms = drivingArms(trial);
  const histories = arms.flatMap(({ history: { first, course } }) => (course === null ? [] : [{ first, course }]));
  const further = furtherEndpoints(trial);
  if ((further.length === 0 && histories.length === 0) || !Number.isFinite(until)) return null;
  const times = Array.from({ length: PARTS + 1 }, (_, i) => (until * i) / PARTS);
  const driving = drivingEndpoint(trial);
  return {
    times,
    endpoints: [driving, ...further].map((endpoint) => summaryOf(endpoint, arms, times)),
    occupancy: histories.length < arms.length ? null : histories.map((_, a) => occupancyOf(arms, histories, a, times)),
  };
}

function summaryOf(endpoint: Endpoint, arms: readonly ObservedArm[], times: readonly number[]): EndpointSummary {
  const kind = observedFor(endpoint);
  if (endpoint.kind === 'response') {
    const { name, at, wanted, rates } = endpoint;
    return {
      name,
      kind,
      at,
      wanted,
      arms: arms.map(({ name: arm }, a) => ({ arm, median: null, rate: rates[a], survival: [] })),
    };
  }
  return {
    name: endpoint.name,
    kind,
    at: null,
    wanted: null,
    arms: arms.map((arm) => {
      const law = lawOfEndpoint(arm, endpoint);
      return { arm: arm.name, median: median(law), rate: null, survival: times.map((t) => survival(law, t)) };
    }),
  };
}

function occupancyOf(
  arms: readonly ObservedArm[],
  histories: readonly IllnessDeath[],
  a: number,
  times: readonly number[],
): OccupancyOfArm {
  const at = times.map((t) => stateOccupancy(histories[a], t));
  const middle = times.slice(1).map((t, i) => (t + times[i]) / 2);
  const ratioAt = (t: number) => {
    const ratio = hazardRatioOfOverallSurvival(histories[0], histories[a], t);
    return Number.isFinite(ratio) ? ratio : null;
  };
  const { after } = histories[a].course;
  const half = after.kind === 'law' ? median(after.law) : Number.POSITIVE_INFINITY;
  return {
    arm: arms[a].name,
    withoutProgression: at.map(({ withoutProgression }) => withoutProgression),
    progressed: at.map(({ progressed }) => progressed),
    deadWithoutProgression: at.map(({ deadWithoutProgression }) => deadWithoutProgression),
    deadAfterProgression: at.map(({ deadAfterProgression }) => deadAfterProgression),
    deathsAmongFirst: stateOccupancy(histories[a], 1e6).deadWithoutProgression,
    medianAfterProgression: after.kind === 'law' && Number.isFinite(half) ? half : null,
    correlation: correlationOfFirstAndDeath(histories[a]),
    hazardRatio: a === 0 ? [] : middle.map(ratioAt),
  };
}

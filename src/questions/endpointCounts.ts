/** What simulated trials knew of each endpoint at their looks, beside what was expected. */
import type { Design } from '../design/planDesign.ts';
import { type MeanEstimate, meanEstimate } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';
import { drivingEndpoint, type Endpoint, type EndpointKind, furtherEndpoints, observedFor } from '../trial/endpoint.ts';

export interface EndpointAtLook {
  readonly name: string | null;
  readonly kind: EndpointKind;
  /** Events, or responders, in all arms, and by arm for endpoints beside the first. */
  readonly events: MeanEstimate;
  readonly byArm: readonly MeanEstimate[];
  /** Patients assessed, of a response; null for a time. */
  readonly assessed: MeanEstimate | null;
  /** Events expected at the time expected of the look; null where that is not computed. */
  readonly expected: number | null;
}

export interface LookCounts {
  /** From 1. */
  readonly look: number;
  readonly final: boolean;
  /** Calendar time, of the replicates in which the look took place. */
  readonly time: MeanEstimate;
  readonly endpoints: readonly EndpointAtLook[];
}

export type EndpointCounts = readonly LookCounts[];

/** The sum of means over arms, whose counts are as good as independent. */
function together(means: readonly MeanEstimate[]): MeanEstimate {
  const root = (of: (mean: MeanEstimate) => number) =>
    Math.sqrt(means.reduce((sum, mean) => sum + of(mean) * of(mean), 0));
  return {
    mean: means.reduce((sum, { mean }) => sum + mean, 0),
    standardDeviation: root(({ standardDeviation }) => standardDeviation),
    standardError: root(({ standardError }) => standardError),
    replicates: means[0].replicates,
  };
}

function expectedEvents({ expected }: Design, place: number, kind: EndpointKind, look: number): number | null {
  const time = expected.lookTimes[look];
  if (kind === 'response' || !Number.isFinite(time)) return null;
  return expected.of(place).events(time);
}

/** Null for a trial with one endpoint. */
export function endpointCounts({ furtherEndpoints: looks }: Tally, design: Design): EndpointCounts | null {
  if (looks === null) return null;
  const { trial } = design;
  const further = furtherEndpoints(trial);
  return looks.map(({ time, events, endpoints: counted }, k): LookCounts => {
    const first = drivingEndpoint(trial);
    return {
      look: k + 1,
      final: k === looks.length - 1,
      time: meanEstimate(time),
      endpoints: [
        {
          name: first.name,
          kind: observedFor(first),
          events: meanEstimate(events),
          byArm: [],
          assessed: null,
          expected: expectedEvents(design, 0, 'first', k),
        },
        ...further.map((endpoint: Endpoint, e): EndpointAtLook => {
          const kind = observedFor(endpoint);
          const byArm = counted[e].events.map(meanEstimate);
          return {
            name: endpoint.name,
            kind,
            events: together(byArm),
            byArm,
            assessed: kind === 'response' ? together(counted[e].ended.map(meanEstimate)) : null,
            expected: expectedEvents(design, e + 1, kind, k),
          };
        }),
      ],
    };
  });
}

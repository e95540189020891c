/** The endpoints of a trial together, as `check` has them, and their counts, as `power` has them. */
import type { EndpointAtLook, EndpointCounts, LookCounts } from '../../questions/endpointCounts.ts';
import type {
  EndpointOfArm,
  EndpointSummary,
  EndpointsSummary,
  OccupancyOfArm,
} from '../../questions/endpointsSummary.ts';
import {
  agreeing,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  record,
  timeOrNever,
} from './kinds.ts';
import { meanEstimate } from './savedEstimates.ts';

const arm: Kind<EndpointOfArm> = record<EndpointOfArm>({
  arm: name,
  median: nullable(timeOrNever),
  rate: nullable(probability),
  survival: list(probability),
});

const endpoint: Kind<EndpointSummary> = record<EndpointSummary>({
  name: nullable(name),
  kind: oneOf('first', 'death', 'progression', 'response'),
  at: nullable(nonNegative),
  wanted: nullable(flag),
  arms: list(arm, 2),
});

const occupancy: Kind<OccupancyOfArm> = record<OccupancyOfArm>({
  arm: name,
  withoutProgression: list(probability),
  progressed: list(probability),
  deadWithoutProgression: list(probability),
  deadAfterProgression: list(probability),
  deathsAmongFirst: probability,
  medianAfterProgression: nullable(nonNegative),
  correlation: number,
  hazardRatio: list(nullable(nonNegative)),
});

export const endpoints: Kind<EndpointsSummary> = agreeing(
  record<EndpointsSummary>({
    times: list(nonNegative, 2),
    endpoints: list(endpoint, 1),
    occupancy: nullable<readonly OccupancyOfArm[]>(list(occupancy, 2)),
  }),
  ({ times, occupancy: states }, wrong) => {
    states?.forEach(({ withoutProgression }, a) => {
      if (withoutProgression.length !== times.length)
        wrong(['occupancy', a, 'withoutProgression'], `must be a list of ${times.length}, one a time`);
    });
  },
);

/** Counts of every endpoint at the looks, as `power` has them. */
export const endpointCounts: Kind<EndpointCounts> = list(
  record<LookCounts>({
    look: positiveCount,
    final: flag,
    time: meanEstimate,
    endpoints: list(
      record<EndpointAtLook>({
        name: nullable(name),
        kind: oneOf('first', 'death', 'progression', 'response'),
        events: meanEstimate,
        byArm: list(meanEstimate),
        assessed: nullable(meanEstimate),
        expected: nullable(nonNegative),
      }),
      2,
    ),
  }),
  1,
);

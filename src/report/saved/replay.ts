/** The answer to `replay`. */
import type { SummariesCompared } from '../../questions/check.ts';
import type { PublishedAmongSimulated, ReplayResult, ReplayUnder, TooFewEvents } from '../../questions/replay.ts';
import type { Conduct } from '../../scenario/scenario.ts';
import type { Accrual } from '../../trial/accrual.ts';
import type { FollowUpSpan } from '../../trial/followUp.ts';
import { characteristics } from './characteristics.ts';
import { proportion } from './estimates.ts';
import {
  agreeing,
  count,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  oneOf,
  positiveCount,
  record,
  union,
} from './kinds.ts';
import { analysisRule } from './planned.ts';

const published: Kind<PublishedAmongSimulated> = record<PublishedAmongSimulated>({
  pAtMost: nullable(proportion),
  pAtLeast: nullable(proportion),
  hazardRatioEitherWay: nullable(proportion),
  hazardRatioSameWay: nullable(proportion),
  mediansEitherWay: nullable(proportion),
  mediansSameWay: nullable(proportion),
  disagreement: nullable(proportion),
});

const under: Kind<ReplayUnder> = record<ReplayUnder>({
  truth: oneOf('reported medians', 'reported hazard ratio', 'no difference'),
  controlMedian: nonNegative,
  experimentalMedian: nonNegative,
  hazardRatio: nonNegative,
  expectedEvents: nullable(
    record<NonNullable<ReplayUnder['expectedEvents']>>({ control: nonNegative, experimental: nonNegative }),
  ),
  characteristics,
  published,
});

const span: Kind<FollowUpSpan> = agreeing(
  record<FollowUpSpan>({ shortest: nonNegative, median: nonNegative, longest: nonNegative }),
  ({ shortest, median, longest }, wrong) => {
    if (!(shortest < median && median < longest)) wrong(['median'], 'must lie between shortest and longest');
  },
);

const conduct: Kind<Conduct> = record<Conduct>({
  followed: union<Conduct['followed'], 'kind'>('kind', {
    together: {
      accrual: record<Accrual>({
        pattern: oneOf('uniform', 'even', 'poisson', 'centres'),
        starts: list(nonNegative, 1),
        rates: list(nonNegative, 1),
        duration: nullable(nonNegative),
      }),
      analysis: analysisRule,
    },
    'by arm': { control: span, experimental: span },
  }),
  dropoutHazard: nonNegative,
  survivalShape: nonNegative,
});

/** Of a publication's hazard ratio and medians. */
export const summariesCompared: Kind<SummariesCompared> = record<SummariesCompared>({
  reportedHazardRatio: nonNegative,
  impliedHazardRatio: nonNegative,
  logDifference: nonNegative,
  interval: nullable(record<NonNullable<SummariesCompared['interval']>>({ lower: nonNegative, upper: nonNegative })),
  withinInterval: nullable(flag),
});

export const replay: Kind<ReplayResult> = record<ReplayResult>({
  patientsControl: positiveCount,
  patientsExperimental: positiveCount,
  conduct,
  impliedEvents: nullable(nonNegative),
  standardErrorPrinted: nullable(nonNegative),
  deaths: nullable(count),
  tooFewEvents: list(record<TooFewEvents>({ arm: name, deaths: count, fewest: nonNegative, most: nonNegative })),
  summaries: nullable(summariesCompared),
  truths: list(under, 1),
});

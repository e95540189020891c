/** The answer to `replay`. */

import { PROPORTION_STATISTICS } from '../../proportions/proportionTest.ts';
import type { PublishedAmongSimulated, ReplayResult, ReplayUnder, TooFewEvents } from '../../questions/replay.ts';
import type { ReplayedResponse, ResponseTested } from '../../questions/replayedResponses.ts';
import type { Conduct } from '../../scenario/scenario.ts';
import type { Accrual } from '../../trial/accrual.ts';
import type { FollowUpShare, FollowUpSpan } from '../../trial/followUp.ts';
import {
  agreeing,
  count,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  number,
  oneOf,
  optional,
  positiveCount,
  probability,
  record,
  union,
} from './kinds.ts';
import { characteristics } from './savedCharacteristics.ts';
import { proportion } from './savedEstimates.ts';
import { eValues } from './savedEValues.ts';
import { analysisRule, publishedEffect, summaries } from './savedPlan.ts';
import { unlike } from './savedUnlike.ts';

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
  truth: oneOf('reported medians', 'reported hazard ratio', 'published curves', 'no difference', 'unlike patients'),
  controlMedian: nullable(nonNegative),
  experimentalMedian: nullable(nonNegative),
  hazardRatio: nullable(nonNegative),
  expectedEvents: nullable(
    record<NonNullable<ReplayUnder['expectedEvents']>>({ control: nonNegative, experimental: nonNegative }),
  ),
  characteristics,
  published,
});

const accrual: Kind<Accrual> = agreeing(
  record<Accrual>({
    pattern: oneOf('uniform', 'even', 'poisson', 'centres'),
    starts: list(nonNegative, 1),
    rates: list(nonNegative, 1),
    duration: nullable(nonNegative),
  }),
  ({ starts, rates }, wrong) => {
    if (rates.length !== starts.length) wrong(['rates'], `must be a list of ${starts.length}, as the starts`);
  },
);

const span: Kind<FollowUpSpan> = agreeing(
  record<FollowUpSpan>({ shortest: nonNegative, median: nonNegative, longest: nonNegative }),
  ({ shortest, median, longest }, wrong) => {
    if (shortest > median) wrong(['shortest'], `must be ≤ ${median}, the median`);
    else if (median > longest) wrong(['median'], `must be ≤ ${longest}, the longest`);
  },
);

const shares: Kind<readonly FollowUpShare[]> = list(
  agreeing(
    record<FollowUpShare>({ share: probability, shortest: nonNegative, longest: nonNegative }),
    ({ shortest, longest }, wrong) => {
      if (shortest >= longest) wrong(['shortest'], `must be < ${longest}, the longest`);
    },
  ),
  1,
);

const conduct: Kind<Conduct> = record<Conduct>({
  followed: union<Conduct['followed'], 'kind'>('kind', {
    together: { accrual, analysis: analysisRule },
    'by arm': { control: span, experimental: span },
    'by curve': { control: shares, experimental: shares },
  }),
  dropoutHazard: nonNegative,
  survivalShape: nonNegative,
});

const armCounts: Kind<ReplayedResponse['control']> = agreeing(
  record<ReplayedResponse['control']>({ events: count, patients: positiveCount }),
  ({ events, patients }, wrong) => {
    if (events > patients) wrong(['events'], `must be ≤ ${patients}, the patients of the arm`);
  },
);

const response: Kind<ReplayedResponse> = record<ReplayedResponse>({
  outcome: oneOf('objective response', 'disease control'),
  experimental: armCounts,
  control: armCounts,
  reportedP: nullable(probability),
  tests: list(
    record<ResponseTested>({ statistic: oneOf(...PROPORTION_STATISTICS), p: probability, agrees: nullable(flag) }),
    1,
  ),
  difference: number,
  low: number,
  high: number,
});

export const replay: Kind<ReplayResult> = record<ReplayResult>({
  patientsControl: positiveCount,
  patientsExperimental: positiveCount,
  conduct,
  impliedEvents: nullable(nonNegative),
  standardErrorPrinted: nullable(nonNegative),
  deaths: nullable(count),
  reconstructedEvents: optional(
    record<NonNullable<ReplayResult['reconstructedEvents']>>({ control: count, experimental: count }),
  ),
  tooFewEvents: list(record<TooFewEvents>({ arm: name, deaths: count, fewest: nonNegative, most: nonNegative })),
  summaries: nullable(summaries),
  publishedEffect: nullable(publishedEffect),
  truths: list(under, 1),
  eValues: optional(eValues),
  unlike: optional(unlike),
  responses: optional(list(response, 1)),
});

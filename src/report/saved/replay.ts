/** The answer to `replay`. */
import type { Disagreement, PublishedAmongSimulated, ReplayResult, ReplayUnder } from '../../questions/replay.ts';
import type { Conduct } from '../../scenario/scenario.ts';
import type { Accrual } from '../../trial/accrual.ts';
import { characteristics } from './characteristics.ts';
import { proportion } from './estimates.ts';
import { type Kind, list, nonNegative, nullable, oneOf, positiveCount, record } from './kinds.ts';
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
  characteristics,
  published,
});

const conduct: Kind<Conduct> = record<Conduct>({
  accrual: record<Accrual>({
    pattern: oneOf('uniform', 'even', 'poisson', 'centres'),
    starts: list(nonNegative, 1),
    rates: list(nonNegative, 1),
    duration: nullable(nonNegative),
  }),
  analysis: analysisRule,
  dropoutHazard: nonNegative,
  survivalShape: nonNegative,
});

export const replay: Kind<ReplayResult> = record<ReplayResult>({
  patientsControl: positiveCount,
  patientsExperimental: positiveCount,
  conduct,
  impliedEvents: nullable(nonNegative),
  expectedEvents: nullable(nonNegative),
  disagreement: nullable(
    record<Disagreement>({
      reportedHazardRatio: nonNegative,
      impliedHazardRatio: nonNegative,
      logDifference: nonNegative,
    }),
  ),
  truths: list(under, 1),
});

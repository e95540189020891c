/** What prognostic factors do to the hazard ratio of a published study. */
import type { BiasOfFactors, FactorAlone, UnlikePatients, WithoutBias } from '../../questions/unlikePatients.ts';
import type { ReportedEstimate, ReportedFactor } from '../../scenario/scenario.ts';
import { agreeing, type Kind, list, name, nonNegative, nullable, number, probability, record, union } from './kinds.ts';

type Interval = NonNullable<BiasOfFactors['interval']>;
type MeanAndSd = Extract<ReportedFactor['inArms'], { kind: 'continuous' }>['control'];

const interval: Kind<Interval> = agreeing(
  record<Interval>({ lower: nonNegative, upper: nonNegative }),
  ({ lower, upper }, wrong) => {
    if (upper < lower) wrong(['upper'], `must be ≥ ${lower}, the lower limit`);
  },
);

const meanAndSd: Kind<MeanAndSd> = record<MeanAndSd>({ mean: number, sd: nonNegative });

const factor: Kind<ReportedFactor> = record<ReportedFactor>({
  name,
  inArms: union<ReportedFactor['inArms'], 'kind'>('kind', {
    share: { control: probability, experimental: probability },
    continuous: { control: meanAndSd, experimental: meanAndSd },
  }),
  hazardRatio: record<ReportedEstimate>({
    value: nonNegative,
    low: nullable(nonNegative),
    high: nullable(nonNegative),
  }),
});

const bias: Kind<BiasOfFactors> = record<BiasOfFactors>({
  hazardRatio: nonNegative,
  standardError: nullable(nonNegative),
  interval: nullable(interval),
});

export const unlike: Kind<UnlikePatients> = record<UnlikePatients>({
  factors: list(record<FactorAlone>({ factor, bias }), 1),
  together: bias,
  withoutBias: nullable(
    record<WithoutBias>({ hazardRatio: nonNegative, ofFactors: nullable(interval), ofBoth: nullable(interval) }),
  ),
});

/** The answer to `reconstruct`. */
import type {
  AtRiskBeside,
  FittedParameter,
  ReconstructedArm,
  ReconstructedFit,
  ReconstructionResult,
} from '../../questions/reconstruction.ts';
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
  positiveCount,
  probability,
  record,
} from './kinds.ts';

type Median = NonNullable<ReconstructedArm['median']>;
type Ratio = NonNullable<NonNullable<ReconstructionResult['comparison']>['hazardRatio']>;

const median: Kind<Median> = record<Median>({ value: nonNegative, standardError: nullable(nonNegative) });

const fit: Kind<ReconstructedFit> = record<ReconstructedFit>({
  model: oneOf('exponential', 'Weibull', 'piecewise exponential', 'exponential cure', 'Weibull cure'),
  parameters: list(record<FittedParameter>({ name, value: nonNegative }), 1),
  logLikelihood: number,
  aic: number,
  aicDifference: nonNegative,
  median: nullable(median),
  survival: list(probability, 2),
});

const arm: Kind<ReconstructedArm> = agreeing(
  record<ReconstructedArm>({
    name,
    role: oneOf('control', 'experimental'),
    patients: positiveCount,
    events: positiveCount,
    eventsPrinted: nullable(positiveCount),
    median: nullable(median),
    followUp: nullable(median),
    until: nonNegative,
    atRisk: list(record<AtRiskBeside>({ time: nonNegative, printed: count, reconstructed: count }), 1),
    strays: record<ReconstructedArm['strays']>({ usual: nonNegative, most: nonNegative }),
    fits: list(fit, 1),
    pseudoPatients: list(
      record<ReconstructedArm['pseudoPatients'][number]>({ time: nonNegative, event: flag }),
      1,
      10_000_000,
    ),
  }),
  ({ patients, pseudoPatients }, wrong) => {
    if (pseudoPatients.length !== patients) wrong(['pseudoPatients'], `must be a list of ${patients}, the patients`);
  },
);

export const reconstruction: Kind<ReconstructionResult> = record<ReconstructionResult>({
  arms: list(arm, 1, 2),
  comparison: nullable(
    record<NonNullable<ReconstructionResult['comparison']>>({
      hazardRatio: nullable(record<Ratio>({ estimate: nonNegative, low: nonNegative, high: nonNegative })),
      logRankP: probability,
    }),
  ),
});

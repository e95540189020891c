/** The answers about a trial of a proportion. */

import type { PowerOfSize } from '../../proportions/exactSize.ts';
import { PROPORTION_STATISTICS } from '../../proportions/proportionTest.ts';
import type { ResponseCheck } from '../../questions/exact/responseCheck.ts';
import type { PatientsByArm } from '../../questions/exact/responsePlan.ts';
import type { ExactPoint, ResponsePower, TypeOneAt } from '../../questions/exact/responsePower.ts';
import type { ResponseSize, ResponseSizeForTarget } from '../../questions/exact/responseSize.ts';
import {
  count,
  type Kind,
  list,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  record,
} from './kinds.ts';
import { proportion } from './savedEstimates.ts';

const byArm: Kind<PatientsByArm> = record<PatientsByArm>({ experimental: positiveCount, control: positiveCount });

export const responseCheck: Kind<ResponseCheck> = record<ResponseCheck>({
  patients: nullable(positiveCount),
  byArm: nullable(byArm),
  difference: number,
  ratio: nonNegative,
  oddsRatio: nonNegative,
  alphaOneSided: probability,
  formulaPower: nullable(probability),
  formulaSizes: list(
    record<ResponseCheck['formulaSizes'][number]>({ targetPower: probability, patients: nullable(nonNegative) }),
    1,
  ),
});

const typeOne: Kind<TypeOneAt> = record<TypeOneAt>({ rate: probability, probability });

const curve = list(record<ExactPoint>({ patients: positiveCount, power: probability }));

export const responsePower: Kind<ResponsePower> = record<ResponsePower>({
  patients: positiveCount,
  byArm,
  power: probability,
  harm: probability,
  typeOne: record<ResponsePower['typeOne']>({ planned: typeOne, largest: typeOne }),
  formula: probability,
  simulated: record<ResponsePower['simulated']>({ power: proportion, typeOne: proportion }),
  decisive: nullable(record<NonNullable<ResponsePower['decisive']>>({ control: count, experimental: count })),
  others: list(
    record<ResponsePower['others'][number]>({
      statistic: oneOf(...PROPORTION_STATISTICS),
      power: probability,
      largestTypeOne: probability,
    }),
  ),
  curve,
});

const found: Kind<PowerOfSize> = record<PowerOfSize>({
  patients: positiveCount,
  experimental: positiveCount,
  control: positiveCount,
  power: probability,
});

export const responseSize: Kind<ResponseSize> = record<ResponseSize>({
  targets: list(
    record<ResponseSizeForTarget>({
      targetPower: probability,
      formula: nullable(nonNegative),
      first: nullable(found),
      stays: nullable(found),
      searchedTo: positiveCount,
      dips: nullable(record<NonNullable<ResponseSizeForTarget['dips']>>({ sizes: positiveCount, lowest: probability })),
    }),
    1,
  ),
  curve,
});

/** The answers to `size`, the power curve and the sensitivity to assumptions. */
import type { CurvePoint, CurveResult } from '../../questions/curve.ts';
import type { SensitivityPoint, SensitivityResult, SensitivityRow } from '../../questions/sensitivity.ts';
import type { SizeForTarget, SizeResult } from '../../questions/size.ts';
import { characteristics } from './characteristics.ts';
import { checkInterval, meanEstimate, proportion } from './estimates.ts';
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
  text,
  union,
} from './kinds.ts';
import { closedSize, formulaPower, missedAllocation, sequentialSummary } from './planned.ts';
import { familyResult } from './power.ts';

type Simulated = SizeForTarget['simulated'];
type Found = Extract<Simulated, { kind: 'size' }>;

const simulated: Kind<Simulated> = agreeing(
  union<Simulated, 'kind'>('kind', {
    size: {
      targetPower: probability,
      patientsUnrounded: nonNegative,
      standardError: nonNegative,
      low: nonNegative,
      high: nonNegative,
      patients: positiveCount,
      modelled: list(record<Found['modelled'][number]>({ patients: nonNegative, power: probability })),
      patientsControl: positiveCount,
      patientsExperimental: positiveCount,
      patientsByArm: list(record<Found['patientsByArm'][number]>({ arm: name, patients: positiveCount }), 2),
      missedAllocation: nullable(missedAllocation),
      events: nullable(nonNegative),
      accrualDuration: nonNegative,
      searchReplicates: positiveCount,
      characteristics,
      sequential: nullable(sequentialSummary),
      family: nullable(familyResult),
    },
    unreachable: {
      targetPower: probability,
      reason: text,
      remedy: text,
      patients: nullable(positiveCount),
      power: nullable(proportion),
    },
  }),
  (given, wrong) => {
    if (given.kind !== 'size') return;
    checkInterval(given.low, given.patientsUnrounded, given.high, wrong, 'N before rounding');
    const sum = given.patientsByArm.reduce((total, { patients }) => total + patients, 0);
    if (sum !== given.patients) wrong(['patients'], `must be ${sum}, the patients of all arms`);
  },
);

export const size: Kind<SizeResult> = record<SizeResult>({
  holdsFixed: oneOf('accrual duration', 'accrual rate'),
  scalesEvents: flag,
  maturity: nullable(nonNegative),
  targets: list(
    record<SizeForTarget>({
      simulated,
      closed: list(closedSize),
      inflation: nonNegative,
      numerical: nullable(
        record<NonNullable<SizeForTarget['numerical']>>({ patients: positiveCount, power: probability }),
      ),
      whyTheyDiffer: text,
    }),
    1,
  ),
});

export const curve: Kind<CurveResult> = record<CurveResult>({
  points: list(
    record<CurvePoint>({
      patients: positiveCount,
      power: proportion,
      events: meanEstimate,
      analysisTime: meanEstimate,
      accrualDuration: nonNegative,
      closed: list(formulaPower),
      fitted: probability,
    }),
    1,
  ),
  model: record<CurveResult['model']>({ intercept: number, slope: number }),
});

const sensitivityPoint = record<SensitivityPoint>({ factor: nonNegative, power: proportion });

export const sensitivity: Kind<SensitivityResult> = record<SensitivityResult>({
  patients: positiveCount,
  replicates: positiveCount,
  planned: proportion,
  rows: list(
    record<SensitivityRow>({
      assumption: oneOf('median survival', 'hazard ratio', 'dropout', 'accrual rate'),
      low: sensitivityPoint,
      high: sensitivityPoint,
    }),
  ),
});

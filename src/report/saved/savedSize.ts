/** The answers to `size`, the power curve and the sensitivity to assumptions. */
import type { CurvePoint, CurveResult } from '../../questions/curve.ts';
import type { SensitivityPoint, SensitivityResult, SensitivityRow } from '../../questions/sensitivity.ts';
import type { SizeForTarget, SizeResult } from '../../questions/size.ts';
import type { SizeAnswer } from '../../questions/sizeQuestion.ts';
import type { WhatIf } from '../../questions/whatIf.ts';
import { PARTS } from '../../scenario/meaning.ts';
import type { SetValue } from '../../scenario/variations.ts';
import {
  agreeing,
  type FieldKinds,
  fieldValue,
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
  sha256,
  text,
  union,
} from './kinds.ts';
import { characteristics } from './savedCharacteristics.ts';
import { adjustedProportion, checkInterval, meanEstimate, proportion } from './savedEstimates.ts';
import { closedSize, formulaPower, missedAllocation, publishedEffect, sequentialSummary } from './savedPlan.ts';
import { familyResult } from './savedPower.ts';

type Simulated = SizeForTarget['simulated'];
type Found = Extract<Simulated, { kind: 'size' }>;
type EventsNeeded = NonNullable<Found['eventsNeeded']>;

const eventsNeeded: Kind<EventsNeeded> = agreeing(
  record<EventsNeeded>({
    unrounded: nonNegative,
    standardError: nonNegative,
    low: nonNegative,
    high: nonNegative,
    events: positiveCount,
  }),
  ({ low, unrounded, high }, wrong) => checkInterval(low, unrounded, high, wrong, 'events before rounding'),
);

const simulated: Kind<Simulated> = agreeing(
  union<Simulated, 'kind'>('kind', {
    size: {
      targetPower: probability,
      patientsUnrounded: nonNegative,
      standardError: nonNegative,
      low: nonNegative,
      high: nonNegative,
      patients: positiveCount,
      eventsNeeded: nullable(eventsNeeded),
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

const SIZE: FieldKinds<SizeResult> = {
  hazardRatio: nullable(nonNegative),
  holdsFixed: oneOf('accrual duration', 'accrual rate'),
  scalesEvents: flag,
  varies: oneOf('patients', 'events'),
  maturity: nullable(nonNegative),
  asked: list(probability, 1),
  targets: list(
    record<SizeForTarget>({
      simulated,
      closed: list(closedSize),
      inflation: nonNegative,
      numerical: nullable(
        record<NonNullable<SizeForTarget['numerical']>>({
          patients: positiveCount,
          events: nullable(nonNegative),
          power: probability,
        }),
      ),
      whyTheyDiffer: text,
    }),
    1,
  ),
  publishedEffect: optional(publishedEffect),
};

export const size: Kind<SizeResult> = record<SizeResult>(SIZE);

export const whatIf: Kind<WhatIf[]> = list(
  record<WhatIf>({
    name,
    set: list(record<SetValue>({ path: name, about: nullable(oneOf(...PARTS)), value: fieldValue })),
    scenarioHash: sha256,
    size: nullable(size),
    planned: nullable(record<NonNullable<WhatIf['planned']>>({ patients: positiveCount, power: proportion })),
  }),
);

export const sizeAnswer: Kind<SizeAnswer> = record<SizeAnswer>({ ...SIZE, whatIf: optional(whatIf) });

export const curve: Kind<CurveResult> = record<CurveResult>({
  points: list(
    record<CurvePoint>({
      patients: positiveCount,
      power: adjustedProportion,
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

const sensitivityPoint = record<SensitivityPoint>({
  value: text,
  change: number,
  standardError: nonNegative,
  power: probability,
});

export const sensitivity: Kind<SensitivityResult> = record<SensitivityResult>({
  patients: positiveCount,
  replicates: positiveCount,
  planned: proportion,
  rows: list(
    record<SensitivityRow>({
      assumption: name,
      planned: text,
      low: sensitivityPoint,
      high: sensitivityPoint,
    }),
  ),
  unvaried: list(name),
});

/** The answer to `monitor`. */
import type {
  Chance,
  Decision,
  LookBoundsRow,
  LookSeen,
  MonitoredReestimation,
  MonitorResult,
  ObservedData,
  StoppedHere,
} from '../../questions/monitorResult.ts';
import {
  agreeing,
  count,
  type FieldKinds,
  flag,
  type Kind,
  list,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  record,
  text,
} from './kinds.ts';
import { checkInterval } from './savedEstimates.ts';

const decision: Kind<Decision> = oneOf('continue', 'efficacy', 'harm', 'futility', 'no claim');

const BOUNDS: FieldKinds<LookBoundsRow> = {
  look: nullable(positiveCount),
  final: flag,
  events: nonNegative,
  informationFraction: nonNegative,
  efficacyZ: nullable(number),
  efficacyP: nullable(probability),
  efficacyHazardRatio: nullable(nonNegative),
  alphaSpent: probability,
  futilityZ: nullable(number),
  futilityHazardRatio: nullable(nonNegative),
  betaSpent: nullable(probability),
};

const seen: Kind<LookSeen> = record<LookSeen>({
  ...BOUNDS,
  plannedEvents: nullable(nonNegative),
  plannedInformationFraction: nullable(nonNegative),
  z: number,
  hazardRatio: nonNegative,
  hazardRatioFrom: oneOf('z', 'given', 'Cox'),
  p: probability,
  repeated: nullable(
    agreeing(
      record<NonNullable<LookSeen['repeated']>>({ low: nonNegative, high: nonNegative }),
      ({ low, high }, wrong) => {
        if (low > high) wrong(['high'], 'must be at least low');
      },
    ),
  ),
  weightedZ: nullable(number),
  decision,
});

const data: Kind<ObservedData> = record<ObservedData>({
  patientsControl: count,
  patientsExperimental: count,
  eventsControl: count,
  eventsExperimental: count,
  score: number,
  variance: nonNegative,
  z: number,
  pOneSided: probability,
  pTwoSided: probability,
  hazardRatio: nullable(
    record<NonNullable<ObservedData['hazardRatio']>>({ estimate: nonNegative, low: nonNegative, high: nonNegative }),
  ),
});

const chance: Kind<Chance> = record<Chance>({
  under: oneOf(
    'planned effect',
    'planned effect as it sets in',
    'observed effect',
    'no effect',
    'flat prior',
    'prior given',
    'published study',
  ),
  kind: oneOf('conditional', 'predictive'),
  hazardRatio: nonNegative,
  next: probability,
  efficacy: probability,
  efficacyIgnoringFutility: probability,
  harm: probability,
});

const reestimation: Kind<MonitoredReestimation> = record<MonitoredReestimation>({
  look: positiveCount,
  zone: oneOf('futility', 'unfavourable', 'promising', 'favourable', 'efficacy'),
  effect: oneOf('observed', 'planned'),
  conditionalPower: probability,
  lowerLimit: probability,
  target: probability,
  plannedEvents: nonNegative,
  maxEvents: nonNegative,
  events: nonNegative,
  statistic: oneOf('weighted', 'unweighted'),
  chances: list(
    record<MonitoredReestimation['chances'][number]>({
      under: oneOf('planned effect', 'observed effect', 'no effect'),
      atPlanned: probability,
      atReestimated: probability,
    }),
  ),
});

const stoppedHere: Kind<StoppedHere> = record<StoppedHere>({
  naive: agreeing(
    record<StoppedHere['naive']>({
      hazardRatio: nonNegative,
      low: nonNegative,
      high: nonNegative,
      pOneSided: probability,
      pTwoSided: probability,
    }),
    ({ low, hazardRatio, high }, wrong) => checkInterval(low, hazardRatio, high, wrong, 'hazard ratio'),
  ),
  stagewise: record<StoppedHere['stagewise']>({
    pOneSided: probability,
    pTwoSided: probability,
    hazardRatio: nullable(nonNegative),
    low: nullable(nonNegative),
    high: nullable(nonNegative),
  }),
  biasAdjusted: nullable(nonNegative),
});

export const monitor: Kind<MonitorResult> = agreeing(
  record<MonitorResult>({
    plannedLooks: positiveCount,
    informationEvents: nonNegative,
    alpha: probability,
    sides: oneOf(1, 2),
    experimentalShare: probability,
    futility: nullable(oneOf('binding', 'non-binding')),
    planned: oneOf('benefit', 'harm'),
    looks: list(seen, 1),
    repeatedLevel: probability,
    endedEarlier: nullable(
      record<NonNullable<MonitorResult['endedEarlier']>>({
        look: nullable(positiveCount),
        events: nonNegative,
        decision,
      }),
    ),
    later: list(record<LookBoundsRow>(BOUNDS)),
    data: nullable(data),
    chances: list(chance),
    reestimation: nullable(reestimation),
    stoppedHere,
    remarks: list(text),
  }),
  ({ looks, later, plannedLooks }, wrong) => {
    const all = [...looks, ...later];
    let before = 0;
    all.forEach(({ look, events }, i) => {
      const path = i < looks.length ? ['looks', i] : ['later', i - looks.length];
      if (look !== null && look > plannedLooks)
        wrong([...path, 'look'], `must be ≤ ${plannedLooks}, the looks planned`);
      else if (look !== null && look <= before) wrong([...path, 'look'], `must be > ${before}, that before it`);
      else if (i > 0 && events < all[i - 1].events)
        wrong([...path, 'events'], `must be ≥ ${all[i - 1].events}, those before it`);
      if (look !== null) before = look;
    });
  },
);

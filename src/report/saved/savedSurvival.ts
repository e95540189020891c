/** The parts of the answer to `power` about survival beside what is tested: the watch for a detriment, and switching. */
import type {
  DetrimentLook,
  DetrimentResult,
  DetrimentWorld,
  LookChances,
  ObservedDetriment,
  SurvivalTruth,
} from '../../questions/detrimentResult.ts';
import type { MethodResult, SwitchingResult } from '../../questions/switching.ts';
import {
  agreeing,
  count,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nonNegativeOrNaN,
  nullable,
  oneOf,
  positiveCount,
  probability,
  record,
  timeOrNever,
} from './kinds.ts';
import { meanEstimate, proportion } from './savedEstimates.ts';

const truth: Kind<SurvivalTruth> = oneOf('harmful', 'neutral', 'planned');

const chances: Kind<LookChances> = record<LookChances>({ each: probability, byLook: probability });

const look: Kind<DetrimentLook> = record<DetrimentLook>({
  look: count,
  time: timeOrNever,
  deaths: nonNegative,
  threshold: timeOrNever,
  harmful: chances,
  neutral: chances,
  planned: chances,
  posterior: record<DetrimentLook['posterior']>({ neutral: probability, harmful: probability }),
});

const observed: Kind<ObservedDetriment> = record<ObservedDetriment>({
  look: count,
  taken: proportion,
  above: proportion,
  firstAbove: proportion,
  deaths: meanEstimate,
  threshold: nonNegativeOrNaN,
  p5: nonNegativeOrNaN,
  p50: nonNegativeOrNaN,
  p95: nonNegativeOrNaN,
});

const world: Kind<DetrimentWorld> = agreeing(
  record<DetrimentWorld>({
    truth,
    hazardRatio: nonNegativeOrNaN,
    looks: list(observed, 1),
    neverAbove: proportion,
    powerIgnoring: proportion,
    powerActing: proportion,
  }),
  ({ powerIgnoring, powerActing }, wrong) => {
    if (powerActing.count > powerIgnoring.count)
      wrong(['powerActing', 'count'], `must be ≤ ${powerIgnoring.count}, the claims where a detriment is ignored`);
  },
);

export const detriment: Kind<DetrimentResult> = agreeing(
  record<DetrimentResult>({
    replicates: positiveCount,
    harmful: nonNegative,
    planned: nonNegative,
    binding: flag,
    looks: list(look, 1),
    worlds: list(world, 1, 3),
    impossible: list(truth),
  }),
  ({ looks, worlds }, wrong) => {
    worlds.forEach((each, w) => {
      if (each.looks.length !== looks.length)
        wrong(['worlds', w, 'looks'], `must be a list of ${looks.length}, the looks at survival`);
    });
  },
);

const method: Kind<MethodResult> = record<MethodResult>({
  method: oneOf('none', 'policy', 'censored', 'corrected'),
  logHazardRatio: meanEstimate,
  bias: nullable(meanEstimate),
  notEstimable: proportion,
  power: proportion,
});

export const switching: Kind<SwitchingResult> = record<SwitchingResult>({
  control: name,
  experimental: name,
  replicates: positiveCount,
  switched: meanEstimate,
  deaths: meanEstimate,
  methods: list(method, 4, 4),
  powerLost: meanEstimate,
});

/** The designs of the benchmark with the power an independent double-precision simulation found (a million replicates). */
import { exponential } from '../src/survival/clock.ts';
import { type HazardRatioSteps, NO_EFFECT } from '../src/survival/law.ts';
import type { AnalysisRule } from '../src/trial/analysis.ts';
import type { Trial } from '../src/trial/trial.ts';

export interface Design {
  readonly name: string;
  readonly trial: Trial;
  /** Share of replicates with `rejects`, where known. */
  readonly power: number | null;
  readonly rejects: (z: number) => boolean;
}

const Z = 1.959963984540054;
const DROPOUT = -Math.log(0.95) / 12;

/** Two exponential arms 1 : 1, control median 6, uniform entry over 24 months, dropout 5 % a year. */
export function twoArms(patients: number, steps: HazardRatioSteps, analysis: AnalysisRule, dropout = DROPOUT): Trial {
  const clock = exponential(Math.LN2 / 6);
  return {
    control: { name: 'control', weight: 1, law: { clock, steps: NO_EFFECT }, dropoutHazard: dropout },
    experimental: { name: 'experimental', weight: 1, law: { clock, steps }, dropoutHazard: dropout },
    patients,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 24 },
    analysis,
    test: { statistic: 'log-rank', alpha: 0.025, sides: 1 },
  };
}

const constant = { starts: [0], ratios: [0.7] };
const delayed = { starts: [0, 3], ratios: [1, 0.6] };

export const d1: Trial = {
  control: {
    name: 'control',
    weight: 51,
    law: { clock: exponential(Math.LN2 / 9), steps: NO_EFFECT },
    dropoutHazard: 0,
  },
  experimental: {
    name: 'experimental',
    weight: 20,
    law: { clock: exponential(Math.LN2 / 6), steps: NO_EFFECT },
    dropoutHazard: 0,
  },
  patients: 71,
  accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 24 },
  analysis: { kind: 'calendarTime', time: 36 },
  test: { statistic: 'log-rank', alpha: 0.05, sides: 2 },
};
export const d2 = twoArms(500, constant, { kind: 'events', events: 350 });
export const d4 = twoArms(500, delayed, { kind: 'events', events: 350 });
export const d5 = twoArms(5000, constant, { kind: 'events', events: 3500 });

/** D2 with Weibull arms of shape 1.3: control median 6, hazard ratio 0.7. */
export const weibullTrial: Trial = {
  ...d2,
  control: {
    ...d2.control,
    law: { clock: { kind: 'weibull', shape: 1.3, scale: 6 / Math.LN2 ** (1 / 1.3) }, steps: NO_EFFECT },
  },
  experimental: {
    ...d2.experimental,
    law: { clock: { kind: 'weibull', shape: 1.3, scale: 6 / Math.LN2 ** (1 / 1.3) }, steps: constant },
  },
};

/** D2's first two looks stand for D3 until looks are a stage. */
export const designs: readonly Design[] = [
  { name: 'd1', trial: d1, power: 0.319, rejects: (z) => z < -Z },
  { name: 'd2', trial: d2, power: 0.9135, rejects: (z) => z > Z },
  {
    name: 'd2 at 175',
    trial: twoArms(500, constant, { kind: 'events', events: 175 }),
    power: null,
    rejects: (z) => z > Z,
  },
  { name: 'd4', trial: d4, power: 0.7848, rejects: (z) => z > Z },
  { name: 'd5', trial: d5, power: null, rejects: (z) => z > Z },
  { name: 'weibull', trial: weibullTrial, power: null, rejects: (z) => z > Z },
];

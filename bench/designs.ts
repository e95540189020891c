/**
 * The designs that are measured, in plain numbers, so that peers in other languages can be given the same ones, and the
 * power an independent simulation found for each.
 *
 * `known` comes from naive.ts (double precision, Math.random, Array.sort: nothing shared with the kernel) by
 * `node dist/bench/knownPower.js`; it depends on the design only, so it is made again when a design changes.
 */

import { exponential } from '../src/survival/clock.ts';
import { type HazardRatioSteps, NO_EFFECT, type SurvivalLaw } from '../src/survival/law.ts';
import type { AnalysisRule } from '../src/trial/analysis.ts';
import { makeArms } from '../src/trial/arm.ts';
import type { Effect } from '../src/trial/effect.ts';
import { logRankTest, type Trial, withArms } from '../src/trial/trial.ts';

/** A rejection rate with the standard error of how it was found. */
export interface KnownPower {
  readonly power: number;
  readonly standardError: number;
}

/** Efficacy looks of a group-sequential design: a trial rejects at the first look where z reaches its bound. */
export interface Looks {
  /** In order, before the analysis at the design's rule. */
  readonly interims: readonly { readonly events: number; readonly bound: number }[];
  /** Of the analysis at the design's rule. */
  readonly finalBound: number;
}

/** Two arms, uniform entry over `accrual` months. Hazards are per month, arrays are [control, experimental]. */
export interface Design {
  readonly name: string;
  readonly patients: readonly [number, number];
  readonly accrual: number;
  readonly controlMedian: number;
  /** Weibull shape of the control arm; 1 is exponential. */
  readonly shape: number;
  /** Hazard ratio (experimental ÷ control) until `delay` months on study, and after. */
  readonly ratios: readonly [number, number];
  readonly delay: number;
  readonly dropoutHazard: number;
  readonly rule: Extract<AnalysisRule, { kind: 'events' | 'calendarTime' }>;
  /** Left out: one analysis at the design's rule. */
  readonly looks?: Looks;
  /** Rejects for z beyond the critical value (the bound, where there are looks) in favour of the experimental arm, or against it. */
  readonly rejects: 'benefit' | 'harm';
  readonly known: KnownPower | null;
}

/** One-sided 0.025. */
export const CRITICAL_Z = 1.959963984540054;

/** 5 % a year. */
const DROPOUT = -Math.log(0.95) / 12;

const known = (power: number, standardError: number): KnownPower => ({ power, standardError });

/** These three are from another independent simulation in double precision, a million replicates, four digits. */
export const D2_POWER = known(0.9135, 0.0003);
const D3_POWER = known(0.9087, 0.0003);
const D4_POWER = known(0.7848, 0.0005);

const D2: Design = {
  name: 'd2',
  patients: [250, 250],
  accrual: 24,
  controlMedian: 6,
  shape: 1,
  ratios: [0.7, 0.7],
  delay: 0,
  dropoutHazard: DROPOUT,
  rule: { kind: 'events', events: 350 },
  rejects: 'benefit',
  known: D2_POWER,
};

/**
 * Bounds of the Lan–DeMets spending function of O'Brien and Fleming's kind, from rpact 3.3.4:
 * getDesignGroupSequential(informationRates = c(175, 262, 350) / 350, typeOfDesign = "asOF", alpha = 0.025,
 *   sided = 1)$criticalValues
 */
const OBRIEN_FLEMING: Looks = {
  interims: [
    { events: 175, bound: 2.96258804273 },
    { events: 262, bound: 2.36181297153 },
  ],
  finalBound: 2.01371162385,
};

const at = (events: number) => ({ kind: 'events', events }) as const;

export const designs = {
  d1: {
    ...D2,
    name: 'd1',
    patients: [51, 20],
    controlMedian: 9,
    ratios: [1.5, 1.5],
    dropoutHazard: 0,
    rule: { kind: 'calendarTime', time: 36 },
    rejects: 'harm',
    known: known(0.31848, 0.00024),
  },
  d2: D2,
  d3: { ...D2, name: 'd3', looks: OBRIEN_FLEMING, known: D3_POWER },
  d4: { ...D2, name: 'd4', ratios: [1, 0.6], delay: 3, known: D4_POWER },
  d5: { ...D2, name: 'd5', patients: [2500, 2500], rule: at(3500), known: known(1, 0) },
  weibull: { ...D2, name: 'weibull', shape: 1.2, known: known(0.91349, 0.00045) },
} as const satisfies Record<string, Design>;

const SIZED_POWERS: Readonly<Record<number, KnownPower>> = {
  50: known(0.18151, 0.0002),
  200: known(0.55615, 0.0006),
  500: D2_POWER,
};

/** D2 with n patients (even) and 0.7 n events. */
export function sized(n: number): Design {
  return {
    ...D2,
    name: `n${n}`,
    patients: [n / 2, n / 2],
    rule: at(Math.round(0.7 * n)),
    known: SIZED_POWERS[n] ?? (n >= 2000 ? known(1, 0) : null),
  };
}

/** Scale of the Weibull law with the control's median, S(t) = exp(−(t / scale)^shape). */
export function controlScale(design: Design): number {
  return design.controlMedian / Math.LN2 ** (1 / design.shape);
}

function controlLaw(design: Design): SurvivalLaw {
  const { shape, controlMedian } = design;
  if (shape === 1) return { clock: exponential(Math.LN2 / controlMedian), steps: NO_EFFECT };
  return { clock: { kind: 'weibull', shape, scale: controlScale(design) }, steps: NO_EFFECT };
}

/** The design as the kernel takes it. */
export function trialOf(design: Design): Trial {
  const { ratios, delay, dropoutHazard } = design;
  const law = controlLaw(design);
  const steps: HazardRatioSteps = delay > 0 ? { starts: [0, delay], ratios } : { starts: [0], ratios: [ratios[0]] };
  const [control, experimental] = design.patients;
  const block = gcd(control, experimental);
  return {
    arms: makeArms(
      { name: 'control', weight: control / block, effect: { kind: 'own', law }, dropoutHazard },
      {
        name: 'experimental',
        weight: experimental / block,
        effect: { kind: 'relative', steps },
        dropoutHazard,
      },
    ),
    patients: control + experimental,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: design.accrual },
    ...(design.looks ? { interims: design.looks.interims.map(({ events }) => at(events)) } : {}),
    analysis: design.rule,
    test: design.rejects === 'harm' ? TWO_SIDED : ONE_SIDED,
  };
}

const ONE_SIDED = logRankTest(0.025, 1);
const TWO_SIDED = logRankTest(0.05, 2);

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** What z is held against at each look, the last one's bound last. */
export function boundsOf({ looks }: Design): number[] {
  return looks ? [...looks.interims.map(({ bound }) => bound), looks.finalBound] : [CRITICAL_Z];
}

/** Whether a look with this z (> 0 in favour of experimental) and this bound rejects. */
export function rejects(design: Design, z: number, bound: number): boolean {
  return design.rejects === 'benefit' ? z >= bound : z <= -bound;
}

/** Two exponential arms 1 : 1, control median 6, uniform entry over 24 months, dropout 5 % a year. */
export function twoArms(patients: number, steps: HazardRatioSteps, analysis: AnalysisRule, dropout = DROPOUT): Trial {
  const effects: readonly Effect[] = [trialOf(D2).arms[0].effect, { kind: 'relative', steps }];
  const trial = withArms(trialOf(D2), (arm, i) => ({ ...arm, effect: effects[i], dropoutHazard: dropout }));
  return { ...trial, patients, analysis };
}

export const d1 = trialOf(designs.d1);
export const d2 = trialOf(designs.d2);
export const d4 = trialOf(designs.d4);
export const d5 = trialOf(designs.d5);

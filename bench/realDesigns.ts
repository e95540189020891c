/**
 * D2 with what makes a trial real, in plain numbers, so that peers in other languages can be given the same trials; what
 * each may cost, and the power an independent simulation found for it.
 *
 * `known` comes from naiveReal.ts (double precision, Math.random, native sort: nothing shared with the kernel) by
 * `node dist/bench/knownPower.js real-strata 100000`; it depends on the design only.
 */

import { exponential } from '../src/survival/clock.ts';
import { NO_EFFECT } from '../src/survival/law.ts';
import { makeArms } from '../src/trial/arm.ts';
import { CENTRE, type Centres, expectedRecruitment } from '../src/trial/centres.ts';
import { FIRST_COMPARED } from '../src/trial/comparison.ts';
import type { Effect } from '../src/trial/effect.ts';
import { timeToEvent } from '../src/trial/endpoint.ts';
import type { HypothesisFamily } from '../src/trial/hypothesisFamily.ts';
import type { Population } from '../src/trial/population.ts';
import type { ScanSchedule } from '../src/trial/scans.ts';
import { lastingEffect, type Priming } from '../src/trial/treatmentStart.ts';
import { logRankTest, type Trial } from '../src/trial/trial.ts';
import { D2_POWER, designs, type KnownPower } from './designs.ts';

/** Two levels: the second has a share of the patients and a hazard of its own, the effect is the same in both. */
export interface TwoLevels {
  readonly share: number;
  readonly hazardRatio: number;
}

/**
 * The treatment starts uniformly within `until` months of randomisation and acts from then on, with the design's hazard
 * ratio, or with one that decays from it to `residual` (on the log scale) as the start comes later.
 */
export interface DrawnStart {
  readonly until: number;
  readonly window: { readonly residual: number; readonly halfLife: number } | null;
}

/** Centres that open uniformly over `opening` months, recruit at gamma rates, and allocate in blocks of 4. */
export interface RecruitingCentres {
  readonly count: number;
  readonly opening: number;
  /** Patients a month of all centres together, in the mean. */
  readonly rate: number;
  /** Coefficient of variation of the rates. */
  readonly variation: number;
}

/** A scan each `interval` months, moved by up to `jitter` either way, missed with a probability; deaths are seen at once. */
export interface ScanPlan {
  readonly interval: number;
  readonly jitter: number;
  readonly missed: number;
  /** Share of the events. */
  readonly deaths: number;
}

/** Control median, dropout and (without centres) accrual are those of D2; arms have equal sizes, or blocks are of equal shares. */
export interface RealDesign {
  readonly name: string;
  readonly what: string;
  readonly patients: number;
  /** The analysis comes at this event of all arms. */
  readonly events: number;
  /** Of each experimental arm. */
  readonly hazardRatios: readonly number[];
  readonly levels: TwoLevels | null;
  readonly start: DrawnStart | null;
  readonly centres: RecruitingCentres | null;
  readonly scans: ScanPlan | null;
  /** Most nanoseconds a patient over those of the plain trial. */
  readonly bar: number;
  readonly known: KnownPower | null;
}

const { accrual, controlMedian, dropoutHazard } = designs.d2;

const known = (power: number, standardError: number): KnownPower => ({ power, standardError });

const PLAIN: RealDesign = {
  name: 'real-plain',
  what: 'D2, the plain log-rank trial',
  patients: 500,
  events: 350,
  hazardRatios: [0.7],
  levels: null,
  start: null,
  centres: null,
  scans: null,
  bar: 1,
  known: D2_POWER,
};

const LEVELS: TwoLevels = { share: 0.4, hazardRatio: 0.6 };
const START: DrawnStart = { until: 1, window: null };
const WINDOW: DrawnStart = { until: 1, window: { residual: 0.95, halfLife: 0.7 } };
const TWENTY: RecruitingCentres = { count: 20, opening: 6, rate: 500 / 24, variation: 0.7 };
const SCANS: ScanPlan = { interval: 2, jitter: 0.25, missed: 0.05, deaths: 0.1 };

export const realDesigns = {
  plain: PLAIN,
  strata: {
    ...PLAIN,
    name: 'real-strata',
    what: 'a factor of two levels, the log-rank stratified by it',
    levels: LEVELS,
    bar: 2,
    known: known(0.91443, 0.00089),
  },
  arms: {
    ...PLAIN,
    name: 'real-arms',
    what: 'three arms of 250, two hypotheses after Holm',
    patients: 750,
    events: 525,
    hazardRatios: [0.7, 0.84],
    bar: 1.6,
    known: known(0.86724, 0.00107),
  },
  start: {
    ...PLAIN,
    name: 'real-start',
    what: 'a start drawn for each patient',
    start: START,
    bar: 2,
    known: known(0.86546, 0.00108),
  },
  window: {
    ...PLAIN,
    name: 'real-window',
    what: 'the same with an effect that decays with a later start',
    start: WINDOW,
    bar: 2,
    known: known(0.5677, 0.0016),
  },
  centres: {
    ...PLAIN,
    name: 'real-centres',
    what: '20 centres that recruit, blocks of 4 within them',
    centres: TWENTY,
    bar: 2.5,
    known: known(0.91384, 0.00089),
  },
  scans: {
    ...PLAIN,
    name: 'real-scans',
    what: 'scans every 2 ± 0.25 months, 5 % missed, a tenth of events are deaths',
    scans: SCANS,
    bar: 2.5,
    known: known(0.90852, 0.00091),
  },
  all: {
    ...PLAIN,
    name: 'real-all',
    what: 'all of it together in two arms, blocks within centre and level',
    levels: LEVELS,
    start: WINDOW,
    centres: TWENTY,
    scans: SCANS,
    bar: 5,
    known: known(0.57242, 0.00156),
  },
} as const satisfies Record<string, RealDesign>;

const FACTOR = 'level';

function populationOf({ share, hazardRatio }: TwoLevels): Population {
  return {
    factors: [
      {
        name: FACTOR,
        levels: [
          { name: 'first', prevalence: 1 - share, hazardRatio: 1, effectRatio: 1 },
          { name: 'second', prevalence: share, hazardRatio, effectRatio: 1 },
        ],
      },
    ],
    covariates: [],
    survivalOf: 'reference',
  };
}

function centresOf({ count, opening, rate, variation }: RecruitingCentres): Centres {
  return {
    regions: [
      {
        name: 'all',
        centres: count,
        start: 0,
        opening: { kind: 'uniform', over: opening },
        rate: rate / count,
        variation,
        cap: Number.POSITIVE_INFINITY,
      },
    ],
    recruit: true,
    frailty: null,
    effectSd: 0,
  };
}

function effectOf(hazardRatio: number, start: DrawnStart | null): Effect {
  if (start === null) return { kind: 'relative', steps: { starts: [0], ratios: [hazardRatio] } };
  const priming: Priming =
    start.window === null
      ? { kind: 'constant', hazardRatio }
      : { kind: 'halfLife', synchronous: hazardRatio, plateau: 0, ...start.window };
  return { kind: 'timed', timing: lastingEffect(priming) };
}

function holm(experimental: readonly string[]): HypothesisFamily {
  return {
    hypotheses: experimental.map((name, k) => ({ ...FIRST_COMPARED, name, arm: k + 1 })),
    procedure: { kind: 'holm' },
    dropping: null,
    success: 'any',
    stopsAt: 'nothingLeft',
  };
}

/** The design as the kernel takes it. */
export function realTrialOf({ patients, events, hazardRatios, levels, start, centres, scans }: RealDesign): Trial {
  const law = { clock: exponential(Math.LN2 / controlMedian), steps: NO_EFFECT };
  const names = hazardRatios.map((_, k) => `experimental ${k + 1}`);
  const recruiting = centres && centresOf(centres);
  const schedule: ScanSchedule | null = scans && {
    starts: [0],
    intervals: [scans.interval],
    jitter: scans.jitter,
    missed: scans.missed,
  };
  const [first, ...further] = hazardRatios.map((ratio, k) => ({
    name: names[k],
    weight: 1,
    effect: effectOf(ratio, start),
    dropoutHazard,
    ...(start ? { start: { lag: { kind: 'uniform', from: 0, to: start.until } as const } } : {}),
  }));
  return {
    endpoints: [timeToEvent()],
    arms: makeArms({ name: 'control', weight: 1, effect: { kind: 'own', law }, dropoutHazard }, first, ...further),
    patients,
    accrual: recruiting
      ? expectedRecruitment(recruiting)
      : { pattern: 'uniform', starts: [0], rates: [1], duration: accrual },
    analysis: { kind: 'events', events },
    test: { ...logRankTest(0.025, 1), stratifiedBy: levels ? [FACTOR] : [] },
    ...(levels ? { population: populationOf(levels) } : {}),
    ...(names.length > 1 ? { family: holm(names) } : {}),
    ...(recruiting
      ? {
          centres: recruiting,
          randomisation: { kind: 'permutedBlocks', sizes: [4], stratifiedBy: levels ? [CENTRE, FACTOR] : [CENTRE] },
        }
      : {}),
    ...(schedule
      ? {
          scans: {
            schedules: [schedule, ...names.map(() => schedule)],
            deaths: { kind: 'share', share: scans?.deaths ?? 0 },
          },
        }
      : {}),
  };
}

/** One-sided 0.025, and 0.0125 for the first of two that Holm rejects. */
const FIRST_BOUNDS = [1.959963984540054, 2.241402727604947];

/** What the largest z of the comparisons must reach for Holm's procedure to reject any of them. */
export function firstBound({ hazardRatios }: RealDesign): number {
  return FIRST_BOUNDS[hazardRatios.length - 1];
}

/**
 * How a patient's time on study ends where the hazard is the patient's own: steps of a drawn start, a multiplier, or both;
 * and by any law that plan/exitLaw.ts has no quicker way for. Times are in quanta, and all numbers are exact in single
 * precision. See draw/drawOwnArm.ts.
 */
import { log } from '../../elementary/log.ts';
import type { Clock, PiecewiseClock, WeibullClock } from '../../survival/clock.ts';
import { clockCumulativeHazard } from '../../survival/clock.ts';
import {
  cumulativeHazard,
  hazard,
  hazardBreaks,
  type InverseLaw,
  invertLaw,
  NO_EFFECT,
  type SurvivalLaw,
} from '../../survival/law.ts';
import type { Priming, TimedEffect } from '../../trial/treatmentStart.ts';
import type { DriftLaw } from './driftLaw.ts';
import { NEVER, QUANTUM } from './ticks.ts';

/** origins[j] + (x − breaks[j]) × slopes[j] in the last piece j whose break x has reached; the first break is 0. */
export interface SingleLine {
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
}

/** The operational time of an arm: its clock's cumulative hazard, or time itself where the hazard is constant. */
export type SingleClock =
  | { readonly kind: 'time' }
  /** From time to cumulative hazard and back. */
  | { readonly kind: 'piecewise'; readonly hazard: SingleLine; readonly time: SingleLine }
  /** (t × rate)^shape and scale × h^exponent. */
  | {
      readonly kind: 'weibull';
      readonly rate: number;
      readonly shape: number;
      readonly scale: number;
      readonly exponent: number;
    };

/** What is needed of a share π of patients who never fail, single-precision numbers. */
export interface SingleCure {
  /** 1 − π. */
  readonly uncured: number;
  /** π/(1 − π). */
  readonly odds: number;
  /** H = −ln π, which the cumulative hazard of all never reaches. */
  readonly most: number;
}

/** The binary logarithm of the hazard ratio as it depends on how late the second treatment comes, in quanta. */
export type SinglePriming =
  | { readonly kind: 'constant'; readonly hazardRatio: number }
  /** residual + primed × 2^(−max(0, late − plateau) × rate). */
  | {
      readonly kind: 'halfLife';
      readonly residual: number;
      readonly primed: number;
      readonly plateau: number;
      readonly rate: number;
    }
  /** A line within [breaks[0], last], constant beyond. */
  | { readonly kind: 'table'; readonly line: SingleLine; readonly last: number };

/** A patient's own steps of hazard ratio, by lag (trial/treatmentStart.ts). */
export interface StartSteps {
  readonly priming: SinglePriming;
  readonly onset: number;
  /** How long the effect of a procedure lasts, and the hazard ratio from then on; null for good. */
  readonly waning: { readonly duration: number; readonly ratio: number } | null;
  readonly repeats: readonly number[];
  /** Hazard ratio until a first procedure that comes after the second treatment; null where it is 1. */
  readonly waiting: number | null;
}

export interface OwnExit {
  readonly kind: 'own';
  /** From E over the patient's multiplier to operational time, or what the patient's own steps are laid on. */
  readonly line: SingleLine;
  /** Back again: from operational time, or what the patient's own steps make of it, to the cumulative hazard of multiplier 1. */
  readonly cumulative: SingleLine;
  /** Null where all patients of the arm share its steps, which are in `line`. */
  readonly steps: StartSteps | null;
  /** Null where everybody fails in the end. */
  readonly cure: SingleCure | null;
  readonly clock: SingleClock;
  /** What the time of entry does to the patient's multiplier; null for nothing. */
  readonly drift: DriftLaw | null;
  /** 0 for no dropout. */
  readonly dropoutMean: number;
  /** Ticks on study at or after which a patient never exits. */
  readonly limit: number;
  /**
   * Whether single-precision times become ticks as they are, which they do where patients leave so fast that uniform ticks
   * within a quantum would show.
   */
  readonly fine: boolean;
}

/** Stands for an infinite slope. */
const ENDLESS = 2 ** 100;
/** At most one patient in this many, of hazard 1, may leave within a quantum whose ticks are uniform. */
const STEEP = 1000;

const { fround } = Math;

/** The line whose x, y and slope are multiplied so. */
function lineOf({ breaks, origins, slopes }: InverseLaw, scale = 1): SingleLine {
  return {
    breaks: breaks.map(fround),
    origins: origins.map((origin) => fround(Math.min(ENDLESS, origin * scale))),
    slopes: slopes.map((slope) => fround(Math.min(ENDLESS, slope * scale))),
  };
}

/** From time in quanta, where `merged`, else from operational time, to the law's cumulative hazard. */
function cumulativeOf(law: SurvivalLaw, merged: boolean, perUnit: number): SingleLine {
  const { clock, steps } = law;
  const times = merged ? [...new Set([0, ...hazardBreaks(law)])].sort((a, b) => a - b) : steps.starts;
  return {
    breaks: times.map((t) => fround(merged ? t * perUnit : clockCumulativeHazard(clock, t))),
    origins: times.map((t) => fround(cumulativeHazard(law, t))),
    slopes: times.map((t, j) => fround(merged ? hazard(law, t) / perUnit : steps.ratios[j])),
  };
}

/** A line through 0. */
const throughZero = (slope: number): SingleLine => ({ breaks: [0], origins: [0], slopes: [fround(slope)] });

function clockOf(clock: PiecewiseClock | WeibullClock, perUnit: number): SingleClock {
  if (clock.kind === 'weibull') {
    const { shape, scale } = clock;
    return {
      kind: 'weibull',
      rate: fround(1 / (scale * perUnit)),
      shape: fround(shape),
      scale: fround(scale * perUnit),
      exponent: fround(1 / shape),
    };
  }
  return {
    kind: 'piecewise',
    hazard: {
      breaks: clock.starts.map((start) => fround(start * perUnit)),
      origins: clock.starts.map((start) => fround(clockCumulativeHazard(clock, start))),
      slopes: clock.hazards.map((rate) => fround(rate / perUnit)),
    },
    time: lineOf(invertLaw({ clock, steps: NO_EFFECT }), perUnit),
  };
}

function primingOf(priming: Priming, perUnit: number): SinglePriming {
  const log2 = (ratio: number) => log(ratio) * Math.LOG2E;
  switch (priming.kind) {
    case 'constant':
      return { kind: 'constant', hazardRatio: fround(priming.hazardRatio) };
    case 'halfLife':
      return {
        kind: 'halfLife',
        residual: fround(log2(priming.residual)),
        primed: fround(log2(priming.synchronous) - log2(priming.residual)),
        plateau: fround(priming.plateau * perUnit),
        rate: fround(1 / (priming.halfLife * perUnit)),
      };
    case 'table': {
      const { lags, hazardRatios } = priming;
      const origins = hazardRatios.map(log2);
      return {
        kind: 'table',
        line: {
          breaks: lags.map((lag) => fround(lag * perUnit)),
          origins: origins.map(fround),
          slopes: lags.map((lag, j) =>
            j + 1 < lags.length ? fround((origins[j + 1] - origins[j]) / ((lags[j + 1] - lag) * perUnit)) : 0,
          ),
        },
        last: fround(lags[lags.length - 1] * perUnit),
      };
    }
  }
}

function stepsOf(effect: TimedEffect, perUnit: number): StartSteps {
  const { priming, onset, duration, waned, repeats, waiting } = effect;
  return {
    priming: primingOf(priming, perUnit),
    onset: fround(onset * perUnit),
    waning: Number.isFinite(duration) ? { duration: fround(duration * perUnit), ratio: fround(waned) } : null,
    repeats: repeats.map((repeat) => fround(repeat * perUnit)),
    waiting: waiting === 1 ? null : fround(waiting),
  };
}

function cureOf(clock: Clock): SingleCure | null {
  if (clock.kind !== 'cure') return null;
  const { cureFraction } = clock;
  return {
    uncured: fround(1 - cureFraction),
    odds: fround(cureFraction / (1 - cureFraction)),
    most: fround(-log(cureFraction)),
  };
}

/**
 * The exit of an arm with this law (`own` null), or of one whose patients lay steps of their own on the law's clock.
 * `followUpTicks` is NEVER where patients are followed to the end.
 * @throws RangeError for a law on a tabulated clock, which only sums up what follows from other laws
 */
export function planOwnExit(
  { law, dropoutHazard }: { readonly law: SurvivalLaw; readonly dropoutHazard: number },
  own: TimedEffect | null,
  ticksPerUnit: number,
  followUpTicks: number,
  drift: DriftLaw | null = null,
): OwnExit {
  const perUnit = ticksPerUnit / QUANTUM;
  const { clock } = law;
  const uncured = clock.kind === 'cure' ? clock.uncured : clock;
  if (uncured.kind === 'tabulated')
    throw new RangeError('planOwnExit: the law is of all patients together; their times follow from their histories');
  const constant = clock.kind === 'piecewise' && clock.starts.length === 1 && clock.hazards[0] > 0;
  const merged = clock.kind === 'piecewise' && own === null;
  const unit = constant ? perUnit / clock.hazards[0] : 1;
  const inverse = invertLaw(law);
  const atOnce = cumulativeHazard(own === null ? law : { clock, steps: NO_EFFECT }, 1 / perUnit);
  const steepest =
    uncured.kind === 'piecewise'
      ? Math.max(...uncured.hazards, ...inverse.slopes.map((slope) => (merged ? 1 / slope : 0))) / perUnit
      : atOnce;
  return {
    kind: 'own',
    line: own === null ? lineOf(inverse, merged ? perUnit : 1) : throughZero(unit),
    cumulative: own === null ? cumulativeOf(law, merged, perUnit) : throughZero(1 / unit),
    steps: own && stepsOf(own, perUnit),
    cure: cureOf(clock),
    clock: merged || constant ? { kind: 'time' } : clockOf(uncured, perUnit),
    drift,
    dropoutMean: dropoutHazard === 0 ? 0 : fround(perUnit / dropoutHazard),
    limit: Math.min(followUpTicks, NEVER - QUANTUM + 1),
    fine: Math.max(steepest, dropoutHazard / perUnit) > 1 / STEEP,
  };
}

/**
 * Baseline clocks: the cumulative hazard H₀(t) of an arm before any hazard ratio is laid on it, and its inverse.
 * Times are on study, in the scenario's unit; hazards per that unit.
 */
import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import { log1p } from '../elementary/log1p.ts';
import { pow } from '../elementary/pow.ts';
import { type TabulatedClock, tabulatedCumulativeHazard, tabulatedHazard, tabulatedTime } from './tabulatedClock.ts';

/** Constant hazard `hazards[j]` from `starts[j]` (the first start is 0) to the next start, the last one for ever. */
export interface PiecewiseClock {
  readonly kind: 'piecewise';
  readonly starts: readonly number[];
  readonly hazards: readonly number[];
}

/** H₀(t) = (t / scale)^shape. */
export interface WeibullClock {
  readonly kind: 'weibull';
  readonly shape: number;
  readonly scale: number;
}

/** A share `cureFraction` never fails, and the rest follow `uncured`: S(t) = π + (1 − π) exp(−H_u(t)) (Boag 1949). */
export interface CureClock {
  readonly kind: 'cure';
  readonly cureFraction: number;
  readonly uncured: PiecewiseClock | WeibullClock;
}

/** A clock that is written as such, rather than summing up what follows from others. */
export type WrittenClock = PiecewiseClock | WeibullClock | CureClock;

export type Clock = WrittenClock | TabulatedClock;

/** The exponential clock, H₀(t) = hazard × t. */
export function exponential(hazard: number): PiecewiseClock {
  return { kind: 'piecewise', starts: [0], hazards: [hazard] };
}

/** Index of the piece that holds x, `starts` ascending from 0 and x ≥ 0. */
export function pieceAt(starts: readonly number[], x: number): number {
  let j = starts.length - 1;
  while (j > 0 && starts[j] > x) j--;
  return j;
}

/** The power of t as which the cumulative hazard begins. */
export function exponentAtZero(clock: Clock): number {
  const single = clock.kind === 'cure' ? clock.uncured : clock;
  if (single.kind === 'weibull') return single.shape;
  return single.kind === 'tabulated' ? single.exponent : 1;
}

/** H₀(t), t ≥ 0. */
export function clockCumulativeHazard(clock: Clock, t: number): number {
  switch (clock.kind) {
    case 'piecewise': {
      let h = 0;
      for (let j = 0; j < clock.starts.length; j++) {
        const end = clock.starts[j + 1] ?? Number.POSITIVE_INFINITY;
        if (clock.hazards[j] > 0) h += clock.hazards[j] * (Math.min(t, end) - clock.starts[j]);
        if (t <= end) break;
      }
      return h;
    }
    case 'weibull':
      return pow(t / clock.scale, clock.shape);
    case 'cure':
      return -log1p((1 - clock.cureFraction) * expm1(-clockCumulativeHazard(clock.uncured, t)));
    case 'tabulated':
      return tabulatedCumulativeHazard(clock, t);
  }
}

/** H₀⁻¹(h): the time at which the cumulative hazard reaches h ≥ 0; Infinity when it never does. */
export function clockTime(clock: Clock, h: number): number {
  switch (clock.kind) {
    case 'piecewise': {
      let reached = 0;
      const last = clock.starts.length - 1;
      for (let j = 0; j < last; j++) {
        const next = reached + clock.hazards[j] * (clock.starts[j + 1] - clock.starts[j]);
        if (h < next) return clock.starts[j] + (h - reached) / clock.hazards[j];
        reached = next;
      }
      if (h === reached) return clock.starts[last];
      return clock.hazards[last] > 0
        ? clock.starts[last] + (h - reached) / clock.hazards[last]
        : Number.POSITIVE_INFINITY;
    }
    case 'weibull':
      return clock.scale * pow(h, 1 / clock.shape);
    case 'cure': {
      const dead = -expm1(-h) / (1 - clock.cureFraction);
      return dead < 1 ? clockTime(clock.uncured, -log1p(-dead)) : Number.POSITIVE_INFINITY;
    }
    case 'tabulated':
      return tabulatedTime(clock, h);
  }
}

/** The hazard H₀′(t) (right-continuous; Infinity at 0 for a Weibull of shape below 1). */
export function clockHazard(clock: Clock, t: number): number {
  switch (clock.kind) {
    case 'piecewise':
      return clock.hazards[pieceAt(clock.starts, t)];
    case 'weibull':
      return (clock.shape / clock.scale) * pow(t / clock.scale, clock.shape - 1);
    case 'cure': {
      const alive = (1 - clock.cureFraction) * exp(-clockCumulativeHazard(clock.uncured, t));
      return (alive * clockHazard(clock.uncured, t)) / (clock.cureFraction + alive);
    }
    case 'tabulated':
      return tabulatedHazard(clock, t);
  }
}

/** Times at which the hazard jumps, for quadrature whose panels end there. */
export function clockBreaks(clock: Clock): readonly number[] {
  switch (clock.kind) {
    case 'piecewise':
      return clock.starts.slice(1);
    case 'weibull':
      return [];
    case 'cure':
      return clockBreaks(clock.uncured);
    case 'tabulated':
      return clock.jumps;
  }
}

/** When patients start the second treatment, compiled: how a random word becomes a lag in quanta and a start in ticks. */
import type { Lag } from '../../trial/lag.ts';
import { QUANTUM, tickOf } from './ticks.ts';

/**
 * The lag of a patient in quanta, negative where the second treatment comes before the procedure; see draw/drawLags.ts. All
 * times are exact in single precision.
 */
export type LagLaw =
  | { readonly kind: 'fixed'; readonly lag: number; readonly tick: number }
  /** The lag is lags[i] of the last i whose from[i] ≤ word; from[0] = 0. It starts at ticks[i]. */
  | {
      readonly kind: 'discrete';
      readonly from: readonly number[];
      readonly lags: readonly number[];
      readonly ticks: readonly number[];
    }
  /** middle + half × x, x uniform on (−1, 1). */
  | { readonly kind: 'uniform'; readonly middle: number; readonly half: number }
  /** after + mean × E, E a unit exponential. */
  | { readonly kind: 'exponential'; readonly after: number; readonly mean: number }
  /** after + median × 2^(spread × z), z standard normal. */
  | { readonly kind: 'lognormal'; readonly after: number; readonly median: number; readonly spread: number };

/** The first word whose uniform number is at or above p, at most the last word. */
function wordFrom(p: number): number {
  return Math.min(2 ** 32 - 1, Math.max(0, Math.ceil(p * 2 ** 32 - 0.5)));
}

export function planLag(lag: Lag, ticksPerUnit: number): LagLaw {
  const quanta = (time: number) => Math.fround((time * ticksPerUnit) / QUANTUM);
  const startTick = (time: number) => Math.max(0, tickOf(time, ticksPerUnit));
  switch (lag.kind) {
    case 'fixed':
      return { kind: 'fixed', lag: quanta(lag.time), tick: startTick(lag.time) };
    case 'discrete': {
      let below = 0;
      return {
        kind: 'discrete',
        from: lag.shares.map((share) => {
          const from = wordFrom(below);
          below += share;
          return from;
        }),
        lags: lag.times.map(quanta),
        ticks: lag.times.map(startTick),
      };
    }
    case 'uniform':
      return { kind: 'uniform', middle: quanta((lag.from + lag.to) / 2), half: quanta((lag.to - lag.from) / 2) };
    case 'exponential':
      return { kind: 'exponential', after: quanta(lag.after), mean: quanta(lag.mean) };
    case 'lognormal':
      return {
        kind: 'lognormal',
        after: quanta(lag.after),
        median: quanta(lag.median),
        spread: Math.fround(lag.spread * Math.LOG2E),
      };
  }
}

/**
 * The time from randomisation, which is the first procedure, to the start of the second treatment: one time for all, or
 * a distribution. Negative where the second treatment comes first: it then starts at randomisation and the procedure
 * waits that long.
 */
import { exp } from '../elementary/exp.ts';
import { log1p } from '../elementary/log1p.ts';
import { square } from '../elementary/square.ts';
import { normalQuantile } from '../maths/normal.ts';

export type Lag =
  | { readonly kind: 'fixed'; readonly time: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  /** exp(N(ln median, spread²)) after `after`. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly spread: number; readonly after: number }
  /** Exponential with this mean after `after`. */
  | { readonly kind: 'exponential'; readonly mean: number; readonly after: number }
  /** `times[i]` with probability `shares[i]`; the shares sum to 1. */
  | { readonly kind: 'discrete'; readonly times: readonly number[]; readonly shares: readonly number[] };

/** The lag below which a share p of patients starts, 0 < p < 1. */
export function lagQuantile(lag: Lag, p: number): number {
  switch (lag.kind) {
    case 'fixed':
      return lag.time;
    case 'uniform':
      return lag.from + (lag.to - lag.from) * p;
    case 'lognormal':
      return lag.after + lag.median * exp(lag.spread * normalQuantile(p));
    case 'exponential':
      return lag.after - lag.mean * log1p(-p);
    case 'discrete': {
      let below = 0;
      for (let i = 0; i < lag.times.length - 1; i++) {
        below += lag.shares[i];
        if (p < below) return lag.times[i];
      }
      return lag.times[lag.times.length - 1];
    }
  }
}

export function meanLag(lag: Lag): number {
  switch (lag.kind) {
    case 'fixed':
      return lag.time;
    case 'uniform':
      return (lag.from + lag.to) / 2;
    case 'lognormal':
      return lag.after + lag.median * exp(square(lag.spread) / 2);
    case 'exponential':
      return lag.after + lag.mean;
    case 'discrete':
      return lag.times.reduce((sum, time, i) => sum + time * lag.shares[i], 0);
  }
}

/** Lags and their shares that stand for the distribution in an integral: exact where it is discrete, midpoints of equal shares elsewhere. */
export function lagNodes(lag: Lag, points = 128): readonly { readonly lag: number; readonly share: number }[] {
  if (lag.kind === 'fixed') return [{ lag: lag.time, share: 1 }];
  if (lag.kind === 'discrete') return lag.times.map((time, i) => ({ lag: time, share: lag.shares[i] }));
  return Array.from({ length: points }, (_, i) => ({ lag: lagQuantile(lag, (i + 0.5) / points), share: 1 / points }));
}

/** The distribution moved by `by`: what a surface over lags does to one that scatters. */
export function shiftedLag(lag: Lag, by: number): Lag {
  switch (lag.kind) {
    case 'fixed':
      return { kind: 'fixed', time: lag.time + by };
    case 'uniform':
      return { kind: 'uniform', from: lag.from + by, to: lag.to + by };
    case 'discrete':
      return { ...lag, times: lag.times.map((time) => time + by) };
    default:
      return { ...lag, after: lag.after + by };
  }
}

/**
 * Error spending functions: how much of an error (alpha or beta) may be spent by information fraction t.
 * Lan & DeMets, Biometrika 70 (1983) 659–663; Hwang, Shih & DeCani, Stat. Med. 9 (1990) 1439–1445;
 * Kim & DeMets, Biometrika 74 (1987) 149–154.
 */
import { expm1 } from '../elementary/expm1.ts';
import { log1p } from '../elementary/log1p.ts';
import { pow } from '../elementary/pow.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';

export type SpendingFunction =
  /** Lan–DeMets, O'Brien–Fleming-like: 2 − 2Φ(z_{error/2} / √t). */
  | { readonly kind: 'obrienFleming' }
  /** Lan–DeMets, Pocock-like: error · ln(1 + (e − 1)t). */
  | { readonly kind: 'pocock' }
  /** error · (1 − e^{−γt}) / (1 − e^{−γ}); γ = 0 is linear, negative γ spends late. */
  | { readonly kind: 'hwangShihDeCani'; readonly gamma: number }
  /** error · t^ρ, ρ > 0. */
  | { readonly kind: 'kimDeMets'; readonly rho: number }
  /**
   * Cumulative error `spent` (probabilities, over all sides, not decreasing) at increasing `fractions`, linear in
   * between, 0 at 0. After the last fraction it goes on linearly to the whole error at 1.
   */
  | { readonly kind: 'cumulative'; readonly fractions: readonly number[]; readonly spent: readonly number[] };

/** The piecewise linear function through (xs[i], ys[i]), xs increasing, x between the first and the last. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const right = Math.max(
    1,
    xs.findIndex((knot) => knot >= x),
  );
  const share = (x - xs[right - 1]) / (xs[right] - xs[right - 1]);
  return ys[right - 1] + share * (ys[right] - ys[right - 1]);
}

/** Cumulative error spent by information fraction t: 0 at t ≤ 0, all of `error` at t ≥ 1. */
export function spend(spending: SpendingFunction, error: number, t: number): number {
  if (!(t > 0)) return 0;
  if (t >= 1) return error;
  switch (spending.kind) {
    case 'obrienFleming':
      return 2 * normalCdf(normalQuantile(error / 2) / Math.sqrt(t));
    case 'pocock':
      return error * log1p((Math.E - 1) * t);
    case 'hwangShihDeCani':
      return spending.gamma === 0 ? error * t : (error * expm1(-spending.gamma * t)) / expm1(-spending.gamma);
    case 'kimDeMets':
      return error * pow(t, spending.rho);
    case 'cumulative':
      return Math.min(error, interpolate([0, ...spending.fractions, 1], [0, ...spending.spent, error], t));
  }
}

/**
 * Cumulative alpha spent on one side by fraction t. A two-sided alpha is halved before it is spent, which for the
 * O'Brien–Fleming-like function is not the same as halving what was spent; a `cumulative` one is given over both sides.
 */
export function spendOnSide(spending: SpendingFunction, alpha: number, sides: 1 | 2, t: number): number {
  if (spending.kind === 'cumulative') return spend(spending, alpha, t) / sides;
  return spend(spending, alpha / sides, t);
}

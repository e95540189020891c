/**
 * Conditional and predictive power: the chance, from an interim result, of claiming efficacy at a later look.
 * Lachin, Stat. Med. 24 (2005) 2747–2764; Jennison & Turnbull (2000), ch. 10; Spiegelhalter, Freedman & Blackburn,
 * Control. Clin. Trials 7 (1986) 8–17.
 *
 * Drifts are θ√I at fraction 1. The drift to condition on may be the planned one, 0 (the null) or the observed one.
 */
import { square } from '../elementary/square.ts';
import { normalCdf } from '../maths/normal.ts';
import { type Boundaries, crossingFrom, lowerEnd } from './crossing.ts';
import { start } from './recursion.ts';

export interface InterimResult {
  readonly z: number;
  readonly fraction: number;
}

/** A last look: efficacy at z ≥ bound. */
export interface LastLook {
  readonly fraction: number;
  readonly bound: number;
}

/** Normal prior of the drift; sd above 0, ∞ for the flat prior. */
export interface DriftPrior {
  readonly mean: number;
  readonly sd: number;
}

/** The drift that the interim result itself suggests, z/√t. */
export function observedDrift({ z, fraction }: InterimResult): number {
  return z / Math.sqrt(fraction);
}

/** The looks of a plan after number `look` (counted from 1; 0 for all of them). */
export function laterLooks({ fractions, sides, efficacy, futility }: Boundaries, look: number): Boundaries {
  return {
    fractions: fractions.slice(look),
    sides,
    efficacy: efficacy.slice(look),
    ...(futility && { futility: futility.slice(look) }),
  };
}

/** Probability of claiming efficacy at any of the later looks under `drift`; futility bounds given are acted on. */
export function conditionalPower(
  { z, fraction }: InterimResult,
  later: Boundaries,
  drift: number,
  resolution?: number,
): number {
  return crossingFrom(start(drift, resolution, z, fraction), later).power;
}

/** Conditional power when only the last look is still to come: Φ((B + δ(t_K − t) − u√t_K) / √(t_K − t)), B = z√t. */
export function conditionalPowerAtLast({ z, fraction }: InterimResult, last: LastLook, drift: number): number {
  const remaining = last.fraction - fraction;
  const expected = z * Math.sqrt(fraction) + drift * remaining;
  return normalCdf((expected - last.bound * Math.sqrt(last.fraction)) / Math.sqrt(remaining));
}

/** The drift's distribution given the interim result: B = z√t ~ N(δt, t). */
export function driftPosterior(prior: DriftPrior, { z, fraction }: InterimResult): DriftPrior {
  const precision = 1 / (prior.sd * prior.sd);
  const weighted = precision === 0 ? 0 : precision * prior.mean;
  return {
    mean: (weighted + z * Math.sqrt(fraction)) / (precision + fraction),
    sd: 1 / Math.sqrt(precision + fraction),
  };
}

/**
 * Predictive power when only the last look is still to come: the drift's posterior spreads B(t_K) by another
 * Δ²·variance.
 */
export function predictivePowerAtLast(interim: InterimResult, last: LastLook, prior: DriftPrior): number {
  const { mean, sd } = driftPosterior(prior, interim);
  const remaining = last.fraction - interim.fraction;
  const expected = interim.z * Math.sqrt(interim.fraction) + mean * remaining;
  const spread = Math.sqrt(remaining + square(remaining * sd));
  return normalCdf((expected - last.bound * Math.sqrt(last.fraction)) / spread);
}

/**
 * Conditional power at any of the later looks, averaged over the drift's posterior. With the drift unknown its posterior
 * mean at later looks, (m/s² + B(t)) / (1/s² + t), is itself a Brownian motion without drift, run on the clock of the
 * posterior variance used up; so one recursion with the bounds carried over takes the average exactly.
 * Later looks have more information than the interim; a flat prior needs an interim fraction above 0.
 */
export function predictivePower(
  interim: InterimResult,
  later: Boundaries,
  prior: DriftPrior,
  resolution?: number,
): number {
  const { mean, sd } = driftPosterior(prior, interim);
  const gained = later.fractions.map((t) => t - interim.fraction);
  // By a later look the posterior's precision has grown by this factor, and its variance used up is the clock × sd².
  const sharper = gained.map((more) => 1 + more * sd * sd);
  const clock = gained.map((more, k) => more / sharper[k]);
  const score = interim.z * Math.sqrt(interim.fraction);
  const carried = (z: number, k: number) =>
    (z * Math.sqrt(later.fractions[k]) - score - mean * gained[k]) / Math.sqrt(gained[k] * sharper[k]);
  const lower = later.efficacy.map((u, k) => lowerEnd(later.sides, u, later.futility?.[k]));
  return crossingFrom(start(0, resolution), {
    fractions: clock,
    sides: 1,
    efficacy: later.efficacy.map(carried),
    futility: lower.map(carried),
  }).power;
}

/** Where a monitored trial ends: probabilities of leaving at each look under a drift. */
import { type Continuation, exits, goOn, probabilityBelow, probabilityOfContinuing, start } from './recursion.ts';

/** A design's looks; arrays have one entry per look. */
export interface Boundaries {
  /** Information fractions, increasing; the last may be below or above 1. */
  readonly fractions: readonly number[];
  readonly sides: 1 | 2;
  /** Efficacy is claimed at z ≥ this, ∞ for no such stop. Two-sided designs claim harm at z ≤ minus this. */
  readonly efficacy: readonly number[];
  /** Stop for futility at z ≤ this, −∞ for no such stop. If this is left out, no look stops for futility. */
  readonly futility?: readonly number[];
}

export interface Crossing {
  /** Probability of stopping at each look for efficacy, for harm (two-sided only) and for futility. */
  readonly efficacy: readonly number[];
  readonly harm: readonly number[];
  readonly futility: readonly number[];
  /** Probability of claiming efficacy at any look. */
  readonly power: number;
  /** Probability of reaching each look. */
  readonly reached: readonly number[];
  /** Expected information fraction at stopping. */
  readonly information: number;
}

/**
 * The lower end of the region in which a look goes on: the bound for harm in a two-sided design or for futility,
 * whichever is higher.
 */
export function lowerEnd(sides: 1 | 2, efficacy: number, futility = Number.NEGATIVE_INFINITY): number {
  return sides === 2 ? Math.max(futility, -efficacy) : futility;
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);

/** What is left after a plan's looks before number `look` (counted from 0). */
export function continuationBefore(look: number, from: Continuation, bounds: Boundaries): Continuation {
  const { fractions, sides, efficacy, futility } = bounds;
  let state = from;
  for (let k = 0; k < look; k++)
    state = goOn(state, fractions[k], lowerEnd(sides, efficacy[k], futility?.[k]), efficacy[k]);
  return state;
}

/** Probability of a claim: for benefit and, in a two-sided design, for harm. */
export const claimsOf = ({ power, harm }: Crossing): number => power + sumOf(harm);

/**
 * Probabilities of leaving at each look, going on from a state: the beginning, or an interim result. `means` are added
 * to each look's z, for effects that are not one drift; bounds are shifted accordingly.
 */
export function crossingFrom(from: Continuation, bounds: Boundaries, means?: readonly number[]): Crossing {
  const { fractions, sides, futility } = bounds;
  const result = { efficacy: [] as number[], harm: [] as number[], futility: [] as number[], reached: [] as number[] };
  const last = fractions.length - 1;
  let information = 0;
  let state = from;
  for (const [k, fraction] of fractions.entries()) {
    const mean = means?.[k] ?? 0;
    const reached = probabilityOfContinuing(state);
    const efficacy = bounds.efficacy[k] - mean;
    const lower = lowerEnd(sides, bounds.efficacy[k], futility?.[k]) - mean;
    const { above, below } = exits(state, fraction, lower, efficacy);
    const harm = sides === 2 ? Math.min(below, probabilityBelow(state, fraction, -bounds.efficacy[k] - mean)) : 0;
    result.reached.push(reached);
    result.efficacy.push(above);
    result.harm.push(harm);
    result.futility.push(below - harm);
    information += fraction * (k === last ? reached : above + below);
    if (k < last) state = goOn(state, fraction, lower, efficacy);
  }
  return { ...result, power: sumOf(result.efficacy), information };
}

/**
 * Probabilities of leaving at each look under `drift` (θ√I at fraction 1). Futility bounds given are acted on:
 * non-binding ones should be left out for the type I error, and given for the trial's course.
 */
export function crossing(bounds: Boundaries, drift: number, resolution?: number): Crossing {
  return crossingFrom(start(drift, resolution), bounds);
}

/** Probability of claiming efficacy at any look under `drift`. */
export function powerAt(bounds: Boundaries, drift: number, resolution?: number): number {
  return crossing(bounds, drift, resolution).power;
}

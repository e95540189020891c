/** A history from what a planner knows: the median of the first event, that of death, and the share of first events that are deaths. */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { findRoot } from '../maths/roots.ts';
import { exponential } from './clock.ts';
import type { DeathShare } from './diseaseCourse.ts';
import { type IllnessDeath, overallSurvival } from './illnessDeath.ts';
import { median, NO_EFFECT, type SurvivalLaw, survival } from './law.ts';

/** Why no hazard of death after progression gives the median time to death. */
export type MedianProblem =
  /** Half are dead no earlier than half have had the first event: the median time to death must be beyond `above`. */
  | { readonly kind: 'tooEarly'; readonly above: number }
  /**
   * Even if nobody died after progression, half would be dead before: the median time to death must be below `below`, or at
   * the planned one the share of deaths below `shareBelow`.
   */
  | { readonly kind: 'tooManyDeaths'; readonly below: number; readonly shareBelow: number };

/** A constant hazard of death after progression, or why there is none. */
export type FittedAfter =
  | { readonly kind: 'fitted'; readonly hazard: number; readonly history: IllnessDeath }
  | { readonly kind: 'impossible'; readonly problem: MedianProblem };

/** Medians from randomisation; the share is of first events. */
export interface MediansOfHistory {
  readonly first: number;
  readonly death: number;
  readonly deathShare: number;
}

/** With a constant hazard after progression; `hazard` of that law. */
function historyWith(first: SurvivalLaw, deaths: DeathShare, hazard: number): IllnessDeath {
  const law: SurvivalLaw = { clock: exponential(hazard), steps: NO_EFFECT };
  return { first, course: { deaths, after: { kind: 'law', law }, switching: null } };
}

/** The share that is alive at t if nobody dies after progression. */
const aliveAtMost = (first: SurvivalLaw, deaths: DeathShare, t: number) =>
  overallSurvival(historyWith(first, deaths, 0), t);

/** The last time at which half can be dead, after `from`; Infinity where deaths without progression are too few. */
function latestMedian(first: SurvivalLaw, deaths: DeathShare, from: number): number {
  let late = 2 * from;
  for (let doubling = 0; aliveAtMost(first, deaths, late) > 0.5; doubling++, late *= 2)
    if (doubling === 40) return Number.POSITIVE_INFINITY;
  return findRoot((t) => aliveAtMost(first, deaths, t) - 0.5, from, late, 1e-10 * from);
}

/** The hazard of death after progression, by its logarithm. */
function fittedHazard(first: SurvivalLaw, deaths: DeathShare, death: number): number {
  const over = (logHazard: number) => overallSurvival(historyWith(first, deaths, exp(logHazard)), death) - 0.5;
  const guess = -log(death);
  let [low, high] = [guess - 1, guess + 1];
  while (over(low) < 0) low -= 2;
  while (over(high) > 0) high += 2;
  return exp(findRoot(over, low, high, 1e-13));
}

/**
 * The history with this law of the first event and these deaths whose median time to death is `death`: the hazard of death
 * after progression is constant. S_OS(death) = ½ to 1e-12 where hazards are piecewise constant.
 */
export function afterOfMedian(first: SurvivalLaw, deaths: DeathShare, death: number): FittedAfter {
  const half = median(first);
  if (!(death > half && survival(first, death) < 0.5))
    return { kind: 'impossible', problem: { kind: 'tooEarly', above: half } };
  if (!(aliveAtMost(first, deaths, death) > 0.5)) {
    // The share that would leave half alive, were it the same at all times.
    const shareBelow = 0.5 / (1 - survival(first, death));
    return {
      kind: 'impossible',
      problem: { kind: 'tooManyDeaths', below: latestMedian(first, deaths, half), shareBelow },
    };
  }
  const hazard = fittedHazard(first, deaths, death);
  return { kind: 'fitted', hazard, history: historyWith(first, deaths, hazard) };
}

/** The history of constant hazards with these medians. */
export function historyOfMedians({ first, death, deathShare }: MediansOfHistory): FittedAfter {
  const leaving: SurvivalLaw = { clock: exponential(Math.LN2 / first), steps: NO_EFFECT };
  return afterOfMedian(leaving, { starts: [0], shares: [deathShare] }, death);
}

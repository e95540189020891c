/**
 * Times to progression X and to death Y, exponential with hazards a and b, joined by a Gumbel copula:
 *
 *   P(X > x, Y > y) = exp(−((a x)^θ + (b y)^θ)^{1/θ}),   Kendall's τ = 1 − 1/θ, θ ≥ 1.
 *
 * The first of both is exponential with hazard (a^θ + b^θ)^{1/θ}, and of first events a share b^θ / (a^θ + b^θ) is deaths at
 * all times. E. J. Gumbel, JASA 55 (1960) 698–707.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { exponential } from './clock.ts';
import type { AfterProgression } from './diseaseCourse.ts';
import type { IllnessDeath } from './illnessDeath.ts';
import { NO_EFFECT } from './law.ts';

/** Both hazards and the dependence. */
export type Gumbel = Extract<AfterProgression, { kind: 'gumbel' }>;

/** What a planner knows of two dependent times. */
export interface GumbelMedians {
  /** Median time to the first of progression and death. */
  readonly first: number;
  /** Median time to death. */
  readonly death: number;
  /** Kendall's τ of the times to progression and to death, from 0 to below 1. */
  readonly tau: number;
}

/** The hazard of the first event. */
export function firstHazard({ theta, progression, death }: Gumbel): number {
  const larger = Math.max(progression, death);
  return larger * pow(pow(progression / larger, theta) + pow(death / larger, theta), 1 / theta);
}

/** The share of first events that are deaths. */
export function deathShareOfGumbel({ theta, progression, death }: Gumbel): number {
  return 1 / (1 + pow(progression / death, theta));
}

/** The history of patients with these times. */
export function gumbelHistory(after: Gumbel): IllnessDeath {
  return {
    first: { clock: exponential(firstHazard(after)), steps: NO_EFFECT },
    course: { deaths: { starts: [0], shares: [deathShareOfGumbel(after)] }, after, switching: null },
  };
}

/** Times with these medians and this τ; null where the median time to death is not beyond that to the first event. */
export function gumbelOfMedians({ first, death, tau }: GumbelMedians): Gumbel | null {
  if (!(death > first)) return null;
  const theta = 1 / (1 - tau);
  const leaving = Math.LN2 / first;
  const progression = leaving * pow(1 - pow(first / death, theta), 1 / theta);
  return { kind: 'gumbel', theta, progression, death: Math.LN2 / death };
}

const STEPS = 60;

/**
 * The time from randomisation to death of a patient who progressed at t > 0, by V uniform on (0, 1]: given progression at t
 * first, V = e^{−a} a^{1−θ} / (e^{−c} c^{1−θ}), where c is the cumulative hazard of the first event at t and a that at which the
 * copula has both t and the time to death; a is found to 1e-13 of itself.
 */
export function deathAfterProgressionGumbel(gumbel: Gumbel, t: number, v: number): number {
  const { theta, progression, death } = gumbel;
  const c = firstHazard(gumbel) * t;
  const wanted = c + (theta - 1) * log(c) - log(v);
  // a + (θ − 1) ln a is concave, and its root is below the start: Newton's steps come from one side after the first.
  let a = c - log(v);
  for (let step = 0; step < STEPS; step++) {
    const next = Math.max(c, a - (a + (theta - 1) * log(a) - wanted) / (1 + (theta - 1) / a));
    const moved = Math.abs(next - a);
    a = next;
    if (moved <= 1e-13 * a) break;
  }
  // (a^θ − (progression × t)^θ)^{1/θ} / death, the larger taken out.
  return Math.max(t, (a * pow(Math.max(0, 1 - exp(theta * log((progression * t) / a))), 1 / theta)) / death);
}

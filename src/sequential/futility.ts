/**
 * Futility bounds: z ≤ l_k stops a look for futility, −∞ where there is no such stop.
 * Beta spending: Pampallona, Tsiatis & Kim, Drug Inf. J. 35 (2001) 1113–1121; Kim & DeMets 1987.
 */
import { normalQuantile } from '../maths/normal.ts';
import { findRootNear } from '../maths/roots.ts';
import { lowerEnd } from './crossing.ts';
import { type EfficacyPlan, type EfficacyRule, efficacyBounds } from './efficacy.ts';
import { boundBelow, type Continuation, goOn, probabilityBelow, start } from './recursion.ts';
import { type SpendingFunction, spend } from './spending.ts';

export interface BetaSpending {
  readonly spending: SpendingFunction;
  /** Total beta: one minus the power at the drift the bounds are for. */
  readonly beta: number;
  /**
   * If binding, efficacy takes credit for the stops, which are then compulsory. Otherwise efficacy bounds are as
   * without futility.
   */
  readonly binding: boolean;
  /**
   * Which looks may stop for futility; all, if this is left out. What a skipped look leaves unspent goes to the next.
   */
  readonly chosen?: readonly boolean[];
}

export interface FutilityDesign {
  readonly efficacy: readonly number[];
  /** The last bound is the efficacy bound: the last look decides one way or the other. */
  readonly futility: readonly number[];
  /** θ√I at fraction 1 at which the design has power 1 − beta with its futility stops acted on. */
  readonly drift: number;
}

/** Beta that may be spent at a look, for a test that goes on from a state under the drift at which beta is held. */
export interface NextFutility {
  readonly spending: SpendingFunction;
  readonly beta: number;
  /** Beta spent at the looks before. */
  readonly spent: number;
  /** The look's efficacy bound, which futility never passes; ∞ where there is none. */
  readonly efficacy: number;
}

/** The futility bound of the next look, at observed information `fraction`, and the beta spent by then. */
export function nextFutilityBound(
  state: Continuation,
  fraction: number,
  { spending, beta, spent, efficacy }: NextFutility,
): { bound: number; spent: number } {
  const cumulative = Math.max(spent, spend(spending, beta, fraction));
  return { bound: Math.min(efficacy, boundBelow(state, fraction, cumulative - spent)), spent: cumulative };
}

/** Interim futility bounds under a drift and given efficacy bounds, and the beta missing (+) or unspent (−) at the end. */
function interimFutility(
  { fractions, sides, resolution }: EfficacyPlan,
  { spending, beta, chosen }: BetaSpending,
  efficacy: readonly number[],
  drift: number,
): { interim: number[]; excess: number } {
  const last = fractions.length - 1;
  const interim: number[] = [];
  let state = start(drift, resolution);
  let spent = 0;
  for (let k = 0; k < last; k++) {
    const next =
      (chosen?.[k] ?? true)
        ? nextFutilityBound(state, fractions[k], { spending, beta, spent, efficacy: efficacy[k] })
        : { bound: Number.NEGATIVE_INFINITY, spent };
    interim.push(next.bound);
    spent = next.spent;
    state = goOn(state, fractions[k], lowerEnd(sides, efficacy[k], next.bound), efficacy[k]);
  }
  return { interim, excess: probabilityBelow(state, fractions[last], efficacy[last]) - (beta - spent) };
}

/** The drift at which beta is spent exactly when the last futility bound is the last efficacy bound, and the bounds. */
function spendBeta(plan: EfficacyPlan, spending: BetaSpending, efficacy: readonly number[], guess: number) {
  const excess = (drift: number) => interimFutility(plan, spending, efficacy, drift).excess;
  const drift = findRootNear(excess, guess, 0.5);
  const { interim } = interimFutility(plan, spending, efficacy, drift);
  return { futility: [...interim, efficacy[efficacy.length - 1]], drift };
}

/** Rounds of solving efficacy and binding futility for one another; each closes in by a factor of 5 or more. */
const ROUNDS = 60;

/**
 * Efficacy bounds and the futility bounds of beta spending; they depend on alpha, beta and the fractions only. Beta
 * spent counts every stop for futility, and in a two-sided design for harm, under the design's drift.
 */
export function futilityDesign(rule: EfficacyRule, plan: EfficacyPlan, spending: BetaSpending): FutilityDesign {
  const { alpha, sides } = plan;
  let efficacy = efficacyBounds(rule, plan);
  let { futility, drift } = spendBeta(
    plan,
    spending,
    efficacy,
    -normalQuantile(alpha / sides) - normalQuantile(spending.beta),
  );
  for (let round = 0; spending.binding && round < ROUNDS; round++) {
    // The trial does not go on after the last look, whose own futility bound would only hinder solving it.
    const bindingFutility = [...futility.slice(0, -1), Number.NEGATIVE_INFINITY];
    const refined = efficacyBounds(rule, { ...plan, bindingFutility });
    const change = Math.max(...refined.map((bound, k) => (bound === efficacy[k] ? 0 : Math.abs(bound - efficacy[k]))));
    efficacy = refined;
    ({ futility, drift } = spendBeta(plan, spending, efficacy, drift));
    if (change < 1e-11) break;
  }
  return { efficacy, futility, drift };
}

/**
 * The z at which an increasing function of it (conditional or predictive power) passes `threshold`, 0 < threshold < 1:
 * the bound of a rule that stops below the threshold.
 */
export function zAtThreshold(chance: (z: number) => number, threshold: number): number {
  return findRootNear((z) => chance(z) - threshold, 0, 2);
}

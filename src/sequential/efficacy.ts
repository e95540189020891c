/** Efficacy bounds: how a design's alpha is divided over its looks. Bounds are on the z scale, ∞ where none is tested. */
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { normalQuantile } from '../maths/normal.ts';
import { findRootNear } from '../maths/roots.ts';
import { type Boundaries, crossing, lowerEnd, powerAt } from './crossing.ts';
import { boundAbove, type Continuation, exits, goOn, start } from './recursion.ts';
import { type SpendingFunction, spendOnSide } from './spending.ts';

export type EfficacyRule =
  | { readonly kind: 'spending'; readonly spending: SpendingFunction }
  /** u_k = C √(t_K / t_k) (O'Brien & Fleming, Biometrics 35 (1979) 549–556). */
  | { readonly kind: 'obrienFleming' }
  /** u_k = C (Pocock, Biometrika 64 (1977) 191–199). */
  | { readonly kind: 'pocock' }
  /** u_k = C (t_k / t_K)^(delta − ½) (Wang & Tsiatis, Biometrics 43 (1987) 193–199). */
  | { readonly kind: 'wangTsiatis'; readonly delta: number }
  /** u_k = z at every interim look, the last bound spends the rest (Haybittle 1971, Peto et al. 1976). */
  | { readonly kind: 'haybittlePeto'; readonly z: number }
  /** Bounds as given, one per look. */
  | { readonly kind: 'z'; readonly z: readonly number[] }
  /** Nominal p-values as given, one per look, with the design's number of sides. */
  | { readonly kind: 'p'; readonly p: readonly number[] }
  /** No efficacy stop before the last look. */
  | { readonly kind: 'none' };

/** A rule that says how much of any level is spent by when. */
export type SpendingRule = Extract<EfficacyRule, { kind: 'spending' }>;

/** What alpha is spent on. */
export interface EfficacyPlan {
  /** Information fractions of all looks, increasing. The last look spends all alpha that is left, whatever its fraction. */
  readonly fractions: readonly number[];
  /**
   * Where spending functions are read, one a look, instead of the information fractions: shares of the planned calendar
   * time, for alpha that is spent by the calendar (Lan & DeMets, Stat. Med. 8 (1989) 1191–1198).
   */
  readonly spendingTime?: readonly number[];
  /** Total alpha, over both sides of a two-sided test. */
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** Binding futility bounds, one per look, that efficacy takes credit for. Leave non-binding ones out. */
  readonly bindingFutility?: readonly number[];
  /** Which looks test efficacy; all, if this is left out. The last always does. */
  readonly tested?: readonly boolean[];
  readonly resolution?: number;
}

/** What may be spent at a look, for a test that goes on from a state under no drift. */
export interface NextEfficacy {
  /** If this is left out, nothing is spent before the last look. */
  readonly spending?: SpendingFunction;
  /** Where the spending function is read; at the information fraction if this is left out. */
  readonly spendingTime?: number;
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** Alpha spent at the looks before, over all sides. */
  readonly spent: number;
  /** The last look spends all that is left, whatever its information. */
  readonly last: boolean;
}

/**
 * The efficacy bound of the next look, at observed information `fraction`, and the alpha spent by then over all sides.
 * At the information of the look before, with nothing new to spend, it is that look's bound.
 */
export function nextEfficacyBound(
  state: Continuation,
  fraction: number,
  { spending, spendingTime = fraction, alpha, sides, spent, last }: NextEfficacy,
): { bound: number; spent: number } {
  const planned = last ? alpha : spending ? sides * spendOnSide(spending, alpha, sides, spendingTime) : 0;
  const cumulative = Math.max(spent, planned);
  return { bound: boundAbove(state, fraction, (cumulative - spent) / sides), spent: cumulative };
}

const isTested = ({ fractions, tested }: EfficacyPlan, k: number): boolean =>
  k === fractions.length - 1 || (tested?.[k] ?? true);

/** Bounds solved look by look, each spending what its function allows. */
function spendingBounds(spending: SpendingFunction, plan: EfficacyPlan): number[] {
  const { fractions, spendingTime = fractions, alpha, sides, bindingFutility, resolution } = plan;
  const efficacy: number[] = [];
  let state = start(0, resolution);
  let spent = 0;
  for (const [k, fraction] of fractions.entries()) {
    const last = k === fractions.length - 1;
    const next = isTested(plan, k)
      ? nextEfficacyBound(state, fraction, { spending, spendingTime: spendingTime[k], alpha, sides, spent, last })
      : { bound: Number.POSITIVE_INFINITY, spent };
    efficacy.push(next.bound);
    spent = next.spent;
    if (!last) state = goOn(state, fraction, lowerEnd(sides, next.bound, bindingFutility?.[k]), next.bound);
  }
  return efficacy;
}

function boundariesOf({ fractions, sides, bindingFutility }: EfficacyPlan, efficacy: readonly number[]): Boundaries {
  return { fractions, sides, efficacy, ...(bindingFutility && { futility: bindingFutility }) };
}

/** The bounds C × shape, with C such that the plan spends its alpha. */
function shapedBounds(shape: readonly number[], plan: EfficacyPlan): number[] {
  const alpha = plan.alpha / plan.sides;
  const excess = (c: number) => {
    const bounds = boundariesOf(
      plan,
      shape.map((s) => c * s),
    );
    return log(powerAt(bounds, 0, plan.resolution) / alpha);
  };
  const constant = findRootNear(excess, -normalQuantile(alpha / 2), 0.5);
  return shape.map((s) => constant * s);
}

/** Interim bounds as given, with a last bound that spends what they leave. */
function lastBoundSolved(interim: readonly number[], plan: EfficacyPlan): number[] {
  const { fractions, alpha, sides, bindingFutility, resolution } = plan;
  let state = start(0, resolution);
  let left = alpha / sides;
  for (const [k, bound] of interim.entries()) {
    const lower = lowerEnd(sides, bound, bindingFutility?.[k]);
    left -= exits(state, fractions[k], lower, bound).above;
    state = goOn(state, fractions[k], lower, bound);
  }
  if (!(left > 0)) throw new RangeError(`interim efficacy bounds ${interim.join(', ')} spend all of alpha ${alpha}`);
  return [...interim, boundAbove(state, fractions[fractions.length - 1], left)];
}

/**
 * The efficacy bounds of a plan, one per look; ∞ where efficacy is not tested.
 *
 * @throws RangeError when fixed interim bounds leave no alpha to the last look.
 */
export function efficacyBounds(rule: EfficacyRule, plan: EfficacyPlan): number[] {
  const { fractions, sides } = plan;
  const looks = fractions.length;
  const onlyTested = (bounds: readonly number[]) =>
    bounds.map((bound, k) => (isTested(plan, k) ? bound : Number.POSITIVE_INFINITY));
  const shaped = (delta: number) =>
    shapedBounds(onlyTested(fractions.map((t) => pow(t / fractions[looks - 1], delta - 0.5))), plan);
  const fixedInterim = (z: number) => lastBoundSolved(onlyTested(fractions.map(() => z)).slice(0, -1), plan);
  switch (rule.kind) {
    case 'spending':
      return spendingBounds(rule.spending, plan);
    case 'obrienFleming':
      return shaped(0);
    case 'pocock':
      return shaped(0.5);
    case 'wangTsiatis':
      return shaped(rule.delta);
    case 'haybittlePeto':
      return fixedInterim(rule.z);
    case 'none':
      return fixedInterim(Number.POSITIVE_INFINITY);
    case 'z':
      return onlyTested(rule.z);
    case 'p':
      return onlyTested(rule.p.map((p) => -normalQuantile(p / sides)));
  }
}

/** Cumulative alpha spent by each look, over all sides, under no drift. */
export function alphaSpent(plan: EfficacyPlan, efficacy: readonly number[]): number[] {
  const { efficacy: claimed } = crossing(boundariesOf(plan, efficacy), 0, plan.resolution);
  let spent = 0;
  return claimed.map((probability) => {
    spent += plan.sides * probability;
    return spent;
  });
}

/**
 * Monitoring for a detriment in survival: at every look the observed hazard ratio of death (experimental ÷ control) is held
 * against a threshold; a look at which it lies below has seen no detriment, which is called passing.
 *
 * With d deaths the information of the log hazard ratio is I = d p₀ p₁, p the shares of the arms (d/4 at 1:1). Thresholds by
 * probability are exp(ln HR_planned + z_p/√I) before the last look, p being the chance to pass if the planned hazard ratio is
 * true, and exp(ln HR_harmful − z_{1−γ}/√I) at the last, γ being the chance to pass if the harmful one is.
 * T. R. Fleming, L. V. Hampson, B. Bharani-Dharan et al., "Monitoring overall survival in pivotal trials in indolent cancers",
 * Stat. Biopharm. Res. (2024); R package monitOS.
 *
 * By spending, thresholds of all looks hold one chance over the looks together, as ln(HR) √I is a Brownian motion B(I)/√I.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { crossing } from './crossing.ts';
import { hazardRatioOfZ, zOfHazardRatio } from './hazardRatioScale.ts';
import { boundAbove, boundBelow, type Continuation, FULL_RESOLUTION, goOn, start } from './recursion.ts';
import { type SpendingFunction, spend } from './spending.ts';

export type ThresholdRule =
  /** `passing` is p of the looks before the last, `missing` is γ of the last. */
  | { readonly kind: 'probability'; readonly passing: number; readonly missing: number }
  /** The chance that any look up to this one passes a treatment with the harmful hazard ratio follows the spending function. */
  | { readonly kind: 'missedHarm'; readonly spending: SpendingFunction; readonly error: number }
  /** The chance that any look up to this one sees a detriment in a treatment with hazard ratio 1 follows the spending function. */
  | { readonly kind: 'stoppedNeutral'; readonly spending: SpendingFunction; readonly error: number }
  /** One for each look, the last one included. */
  | { readonly kind: 'given'; readonly thresholds: readonly number[] };

export interface DetrimentRule {
  /** The hazard ratio of death that is to be ruled out, above `planned`. */
  readonly harmful: number;
  /** The one that is planned for. */
  readonly planned: number;
  readonly thresholds: ThresholdRule;
}

/** Looks at deaths. */
export interface DeathLooks {
  /** Deaths at each look, not decreasing; 0 at a look where nobody has died. */
  readonly deaths: readonly number[];
  /** Information of the log hazard ratio in one death, p₀ p₁. */
  readonly perDeath: number;
}

/** What the looks so far have left to a rule. */
export interface LooksTaken {
  readonly count: number;
  /** Of a rule that spends; the fraction is deaths over those planned. */
  readonly state: Continuation;
  readonly spent: number;
}

/** Before the first look; `resolution` is that of the recursion (recursion.ts). */
export function noLooksTaken(resolution = FULL_RESOLUTION): LooksTaken {
  return { count: 0, state: start(0, resolution), spent: 0 };
}

/** A trial that plans so many deaths at its last look, of which spending takes fractions. */
export interface DeathsPlanned {
  readonly finalDeaths: number;
  readonly perDeath: number;
}

/**
 * The threshold of a look at `deaths`, at least those of the look before, and what is left to those after it; `last`: whether
 * there are none. A look without deaths has the threshold ∞, which passes.
 */
export function nextThreshold(
  { harmful, planned, thresholds: rule }: DetrimentRule,
  { finalDeaths, perDeath }: DeathsPlanned,
  before: LooksTaken,
  deaths: number,
  last: boolean,
): { readonly threshold: number; readonly taken: LooksTaken } {
  const taken = { ...before, count: before.count + 1 };
  if (deaths === 0) return { threshold: Number.POSITIVE_INFINITY, taken };
  const error = 1 / Math.sqrt(deaths * perDeath);
  switch (rule.kind) {
    case 'probability': {
      const threshold = last
        ? harmful * exp(normalQuantile(rule.missing) * error)
        : planned * exp(normalQuantile(rule.passing) * error);
      return { threshold, taken };
    }
    case 'given':
      return { threshold: rule.thresholds[before.count], taken };
    case 'missedHarm':
    case 'stoppedNeutral': {
      // Of a harmful treatment those are stopped that pass, above; of a neutral one those that show a detriment, below.
      const side = rule.kind === 'missedHarm' ? 1 : -1;
      const fraction = deaths / finalDeaths;
      const spent = Math.max(before.spent, last ? rule.error : spend(rule.spending, rule.error, fraction));
      const bound = (side > 0 ? boundAbove : boundBelow)(before.state, fraction, spent - before.spent);
      const none = -side * Number.POSITIVE_INFINITY;
      const [lower, upper] = side > 0 ? [none, bound] : [bound, none];
      const state = last ? before.state : goOn(before.state, fraction, lower, upper);
      const truth = rule.kind === 'missedHarm' ? harmful : 1;
      return {
        threshold: truth * hazardRatioOfZ(bound, deaths * perDeath),
        taken: { ...taken, state, spent },
      };
    }
  }
}

/** Whether thresholds depend on the looks before. */
export function remembers({ thresholds }: DetrimentRule): boolean {
  return thresholds.kind === 'missedHarm' || thresholds.kind === 'stoppedNeutral';
}

/** The threshold of every look, the last of which has all deaths planned. */
export function detrimentThresholds(rule: DetrimentRule, { deaths, perDeath }: DeathLooks): readonly number[] {
  const last = deaths.length - 1;
  let taken = noLooksTaken();
  return deaths.map((count, k) => {
    const next = nextThreshold(rule, { finalDeaths: deaths[last], perDeath }, taken, count, k === last);
    taken = next.taken;
    return next.threshold;
  });
}

/** What one true hazard ratio makes of the thresholds. */
export interface DetrimentChances {
  /** P(the look sees a detriment), whatever other looks see. */
  readonly each: readonly number[];
  /** P(some look up to this one has seen one). */
  readonly byLook: readonly number[];
}

/**
 * The chances to see a detriment if `hazardRatio` is true at all times: the log hazard ratios of the looks are jointly normal
 * with correlations √(d_j/d_k).
 */
export function detrimentChances(
  thresholds: readonly number[],
  { deaths, perDeath }: DeathLooks,
  hazardRatio: number,
): DetrimentChances {
  const counted = deaths.flatMap((count, k) => (count > 0 && thresholds[k] < Number.POSITIVE_INFINITY ? [k] : []));
  const most = counted.length === 0 ? 0 : deaths[counted[counted.length - 1]];
  const information = counted.map((k) => deaths[k] * perDeath);
  const bounds = counted.map((k, i) => zOfHazardRatio(thresholds[k], information[i]));
  const first =
    counted.length === 0
      ? []
      : crossing(
          {
            fractions: counted.map((k) => deaths[k] / most),
            sides: 1,
            efficacy: counted.map(() => Number.POSITIVE_INFINITY),
            futility: bounds,
          },
          zOfHazardRatio(hazardRatio, most * perDeath),
        ).futility;
  let total = 0;
  const byLook = deaths.map((_, k) => {
    total += first[counted.indexOf(k)] ?? 0;
    return total;
  });
  const each = deaths.map((_, k) => {
    const i = counted.indexOf(k);
    return i < 0 ? 0 : normalCdf(bounds[i] - zOfHazardRatio(hazardRatio, information[i]));
  });
  return { each, byLook };
}

/** A normal prior of the log hazard ratio; a standard deviation of ∞ is a flat one. */
export interface HazardRatioPrior {
  readonly mean: number;
  readonly sd: number;
}

export const FLAT_PRIOR: HazardRatioPrior = { mean: 0, sd: Number.POSITIVE_INFINITY };

/** P(the true hazard ratio is ≥ `from`), where `observed` was seen with this information of its logarithm. */
export function posteriorOfHarm(
  observed: number,
  information: number,
  from: number,
  { mean, sd }: HazardRatioPrior = FLAT_PRIOR,
): number {
  const believed = 1 / (sd * sd);
  const total = information + believed;
  const centre = (information * log(observed) + (believed > 0 ? believed * mean : 0)) / total;
  return normalCdf((centre - log(from)) * Math.sqrt(total));
}

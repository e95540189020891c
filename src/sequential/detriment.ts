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
import { hazardRatioOfZ, zOfHazardRatio } from './futility.ts';
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

/** Thresholds of looks one after another, at whatever deaths they have. */
export interface ThresholdCourse {
  /** The threshold of the next look; ∞ at a look without deaths, which passes. `last`: whether no other look follows. */
  next(deaths: number, last: boolean): number;
}

/** The state before the first look of a rule that spends. */
const beginning = (resolution: number): { state: Continuation; spent: number } => ({
  state: start(0, resolution),
  spent: 0,
});

/**
 * The thresholds of a trial that plans `finalDeaths` deaths at its last look, of which spending takes fractions.
 * `resolution` is that of the recursion (recursion.ts).
 */
export function thresholdCourse(
  { harmful, planned, thresholds: rule }: DetrimentRule,
  finalDeaths: number,
  perDeath: number,
  resolution = FULL_RESOLUTION,
): ThresholdCourse {
  let look = 0;
  const course = beginning(resolution);
  /** Thresholds under hazard ratio `of`: passing is spent above, a detriment below. */
  const spending = (of: number, side: 1 | -1, spends: SpendingFunction, error: number) => {
    return (deaths: number, last: boolean): number => {
      // The scale of fractions is free of whether more deaths come than planned.
      const fraction = deaths / finalDeaths;
      const spent = Math.max(course.spent, last ? error : spend(spends, error, fraction));
      const bound = (side > 0 ? boundAbove : boundBelow)(course.state, fraction, spent - course.spent);
      course.spent = spent;
      const none = -side * Number.POSITIVE_INFINITY;
      course.state = goOn(course.state, fraction, side > 0 ? none : bound, side > 0 ? bound : none);
      return of * hazardRatioOfZ(bound, deaths * perDeath);
    };
  };
  const each = ((): ((deaths: number, last: boolean) => number) => {
    switch (rule.kind) {
      case 'probability': {
        const before = normalQuantile(rule.passing);
        const atLast = normalQuantile(rule.missing);
        return (deaths, last) => {
          const error = 1 / Math.sqrt(deaths * perDeath);
          return last ? harmful * exp(atLast * error) : planned * exp(before * error);
        };
      }
      case 'missedHarm':
        return spending(harmful, 1, rule.spending, rule.error);
      case 'stoppedNeutral':
        return spending(1, -1, rule.spending, rule.error);
      case 'given':
        return () => rule.thresholds[look];
    }
  })();
  return {
    next(deaths, last) {
      const threshold = deaths > 0 ? each(deaths, last) : Number.POSITIVE_INFINITY;
      look++;
      return threshold;
    },
  };
}

/** The threshold of every look, the last of which has all deaths planned. */
export function detrimentThresholds(rule: DetrimentRule, { deaths, perDeath }: DeathLooks): readonly number[] {
  const last = deaths.length - 1;
  const course = thresholdCourse(rule, deaths[last], perDeath);
  return deaths.map((count, k) => course.next(count, k === last));
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

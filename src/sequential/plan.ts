/** What a group-sequential trial stops for, and its bounds solved for the looks as planned. */
import { conditionalPower, type DriftPrior, laterLooks, observedDrift, predictivePower } from './conditional.ts';
import type { Boundaries } from './crossing.ts';
import { type EfficacyRule, efficacyBounds } from './efficacy.ts';
import { futilityDesign, zAtThreshold } from './futility.ts';
import { type HazardRatioScale, zOfHazardRatio } from './hazardRatioScale.ts';
import type { SpendingFunction } from './spending.ts';

/** When an interim look stops for futility. Lists have one entry per interim look; NaN where there is no rule. */
export type FutilityRule =
  /** Beta is spent; bounds depend on alpha, beta and the fractions only. */
  | { readonly kind: 'spending'; readonly spending: SpendingFunction; readonly beta: number }
  /** The trial stops at z ≤ this. */
  | { readonly kind: 'z'; readonly z: readonly number[] }
  /** At an observed hazard ratio (experimental ÷ control) ≥ this, ≤ where benefit is above. */
  | { readonly kind: 'hazardRatio'; readonly hazardRatio: readonly number[] }
  /** At a conditional power ≤ this, to claim efficacy at any later look under the planned or the observed effect. */
  | { readonly kind: 'conditionalPower'; readonly atMost: readonly number[]; readonly under: 'planned' | 'observed' }
  /** At a predictive power ≤ this, with a flat prior of the effect. */
  | { readonly kind: 'predictivePower'; readonly atMost: readonly number[] };

/** The promising zone at one interim look; only events change, patients stay. */
export interface Reestimation {
  /** The look, counted from 0. */
  readonly look: number;
  readonly effect: 'observed' | 'planned';
  /**
   * Conditional power from which the zone begins, and the one at which it ends, which is also the one that the
   * re-estimated events restore.
   */
  readonly lowerLimit: number;
  readonly target: number;
  /** Cap on the final number of events, as a multiple of those planned. */
  readonly maxFactor: number;
  readonly statistic: 'weighted' | 'unweighted';
}

export interface SequentialPlan {
  readonly efficacy: EfficacyRule;
  /** Interim looks that test efficacy; the final analysis always does. */
  readonly tested: readonly boolean[];
  readonly futility: FutilityRule | null;
  /** Interim looks that may stop for futility. */
  readonly chosen: readonly boolean[];
  /** Binding: efficacy bounds take credit for futility stops that are then compulsory. */
  readonly binding: boolean;
  /** Whether alpha and beta are spent on the information observed at a look, or the bounds stay as planned. */
  readonly information: 'observed' | 'planned';
  readonly reestimation: Reestimation | null;
}

/** The looks as planned, and the test. */
export interface LooksPlanned {
  /** Information fractions of all looks, increasing, the last 1. */
  readonly fractions: readonly number[];
  /** Where alpha is spent by the calendar: the share of the planned time at each look (EfficacyPlan.spendingTime). */
  readonly spendingTime?: readonly number[];
  /** Total over the sides. */
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** Expected z of the final analysis under the planned effect. */
  readonly plannedDrift: number;
  /** Information of the log hazard ratio at fraction 1, events × p₀ × p₁. */
  readonly information: number;
  /** How z reads as a hazard ratio; as of a test of no effect where it is left out. */
  readonly scale?: HazardRatioScale;
}

/** A plan with its bounds. Arrays have one entry per look, the final analysis last. */
export interface SolvedPlan extends LooksPlanned {
  readonly plan: SequentialPlan;
  /** ∞ where efficacy is not tested. */
  readonly efficacy: readonly number[];
  /** −∞ where there is no futility stop, as at the final analysis. */
  readonly futility: readonly number[];
  /** Cumulative alpha at each look over all sides, where it does not follow from the bounds of one statistic. */
  readonly alphaSpent?: readonly number[];
  /** The drift that beta spending holds beta at; the planned one for other rules. */
  readonly futilityDrift: number;
}

const NONE = Number.NEGATIVE_INFINITY;
const FLAT: DriftPrior = { mean: 0, sd: Number.POSITIVE_INFINITY };

/**
 * The z at or below which look `look` at information `fraction` stops for futility, by the rules that spend no beta.
 */
export function futilityZ(
  rule: Exclude<FutilityRule, { kind: 'spending' }>,
  looks: LooksPlanned,
  efficacy: readonly number[],
  look: number,
  fraction: number,
): number {
  const later = (): Boundaries => {
    const { fractions, sides } = looks;
    const rest = laterLooks({ fractions, sides, efficacy }, look + 1);
    const from = rest.fractions.findIndex((t) => t > fraction * (1 + 1e-9));
    return from < 0 ? { fractions: [], sides, efficacy: [] } : laterLooks(rest, from);
  };
  const below = (threshold: number, chance: (rest: Boundaries, z: number) => number): number => {
    if (Number.isNaN(threshold)) return NONE;
    const rest = later();
    return rest.fractions.length === 0 ? NONE : zAtThreshold((z) => chance(rest, z), threshold);
  };
  switch (rule.kind) {
    case 'z':
      return Number.isNaN(rule.z[look]) ? NONE : rule.z[look];
    case 'hazardRatio': {
      const ratio = rule.hazardRatio[look];
      return Number.isNaN(ratio) ? NONE : zOfHazardRatio(ratio, looks.information * fraction, looks.scale);
    }
    case 'conditionalPower':
      return below(rule.atMost[look], (rest, z) => {
        const drift = rule.under === 'planned' ? looks.plannedDrift : observedDrift({ z, fraction });
        return conditionalPower({ z, fraction }, rest, drift);
      });
    case 'predictivePower':
      return below(rule.atMost[look], (rest, z) => predictivePower({ z, fraction }, rest, FLAT));
  }
}

/** Rounds of solving efficacy and binding futility for one another. */
const ROUNDS = 30;

/** Futility never passes the efficacy bound of its look. */
const under = (futility: readonly number[], efficacy: readonly number[]): number[] =>
  futility.map((bound, k) => Math.min(bound, efficacy[k]));

/**
 * The bounds of `plan` at the looks as planned.
 *
 * @throws RangeError when fixed interim bounds leave no alpha to the last look.
 */
export function solvePlan(plan: SequentialPlan, looks: LooksPlanned): SolvedPlan {
  const { fractions, alpha, sides, plannedDrift } = looks;
  const { futility: rule, chosen, binding } = plan;
  const tested = [...plan.tested, true];
  const allowed = [...chosen, false];
  const { spendingTime } = looks;
  const efficacyPlan = { fractions, alpha, sides, tested, ...(spendingTime && { spendingTime }) };
  const none = fractions.map(() => NONE);
  if (rule === null) {
    const efficacy = efficacyBounds(plan.efficacy, efficacyPlan);
    return { ...looks, plan, efficacy, futility: none, futilityDrift: plannedDrift };
  }
  if (rule.kind === 'spending') {
    const spending = { spending: rule.spending, beta: rule.beta, binding, chosen: allowed };
    const { efficacy, futility, drift } = futilityDesign(plan.efficacy, efficacyPlan, spending);
    const interim = futility.map((bound, k) => (allowed[k] ? bound : NONE));
    return { ...looks, plan, efficacy, futility: under(interim, efficacy), futilityDrift: drift };
  }
  const futilityGiven = (efficacy: readonly number[]) =>
    under(
      fractions.map((t, k) => (allowed[k] ? futilityZ(rule, looks, efficacy, k, t) : NONE)),
      efficacy,
    );
  let efficacy = efficacyBounds(plan.efficacy, efficacyPlan);
  let futility = futilityGiven(efficacy);
  for (let round = 0; binding && round < ROUNDS; round++) {
    const refined = efficacyBounds(plan.efficacy, { ...efficacyPlan, bindingFutility: futility });
    const change = Math.max(...refined.map((bound, k) => (bound === efficacy[k] ? 0 : Math.abs(bound - efficacy[k]))));
    efficacy = refined;
    futility = futilityGiven(efficacy);
    if (change < 1e-10) break;
  }
  return { ...looks, plan, efficacy, futility, futilityDrift: plannedDrift };
}

/** The bounds of a solved plan, futility acted on or not. */
export function boundariesOf(solved: SolvedPlan, futility: 'acted on' | 'ignored'): Boundaries {
  const { fractions, sides, efficacy } = solved;
  return futility === 'ignored'
    ? { fractions, sides, efficacy }
    : { fractions, sides, efficacy, futility: solved.futility };
}

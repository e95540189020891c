/**
 * A plan as it is carried out: the bounds of each look at the information observed there, given the looks that took
 * place before. Spending functions spend at the information observed; the last look spends what is left, whatever its
 * information. Other efficacy rules, and a plan that says so, keep the bounds as planned. A look that was not planned
 * spends at the information observed there, by a plan that spends (see `spendingPlan`).
 */
import { lowerEnd } from './crossing.ts';
import { alphaSpent, nextEfficacyBound } from './efficacy.ts';
import { nextFutilityBound } from './futility.ts';
import { type FutilityRule, futilityZ, type SolvedPlan } from './plan.ts';
import { type Continuation, goOn, probabilityAbove, probabilityBelow, start } from './recursion.ts';

/** What has been spent at the looks so far, and what is left of the trial under no effect and under the futility drift. */
export interface Monitoring {
  readonly underNull: Continuation;
  readonly underDrift: Continuation | null;
  readonly alphaSpent: number;
  readonly betaSpent: number;
}

export interface LookBounds {
  /** Efficacy at z ≥ this; in a two-sided design harm at z ≤ minus this. ∞ where nothing is tested. */
  readonly efficacy: number;
  /** Futility at z ≤ this; −∞ where there is no stop. */
  readonly futility: number;
  /** Cumulative, over all sides, this look included. */
  readonly alphaSpent: number;
  readonly betaSpent: number;
}

/** The state before any look. */
export function beginMonitoring(solved: SolvedPlan, resolution?: number): Monitoring {
  const spendsBeta = solved.plan.futility?.kind === 'spending';
  return {
    underNull: start(0, resolution),
    underDrift: spendsBeta ? start(solved.futilityDrift, resolution) : null,
    alphaSpent: 0,
    betaSpent: 0,
  };
}

/**
 * The plan that a look which was not planned is held against, and all looks after it. A plan that spends on the
 * information observed is such a plan already. A plan that keeps its bounds goes on by its spending function or, having
 * none, by the alpha that its bounds spend at the looks as planned, linear in between.
 */
export function spendingPlan(solved: SolvedPlan): SolvedPlan {
  const { plan, fractions, alpha, sides, efficacy, futility } = solved;
  if (plan.efficacy.kind === 'none') return solved;
  if (plan.efficacy.kind === 'spending') return { ...solved, plan: { ...plan, information: 'observed' } };
  const bindingFutility = plan.binding ? { bindingFutility: futility } : {};
  const spent = alphaSpent({ fractions, alpha, sides, ...bindingFutility }, efficacy).slice(0, -1);
  const spending = { kind: 'cumulative', fractions: fractions.slice(0, -1), spent } as const;
  return { ...solved, plan: { ...plan, efficacy: { kind: 'spending', spending }, information: 'observed' } };
}

/** The limits of a futility rule that spends no beta, one per interim look. */
function limitsOf(rule: Exclude<FutilityRule, { kind: 'spending' }>): readonly number[] {
  switch (rule.kind) {
    case 'z':
      return rule.z;
    case 'hazardRatio':
      return rule.hazardRatio;
    default:
      return rule.atMost;
  }
}

/**
 * The interim look (counted from 0) whose futility rule applies at `look`. At a look that was not planned (`look` is
 * null) the rule is that of the planned looks if they all have the same. Null where there is no rule.
 */
export function futilityLook({ plan }: SolvedPlan, look: number | null): number | null {
  const { futility: rule, chosen } = plan;
  if (rule === null) return null;
  if (look !== null) return chosen[look] ? look : null;
  const first = chosen.indexOf(true);
  if (first < 0) return null;
  if (rule.kind === 'spending') return first;
  const limits = limitsOf(rule);
  return limits.every((limit, k) => chosen[k] && limit === limits[first]) ? first : null;
}

/**
 * Bounds of look `look` (counted from 0, the final analysis the last; null for a look that was not planned, see
 * `spendingPlan`) at information `fraction` of that planned.
 */
export function boundsAt(solved: SolvedPlan, before: Monitoring, look: number | null, fraction: number): LookBounds {
  const { plan, alpha, sides } = solved;
  const last = look === solved.fractions.length - 1;
  const keeps = plan.information === 'planned';
  let efficacy = look === null ? Number.POSITIVE_INFINITY : solved.efficacy[look];
  let { alphaSpent, betaSpent } = before;
  if (plan.efficacy.kind === 'spending' && !keeps) {
    if (last || look === null || plan.tested[look]) {
      const spending = plan.efficacy.spending;
      const spendingTime = look === null ? fraction : (solved.spendingTime?.[look] ?? fraction);
      const spend = { spending, spendingTime, alpha, sides, spent: alphaSpent, last };
      const next = nextEfficacyBound(before.underNull, fraction, spend);
      efficacy = next.bound;
      alphaSpent = next.spent;
    }
  } else alphaSpent += sides * probabilityAbove(before.underNull, fraction, efficacy);

  let futility = Number.NEGATIVE_INFINITY;
  const rule = plan.futility;
  const ruling = last ? null : futilityLook(solved, look);
  if (rule !== null && ruling !== null) {
    if (keeps && look !== null) {
      futility = solved.futility[look];
      if (before.underDrift !== null) betaSpent += probabilityBelow(before.underDrift, fraction, futility);
    } else if (rule.kind !== 'spending') futility = futilityZ(rule, solved, solved.efficacy, ruling, fraction);
    else if (before.underDrift !== null) {
      const { spending, beta } = rule;
      const next = nextFutilityBound(before.underDrift, fraction, { spending, beta, spent: betaSpent, efficacy });
      futility = next.bound;
      betaSpent = next.spent;
    }
    futility = Math.min(futility, efficacy);
  }
  return { efficacy, futility, alphaSpent, betaSpent };
}

/**
 * Share of the information at which the look that re-estimates is weighted, which is fixed there: the share that its
 * bounds assume, or `fraction` where they follow the information observed.
 */
export function interimWeight({ plan, fractions }: SolvedPlan, look: number, fraction: number): number {
  const follows = plan.information === 'observed' && plan.efficacy.kind === 'spending';
  return follows ? Math.min(1, fraction) : fractions[look];
}

/** What is left after a look that did not stop. */
export function afterLook(solved: SolvedPlan, before: Monitoring, fraction: number, bounds: LookBounds): Monitoring {
  const { plan, sides } = solved;
  const { efficacy, futility } = bounds;
  const ignored = lowerEnd(sides, efficacy);
  const actedOn = lowerEnd(sides, efficacy, futility);
  return {
    underNull: goOn(before.underNull, fraction, plan.binding ? actedOn : ignored, efficacy),
    underDrift: before.underDrift && goOn(before.underDrift, fraction, actedOn, efficacy),
    alphaSpent: bounds.alphaSpent,
    betaSpent: bounds.betaSpent,
  };
}

/** Whether the bounds that a plan gives can stand: the alpha they spend, and futility below efficacy. */
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import { alphaSpent, type EfficacyPlan, efficacyBounds } from '../sequential/efficacy.ts';
import { hazardRatioOfZ } from '../sequential/hazardRatioScale.ts';
import { futilityZ, type LooksPlanned, type SequentialPlan, type SolvedPlan, solvePlan } from '../sequential/plan.ts';
import { type Context, figure } from './context.ts';
import type { Path } from './problems.ts';

/** Bounds copied from a table are rounded, usually to three decimals: what that adds to alpha is tolerated. */
const ROUNDING = 1.002;

/** Report bounds that spend more than alpha, and futility bounds at or above their look's efficacy bound. */
export function checkBounds(plan: SequentialPlan, looks: LooksPlanned, at: Path, context: Context): void {
  const { fractions, alpha, sides } = looks;
  let efficacyPlan: EfficacyPlan = { fractions, alpha, sides, tested: [...plan.tested, true] };
  const rule = plan.efficacy;
  if (rule.kind === 'haybittlePeto' && !leavesAlpha(rule.z, efficacyPlan)) {
    let feasible = Math.floor(10 * rule.z + 1) / 10;
    while (!leavesAlpha(feasible, efficacyPlan)) feasible = Math.round(10 * feasible + 1) / 10;
    context.report(
      [...at, 'efficacy', 'bounds', 'haybittlePeto'],
      `is ${figure(rule.z)}, at which the looks spend all of alpha (${figure(alpha)}); must be higher, e.g. ${feasible}`,
    );
    return;
  }
  let efficacy: readonly number[] = efficacyBounds(rule, efficacyPlan);
  if (!futilityBelow(plan, looks, efficacy, at, context)) return;
  // Binding futility lowers the efficacy bounds that follow from alpha, and the alpha that given bounds spend.
  if (plan.binding && plan.futility !== null) {
    const solved = solvedTogether(plan, looks);
    if (solved === null) {
      context.report(
        [...at, 'futility', 'binding'],
        'is true, but these futility stops and the efficacy bounds that take credit for them cannot be solved together; stop for futility less often, or leave binding out',
      );
      return;
    }
    efficacyPlan = { ...efficacyPlan, bindingFutility: solved.futility };
    efficacy = solved.efficacy;
    if (!futilityBelow(plan, looks, efficacy, at, context)) return;
  }
  if (rule.kind === 'z' || rule.kind === 'p') checkAlpha(plan, efficacy, efficacyPlan, at, context);
}

/** The bounds of a plan with binding futility, null when futility leaves efficacy no room. */
function solvedTogether(plan: SequentialPlan, looks: LooksPlanned): SolvedPlan | null {
  try {
    const solved = solvePlan(plan, looks);
    return solved.efficacy.every((bound) => bound > Number.NEGATIVE_INFINITY) ? solved : null;
  } catch (problem) {
    if (problem instanceof RangeError) return null;
    throw problem;
  }
}

/** Whether futility bounds given as z or hazard ratios lie below their looks' efficacy bounds; reports those that do not. */
function futilityBelow(
  { futility, chosen }: SequentialPlan,
  looks: LooksPlanned,
  efficacy: readonly number[],
  at: Path,
  context: Context,
): boolean {
  if (futility?.kind !== 'z' && futility?.kind !== 'hazardRatio') return true;
  const { kind } = futility;
  const values = kind === 'z' ? futility.z : futility.hazardRatio;
  const { fractions, information, scale } = looks;
  const above = fractions
    .map((_, k) => k)
    .filter((k) => chosen[k] && futilityZ(futility, looks, efficacy, k, fractions[k]) >= efficacy[k]);
  if (above.length === 0) return true;
  const bound = (k: number) =>
    kind === 'z' ? efficacy[k] : hazardRatioOfZ(efficacy[k], information * fractions[k], scale);
  const least = Math.min(...above.map((k) => efficacy[k]));
  const look = above.find((k) => efficacy[k] === least) as number;
  const rule = kind === 'z' ? 'the efficacy bound' : 'the hazard ratio that is the efficacy bound';
  context.report(
    [...at, 'futility', kind],
    `is ${figure(values[look])} at look ${look + 1}; must be ${kind === 'z' || scale?.benefit === 'above' ? '<' : '>'} ${bound(look).toFixed(3)}, ${rule} there`,
  );
  return false;
}

function leavesAlpha(z: number, plan: EfficacyPlan): boolean {
  try {
    efficacyBounds({ kind: 'haybittlePeto', z }, plan);
    return true;
  } catch (problem) {
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}

function checkAlpha(
  { efficacy: { kind } }: SequentialPlan,
  efficacy: readonly number[],
  plan: EfficacyPlan,
  at: Path,
  context: Context,
): void {
  const { alpha, sides, fractions } = plan;
  const spent = alphaSpent(plan, efficacy);
  const last = fractions.length - 1;
  if (!(spent[last] > alpha * ROUNDING)) return;
  const total = `${figure(Number(spent[last].toPrecision(4)))} in all`;
  const change = kind === 'z' ? 'raise' : 'lower';
  let remedy = `${change} those before the final analysis, which spend ${figure(Number(spent[last - 1].toPrecision(4)))}`;
  if (spent[last - 1] < alpha) {
    const cumulative = { kind: 'cumulative', fractions: fractions.slice(0, -1), spent: spent.slice(0, -1) } as const;
    const bound = efficacyBounds({ kind: 'spending', spending: cumulative }, plan)[last];
    const feasible = kind === 'z' ? Math.ceil(1000 * bound) / 1000 : nominal(bound, sides);
    remedy = `${change} them, e.g. the last to ${figure(feasible)}`;
  }
  context.report(
    [...at, 'efficacy', 'bounds', kind],
    `spend ${total}; must be ≤ alpha (${figure(alpha)}, ${sides === 1 ? 'one' : 'two'}-sided): ${remedy}`,
  );
}

/** The nominal p-value of a z, to three digits, rounded down. */
function nominal(z: number, sides: 1 | 2): number {
  const [p] = alphaSpent({ fractions: [1], alpha: 1, sides }, [z]);
  const unit = powerOfTen(decimalExponent(p) - 2);
  return Number((Math.floor(p / unit) * unit).toPrecision(3));
}

/**
 * When one hypothesis of a family is tested, and the bounds that a share of alpha gives it there. A hypothesis may have
 * its last test before the trial's last look; it spends its whole share by then.
 */
import { type EfficacyRule, efficacyBounds } from '../sequential/efficacy.ts';
import type { SpendingFunction } from '../sequential/spending.ts';

/** Lists have one entry for each look of the trial. */
export interface HypothesisPlan {
  /**
   * Information fractions, read at the looks that test and increasing there; [1] for a fixed design. The last test spends
   * what is left, whatever its fraction.
   */
  readonly fractions: readonly number[];
  /** How a share of alpha is divided over the looks; if left out, nothing is spent before the last test. */
  readonly efficacy?: EfficacyRule;
  /** Where spending functions are read instead of the fractions, for alpha that is spent by the calendar. */
  readonly spendingTime?: readonly number[];
  /** Which looks test; all, if this is left out. */
  readonly tested?: readonly boolean[];
}

const LIKE = "{ kind: 'spending', spending: { kind: 'obrienFleming' } }";

/** The looks that test, counted from 0. */
export function looksThatTest({ fractions, tested }: HypothesisPlan): number[] {
  return fractions.map((_, k) => k).filter((k) => tested?.[k] ?? true);
}

/** What is wrong with the plan of a trial of `looks` looks, or null; `at` names it in messages. */
export function hypothesisPlanProblem(plan: HypothesisPlan, looks: number, at = ''): string | null {
  const { fractions, tested, spendingTime } = plan;
  if (fractions.length === 0) return `${at}fractions is empty; must have one entry a look`;
  for (const [name, list] of Object.entries({ fractions, tested, spendingTime }))
    if (list !== undefined && list.length !== looks)
      return `${at}${name} has ${list.length} entries; must have ${looks}, one a look`;
  const places = looksThatTest(plan);
  if (places.length === 0) return `${at}tested has no look; must have at least one, e.g. the last`;
  let before = 0;
  let spentBy = 0;
  for (const k of places) {
    const fraction = fractions[k];
    if (!(fraction > before && fraction < Number.POSITIVE_INFINITY))
      return `${at}fractions[${k}] is ${fraction}; must be above ${before}, as information grows`;
    before = fraction;
    const time = spendingTime?.[k] ?? 1;
    if (!(time >= spentBy && time <= 1))
      return `${at}spendingTime[${k}] is ${time}; must be from ${spentBy} to 1, as alpha that is spent stays so`;
    spentBy = spendingTime?.[k] ?? 0;
  }
  return null;
}

/** The spending function for a share of its error; a cumulative one spends that share of what it is given. */
function spendingAtShare(spending: SpendingFunction, share: number): SpendingFunction {
  if (spending.kind !== 'cumulative') return spending;
  return { ...spending, spent: spending.spent.map((error) => error * share) };
}

/** A rule whose own probabilities are over `sides` sides, for one of them. */
export function ruleOfOneSide(rule: EfficacyRule, sides: 1 | 2): EfficacyRule {
  if (rule.kind === 'spending') return { kind: 'spending', spending: spendingAtShare(rule.spending, 1 / sides) };
  return rule.kind === 'p' ? { kind: 'p', p: rule.p.map((p) => p / sides) } : rule;
}

/** The rule for a share of alpha, as `procedure` divides it. @throws RangeError for a rule that gives bounds, no level */
export function ruleAtShare(rule: EfficacyRule, share: number, procedure: string): EfficacyRule {
  if (share === 1) return rule;
  if (rule.kind === 'z' || rule.kind === 'p')
    throw new RangeError(
      `efficacy rule ${rule.kind} gives bounds for the whole alpha, which ${procedure} divides; must be error spending, e.g. ${LIKE}`,
    );
  return rule.kind === 'spending' ? { kind: 'spending', spending: spendingAtShare(rule.spending, share) } : rule;
}

/**
 * Critical z at every look of the trial, for a one-sided `alpha`: ∞ where nothing is tested, and after the last test what
 * it is there, as z stays what it was there too. @throws RangeError when fixed interim bounds leave no alpha to the last
 */
export function boundsOfPlan(plan: HypothesisPlan, rule: EfficacyRule, alpha: number): number[] {
  const places = looksThatTest(plan);
  const here = <T>(list: readonly T[]): T[] => places.map((k) => list[k]);
  const { fractions, spendingTime } = plan;
  const ruleHere: EfficacyRule =
    rule.kind === 'z' ? { ...rule, z: here(rule.z) } : rule.kind === 'p' ? { ...rule, p: here(rule.p) } : rule;
  const times = spendingTime && { spendingTime: here(spendingTime) };
  const solved = efficacyBounds(ruleHere, { fractions: here(fractions), alpha, sides: 1, ...times });
  const last = places.length - 1;
  return fractions.map((_, k) => {
    if (k > places[last]) return solved[last];
    const place = places.indexOf(k);
    return place < 0 ? Number.POSITIVE_INFINITY : solved[place];
  });
}

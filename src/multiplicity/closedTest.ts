/**
 * Closed tests: one structure for every procedure, fixed or group-sequential.
 *
 * Hypothesis i is rejected at a look when every intersection that contains i contains a hypothesis rejected at an earlier
 * look, or has a member whose z reaches the intersection's bound for it at this look
 * (W. Maurer & F. Bretz, Stat. Biopharm. Res. 5 (2013) 311–320).
 *
 * Why that keeps the error over the family: an intersection of only true hypotheses is tested by a group-sequential
 * test of its own at alpha. Let i be the first true hypothesis rejected, and J all true ones. No member of J was
 * rejected before, so a member of J reached J's bound: the test of J made an error, which happens with probability ≤
 * alpha. Bounds that ask for more in a smaller intersection lose power, never control.
 */
import { type EfficacyRule, efficacyBounds } from '../sequential/efficacy.ts';
import type { SpendingFunction } from '../sequential/spending.ts';
import { type Correlation, correlationOf, correlationProblem } from './correlation.ts';
import { dunnettBounds } from './dunnett.ts';
import { intersectionWeights, membersOf, type WeightedProcedure } from './intersections.ts';
import { type Procedure, procedureProblem, usesCorrelation } from './procedure.ts';

/** Plain data: it can be cloned and sent to threads. */
export interface ClosedTest {
  /** How an intersection is read: a member at its bound is enough, or members are ranked (Hochberg). */
  readonly kind: 'maximum' | 'stepUp';
  readonly hypotheses: number;
  readonly looks: number;
  /** Critical z of hypothesis i in an intersection (bit mask) at a look, ∞ where it is not tested: see `boundOf`. */
  readonly bounds: Float64Array;
}

/** What a family is tested at. */
export interface FamilySetting {
  readonly hypotheses: number;
  /**
   * One-sided, over the family. A two-sided test at alpha is a test at alpha/2 for benefit (and one for harm, with −z).
   */
  readonly alpha: number;
  /** Information fractions of all looks, increasing; [1] for a fixed design. The last look spends what is left. */
  readonly fractions: readonly number[];
  /** How each hypothesis's share of alpha is divided over the looks; if left out, nothing is spent before the last. */
  readonly efficacy?: EfficacyRule;
  /** Sides that the rule's own probabilities (`cumulative` spending, nominal p-values) are over; 1 if left out. */
  readonly sides?: 1 | 2;
  /** Which looks test efficacy; all, if this is left out. The last always does. */
  readonly tested?: readonly boolean[];
  /** Correlation of the hypotheses' statistics at the same look; only the Dunnett procedures use it. */
  readonly correlation?: Correlation;
}

/** Critical z of `hypothesis` in the intersection `mask` at `look` (from 0). */
export function boundOf({ hypotheses, looks, bounds }: ClosedTest, mask: number, hypothesis: number, look: number) {
  return bounds[(mask * hypotheses + hypothesis) * looks + look];
}

/** What is wrong with a setting for a procedure, or null. */
function settingProblem(procedure: Procedure, setting: FamilySetting): string | null {
  const { hypotheses, alpha, fractions, tested, correlation } = setting;
  if (!(alpha > 0 && alpha < 1)) return `alpha is ${alpha}; must be above 0 and below 1`;
  if (fractions.length === 0) return 'fractions is empty; must have one entry a look';
  for (const [k, fraction] of fractions.entries())
    if (!(fraction > (fractions[k - 1] ?? 0) && fraction < Number.POSITIVE_INFINITY))
      return `fractions[${k}] is ${fraction}; must be above ${fractions[k - 1] ?? 0}, as information grows`;
  if (tested !== undefined && tested.length !== fractions.length)
    return `tested has ${tested.length} entries; must have ${fractions.length}, one a look`;
  if (procedure.kind === 'hochberg' && fractions.length > 1)
    return `hochberg has ${fractions.length} looks; must have 1, as a step-up test has no bounds over looks (use holm or stepDownDunnett)`;
  if (!usesCorrelation(procedure)) return null;
  if (correlation === undefined)
    return `${procedure.kind} has no correlation; must have that of the hypotheses' statistics`;
  return correlationProblem(correlation, hypotheses);
}

const LIKE = "{ kind: 'spending', spending: { kind: 'obrienFleming' } }";

/** The spending function of a rule for Dunnett's bounds; undefined where all is spent at the last look. */
function spendingOf(rule: EfficacyRule, looks: number): SpendingFunction | undefined {
  if (rule.kind === 'none') return undefined;
  if (rule.kind === 'spending') return rule.spending;
  if (looks === 1 && rule.kind !== 'z' && rule.kind !== 'p') return undefined;
  throw new RangeError(`efficacy rule ${rule.kind} has no Dunnett bounds; must be error spending, e.g. ${LIKE}`);
}

/** The spending function for a share of its error; a cumulative one spends that share of what it is given. */
function spendingAtShare(spending: SpendingFunction, share: number): SpendingFunction {
  if (spending.kind !== 'cumulative') return spending;
  return { ...spending, spent: spending.spent.map((error) => error * share) };
}

/** The rule of a setting, for one side. */
function ruleOf({ efficacy: rule = { kind: 'none' }, sides = 1 }: FamilySetting): EfficacyRule {
  if (rule.kind === 'spending') return { kind: 'spending', spending: spendingAtShare(rule.spending, 1 / sides) };
  return rule.kind === 'p' ? { kind: 'p', p: rule.p.map((p) => p / sides) } : rule;
}

/** The rule for a share of alpha. */
function ruleAtShare(rule: EfficacyRule, share: number, procedure: Procedure): EfficacyRule {
  if (share === 1) return rule;
  if (rule.kind === 'z' || rule.kind === 'p')
    throw new RangeError(
      `efficacy rule ${rule.kind} gives bounds for the whole alpha, which ${procedure.kind} divides; must be error spending, e.g. ${LIKE}`,
    );
  return rule.kind === 'spending' ? { kind: 'spending', spending: spendingAtShare(rule.spending, share) } : rule;
}

/** Bounds of each member by its share of alpha. */
function weightedBounds(procedure: WeightedProcedure, setting: FamilySetting, closed: ClosedTest): void {
  const { hypotheses, alpha, fractions, tested } = setting;
  const efficacy = ruleOf(setting);
  const weights = intersectionWeights(procedure, hypotheses);
  // Shares that are added up differ by rounding; those that agree in 12 digits have the same bounds.
  const byShare = new Map<string, number[]>();
  for (const [place, weight] of weights.entries()) {
    if (!(weight > 0)) continue;
    // Shares that are added up miss 1 by rounding.
    const share = Math.abs(weight - 1) < 1e-12 ? 1 : weight;
    const solve = () => {
      const rule = ruleAtShare(efficacy, share, procedure);
      return efficacyBounds(rule, { fractions, alpha: alpha * share, sides: 1, ...(tested && { tested }) });
    };
    const digits = share.toPrecision(12);
    const bounds = byShare.get(digits) ?? solve();
    byShare.set(digits, bounds);
    closed.bounds.set(bounds, place * fractions.length);
  }
}

/**
 * The correlation with its statistics in an order of their own, the most correlated first, and without the last digits:
 * the same matrix for intersections of exchangeable statistics.
 */
function inOneOrder(correlation: Correlation): number[][] {
  const rounded = correlation.map((row) => row.map((rho) => Math.round(rho * 1e12) / 1e12));
  const sums = rounded.map((row) => Math.round(1e9 * row.reduce((sum, rho) => sum + rho, 0)));
  const order = sums.map((_, i) => i).sort((i, j) => sums[j] - sums[i] || i - j);
  return correlationOf(order, rounded);
}

const sameCorrelation = (a: Correlation, b: Correlation): boolean =>
  a.length === b.length && a.every((row, i) => row.every((rho, j) => rho === b[i][j]));

/** One bound per look for all members, of the intersection or of the whole family. */
function correlatedBounds({ kind }: Procedure, setting: FamilySetting, closed: ClosedTest): void {
  const { hypotheses, alpha, fractions, tested, correlation = [] } = setting;
  const spending = spendingOf(ruleOf(setting), fractions.length);
  const plan = { alpha, fractions, ...(tested && { tested }) };
  const rule: EfficacyRule = spending ? { kind: 'spending', spending } : { kind: 'none' };
  const solve = (among: Correlation): number[] =>
    among.length === 1
      ? efficacyBounds(rule, { ...plan, sides: 1 })
      : dunnettBounds({ ...plan, correlation: among, ...(spending && { spending }) });
  const everyone = membersOf((1 << hypotheses) - 1);
  const solved: { readonly among: Correlation; readonly bounds: number[] }[] = [];
  const boundsOf = (among: Correlation): number[] => {
    const before = solved.find((each) => sameCorrelation(each.among, among));
    if (before !== undefined) return before.bounds;
    const bounds = solve(among);
    solved.push({ among, bounds });
    return bounds;
  };
  for (let mask = 1; mask < 1 << hypotheses; mask++) {
    const members = membersOf(mask);
    const among = inOneOrder(correlationOf(kind === 'dunnett' ? everyone : members, correlation));
    const bounds = boundsOf(among);
    for (const i of members) closed.bounds.set(bounds, (mask * hypotheses + i) * fractions.length);
  }
}

/**
 * The bounds of every intersection.
 *
 * @throws RangeError for a setting or parameters that make no test, and when fixed interim bounds leave no alpha to the
 * last look.
 */
export function closedTest(procedure: Procedure, setting: FamilySetting): ClosedTest {
  const problem = procedureProblem(procedure, setting.hypotheses) ?? settingProblem(procedure, setting);
  if (problem !== null) throw new RangeError(problem);
  const { hypotheses, fractions } = setting;
  const closed: ClosedTest = {
    kind: procedure.kind === 'hochberg' ? 'stepUp' : 'maximum',
    hypotheses,
    looks: fractions.length,
    bounds: new Float64Array((hypotheses << hypotheses) * fractions.length).fill(Number.POSITIVE_INFINITY),
  };
  if (procedure.kind === 'dunnett' || procedure.kind === 'stepDownDunnett')
    correlatedBounds(procedure, setting, closed);
  else weightedBounds(procedure, setting, closed);
  return closed;
}

/**
 * Step-up: at most r hypotheses are kept, the r-th largest p-value being tested at alpha/r (bounds of any intersection
 * of r).
 */
function stepUp({ hypotheses, looks, bounds }: ClosedTest, z: ArrayLike<number>, look: number): number {
  for (let r = 1; r <= hypotheses; r++) {
    const bound = bounds[((1 << r) - 1) * hypotheses * looks + look];
    let reached = 0;
    let count = 0;
    for (let i = 0; i < hypotheses; i++)
      if (z[i] >= bound) {
        reached |= 1 << i;
        count++;
      }
    if (count > hypotheses - r) return reached;
  }
  return 0;
}

/**
 * The hypotheses rejected by the end of a look: a bit mask, like `rejected`, those of the looks before.
 *
 * @param z Statistic of every hypothesis at this look, −∞ (or NaN) for one that was dropped; of those already rejected it
 *   is not read.
 */
export function testFamily(closed: ClosedTest, z: ArrayLike<number>, rejected: number, look: number): number {
  if (closed.kind === 'stepUp') return rejected | stepUp(closed, z, look);
  const { hypotheses, looks, bounds } = closed;
  const open = ((1 << hypotheses) - 1) & ~rejected;
  let candidates = open;
  // Every intersection with a rejected hypothesis in it is rejected: only intersections of open ones can keep their
  // members.
  for (let mask = open; mask > 0; mask = (mask - 1) & open) {
    if ((mask & candidates) === 0) continue;
    let reached = false;
    for (let i = 0; i < hypotheses && !reached; i++)
      reached = ((mask >> i) & 1) === 1 && z[i] >= bounds[(mask * hypotheses + i) * looks + look];
    if (!reached) {
      candidates &= ~mask;
      if (candidates === 0) return rejected;
    }
  }
  return rejected | candidates;
}

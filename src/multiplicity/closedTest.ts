/**
 * Closed tests: one structure for every procedure, fixed or group-sequential.
 *
 * Hypothesis i is rejected at a look when every intersection that contains i contains a hypothesis rejected at an earlier
 * look, or has a member whose z reaches the intersection's bound for it at this look
 * (W. Maurer & F. Bretz, Stat. Biopharm. Res. 5 (2013) 311–320).
 *
 * A hypothesis may have looks, information and spending of its own, and its last test before the trial's last look. From
 * then on it keeps the z and the bounds of that test: alpha that others hand on later may still reject it, by the data
 * that it had.
 *
 * Why that keeps the error over the family: an intersection of only true hypotheses is tested by a group-sequential
 * test of its own at alpha. Let i be the first true hypothesis rejected, and J all true ones. No member of J was
 * rejected before, so a member of J reached J's bound: the test of J made an error, which happens with probability ≤
 * alpha. Bounds that ask for more in a smaller intersection lose power, never control. A member that keeps its last z and
 * bound reaches J's bound at a later look if and only if it did at its last test, so that keeping them adds nothing to the
 * errors of J's test; and each member spends its share of J's alpha over its own looks, at its own information, whatever
 * the others do, so that the errors of J's test add up to at most alpha (Bonferroni).
 */
import type { EfficacyRule } from '../sequential/efficacy.ts';
import { efficacyBounds } from '../sequential/efficacy.ts';
import type { SpendingFunction } from '../sequential/spending.ts';
import { type Correlation, correlationOf, correlationProblem } from './correlation.ts';
import { dunnettBounds } from './dunnett.ts';
import {
  boundsOfPlan,
  type HypothesisPlan,
  hypothesisPlanProblem,
  looksThatTest,
  ruleAtShare,
  ruleOfOneSide,
} from './hypothesisPlan.ts';
import { intersectionWeights, membersOf, type WeightedProcedure } from './intersections.ts';
import { type Procedure, procedureProblem, usesCorrelation } from './procedure.ts';

/** Plain data: it can be cloned and sent to threads. */
export interface ClosedTest {
  /** How an intersection is read: a member at its bound is enough, or members are ranked (Hochberg). */
  readonly kind: 'maximum' | 'stepUp';
  /** Whether each rejection is a claim, or only that of all hypotheses together (procedure `allNeeded`). */
  readonly claims: 'each' | 'together';
  readonly hypotheses: number;
  readonly looks: number;
  /**
   * Critical z of hypothesis i in an intersection (bit mask) at a look, ∞ where it is not tested, and after its last test
   * as there: see `boundOf`.
   */
  readonly bounds: Float64Array;
  /** The last look at which each hypothesis is tested. */
  readonly lastTests: readonly number[];
  /** Share of alpha of hypothesis i in an intersection: [mask × hypotheses + i]. Null where bounds are of all together. */
  readonly shares: Float64Array | null;
}

/** What a family is tested at: the plan of its hypotheses, and what some of them have of their own. */
export interface FamilySetting extends HypothesisPlan {
  readonly hypotheses: number;
  /**
   * One-sided, over the family. A two-sided test at alpha is a test at alpha/2 for benefit (and one for harm, with −z).
   */
  readonly alpha: number;
  /** Sides that the rules' own probabilities (`cumulative` spending, nominal p-values) are over; 1 if left out. */
  readonly sides?: 1 | 2;
  /** Plans of hypotheses, one each, where any has its own; what an entry leaves out is as for the family. */
  readonly own?: readonly Partial<HypothesisPlan>[];
  /** Correlation of the hypotheses' statistics at the same look; only the Dunnett procedures use it. */
  readonly correlation?: Correlation;
}

/** The plan of hypothesis i. */
export function planOf({ fractions, efficacy, spendingTime, tested, own }: FamilySetting, i: number): HypothesisPlan {
  return {
    fractions,
    ...(efficacy && { efficacy }),
    ...(spendingTime && { spendingTime }),
    ...(tested && { tested }),
    ...own?.[i],
  };
}

/** Critical z of `hypothesis` in the intersection `mask` at `look` (from 0). */
export function boundOf({ hypotheses, looks, bounds }: ClosedTest, mask: number, hypothesis: number, look: number) {
  return bounds[(mask * hypotheses + hypothesis) * looks + look];
}

/** What is wrong with a setting for a procedure, or null. */
function settingProblem(procedure: Procedure, setting: FamilySetting): string | null {
  const { hypotheses, alpha, fractions, own, correlation } = setting;
  if (!(alpha > 0 && alpha < 1)) return `alpha is ${alpha}; must be above 0 and below 1`;
  const looks = fractions.length;
  if (own === undefined || looks === 0) {
    const problem = hypothesisPlanProblem(setting, looks);
    if (problem !== null) return problem;
  } else if (own.length !== hypotheses)
    return `own has ${own.length} entries; must have ${hypotheses}, one a hypothesis`;
  for (let i = 0; i < (own?.length ?? 0); i++) {
    const problem = hypothesisPlanProblem(planOf(setting, i), looks, `own[${i}].`);
    if (problem !== null) return problem;
  }
  if (procedure.kind === 'hochberg' && looks > 1)
    return `hochberg has ${looks} looks; must have 1, as a step-up test has no bounds over looks (use holm or stepDownDunnett)`;
  if (!usesCorrelation(procedure)) return null;
  if (own?.some((plan) => Object.keys(plan).length > 0) || setting.spendingTime !== undefined)
    return `${procedure.kind} has plans of hypotheses or of time; must have looks and information fractions that all share, as one bound is for all (use holm or graph)`;
  if (correlation === undefined)
    return `${procedure.kind} has no correlation; must have that of the hypotheses' statistics`;
  return correlationProblem(correlation, hypotheses);
}

/** The spending function of a rule for Dunnett's bounds; undefined where all is spent at the last look. */
function spendingOf(rule: EfficacyRule, looks: number): SpendingFunction | undefined {
  if (rule.kind === 'none') return undefined;
  if (rule.kind === 'spending') return rule.spending;
  if (looks === 1 && rule.kind !== 'z' && rule.kind !== 'p') return undefined;
  throw new RangeError(
    `efficacy rule ${rule.kind} has no Dunnett bounds; must be error spending, e.g. { kind: 'spending', spending: { kind: 'obrienFleming' } }`,
  );
}

/** The rule of a plan, for one side. */
const ruleOf = ({ efficacy = { kind: 'none' } }: HypothesisPlan, sides: 1 | 2 = 1): EfficacyRule =>
  ruleOfOneSide(efficacy, sides);

/** Shares that are added up miss 1 by rounding. */
const wholeShare = (weight: number): number => (Math.abs(weight - 1) < 1e-12 ? 1 : weight);

/** Bounds of each member by its share of alpha. */
function weightedBounds(procedure: WeightedProcedure, setting: FamilySetting, closed: ClosedTest): void {
  const { hypotheses, alpha, fractions, own } = setting;
  const plans = Array.from({ length: hypotheses }, (_, i) => planOf(setting, i));
  const weights = closed.shares ?? [];
  // Shares that are added up differ by rounding; those that agree in 12 digits have the same bounds.
  const solved = new Map<string, number[]>();
  for (const [place, weight] of weights.entries()) {
    if (!(weight > 0)) continue;
    const share = wholeShare(weight);
    const i = place % hypotheses;
    const solve = () =>
      boundsOfPlan(plans[i], ruleAtShare(ruleOf(plans[i], setting.sides), share, procedure.kind), alpha * share);
    const key = `${own ? i : ''} ${share.toPrecision(12)}`;
    const bounds = solved.get(key) ?? solve();
    solved.set(key, bounds);
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
  const spending = spendingOf(ruleOf(setting, setting.sides), fractions.length);
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
  const correlated = procedure.kind === 'dunnett' || procedure.kind === 'stepDownDunnett';
  const closed: ClosedTest = {
    kind: procedure.kind === 'hochberg' ? 'stepUp' : 'maximum',
    claims: procedure.kind === 'allNeeded' ? 'together' : 'each',
    hypotheses,
    looks: fractions.length,
    bounds: new Float64Array((hypotheses << hypotheses) * fractions.length).fill(Number.POSITIVE_INFINITY),
    lastTests: Array.from({ length: hypotheses }, (_, i) => looksThatTest(planOf(setting, i)).at(-1) as number),
    shares: correlated ? null : intersectionWeights(procedure, hypotheses),
  };
  if (correlated) correlatedBounds(procedure, setting, closed);
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
 * The hypotheses rejected once it is known which members of which intersections reach their bounds: a bit mask, like
 * `rejected`, those rejected before. `reaches` is asked of hypotheses that are still open, in intersections of those.
 */
export function rejectedBy(
  hypotheses: number,
  rejected: number,
  reaches: (mask: number, hypothesis: number) => boolean,
): number {
  const open = ((1 << hypotheses) - 1) & ~rejected;
  let candidates = open;
  // Every intersection with a rejected hypothesis in it is rejected: only intersections of open ones can keep their
  // members.
  for (let mask = open; mask > 0; mask = (mask - 1) & open) {
    if ((mask & candidates) === 0) continue;
    let reached = false;
    for (let i = 0; i < hypotheses && !reached; i++) reached = ((mask >> i) & 1) === 1 && reaches(mask, i);
    if (!reached) {
      candidates &= ~mask;
      if (candidates === 0) return rejected;
    }
  }
  return rejected | candidates;
}

/**
 * The hypotheses rejected by the end of a look: a bit mask, like `rejected`, those of the looks before.
 *
 * @param z Statistic of every hypothesis at this look, or at its last test where that was before; −∞ (or NaN) for one that
 *   was dropped; of those already rejected it is not read.
 */
export function testFamily(closed: ClosedTest, z: ArrayLike<number>, rejected: number, look: number): number {
  if (closed.kind === 'stepUp') return rejected | stepUp(closed, z, look);
  const { hypotheses, looks, bounds } = closed;
  return rejectedBy(hypotheses, rejected, (mask, i) => z[i] >= bounds[(mask * hypotheses + i) * looks + look]);
}

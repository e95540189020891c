/**
 * Looks whose tests do not follow one statistic's increments: a MaxCombo over looks, or one test at a look and another
 * at the next. The parts of all looks are jointly normal (jointLooks.ts). Look by look, the critical value c_k of the
 * largest part spends the alpha that the efficacy rule gives it. A bound is returned on the scale of the statistic that
 * decides there, e_k = −Φ⁻¹(P(max Z(k) ≥ c_k)), which for one part is c_k itself: each replicate then uses the
 * correlation within its own look and the planned one between looks. Bounds stay as planned, whatever is observed.
 */
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { maximumTail, normalRectangle } from '../maths/multivariateNormal.ts';
import { normalQuantile } from '../maths/normal.ts';
import type { Crossing } from '../sequential/crossing.ts';
import { alphaSpent, efficacyBounds } from '../sequential/efficacy.ts';
import { type LooksPlanned, type SolvedPlan, solvePlan } from '../sequential/plan.ts';
import { definitionOf } from '../statistics/registry.ts';
import { type Trial, testsByLook } from '../trial/trial.ts';
import { type JointLooks, jointLooks } from './jointLooks.ts';
import { type CombinationBounds, type SolvedBounds, sameEntries } from './solvedBounds.ts';

/** Absolute error of the joint probabilities that bounds are solved from, which moves a bound by 1e-3 where so little is spent. */
const ACCURACY = 1e-5;
/** Absolute error of the probabilities of stopping. */
const CROSSING_ACCURACY = 1e-4;
const STEPS = 12;
/** Bounds are sought until they move by less than this. */
const SETTLED = 2e-4;
/** Parts of a look with a correlation above this are the same but for rounding, and count once. */
const SAME = 1 - 1e-9;

/** Whether the looks of a trial need their joint distribution. */
export function combinesLooks(trial: Pick<Trial, 'test' | 'lookTests' | 'interims'>): boolean {
  return (
    trial.lookTests !== undefined ||
    testsByLook(trial).some(({ statistic }) => definitionOf(statistic).combines === true)
  );
}

/** The parts without those that repeat another part of their look. */
function distinct({ parts, correlation, mean }: JointLooks): JointLooks {
  const kept = parts.flatMap((part, i) =>
    parts.some((other, j) => j < i && other.look === part.look && correlation[i][j] > SAME) ? [] : [i],
  );
  return {
    parts: kept.map((i) => parts[i]),
    correlation: kept.map((i) => kept.map((j) => correlation[i][j])),
    mean: kept.map((i) => mean[i]),
  };
}

/** P(every part of looks 0 … k is between the limits of its look); looks without a finite limit are left out. */
function within(
  { parts, correlation, mean }: JointLooks,
  lower: readonly number[],
  upper: readonly number[],
  shifted: boolean,
  accuracy: number,
): number {
  const places = parts.flatMap(({ look }, i) =>
    look < upper.length && (Number.isFinite(lower[look]) || Number.isFinite(upper[look])) ? [i] : [],
  );
  if (places.length === 0) return 1;
  const limit = (of: readonly number[]) => places.map((i) => of[parts[i].look] - (shifted ? mean[i] : 0));
  return normalRectangle(
    limit(lower),
    limit(upper),
    places.map((i) => places.map((j) => correlation[i][j])),
    accuracy,
  );
}

const NEVER = Number.NEGATIVE_INFINITY;

/** P(the largest part of look k ≥ c) under no effect. */
function aloneAt({ parts, correlation }: JointLooks, k: number): (c: number) => number {
  const own = parts.flatMap(({ look }, i) => (look === k ? [i] : []));
  const matrix = own.map((i) => own.map((j) => correlation[i][j]));
  return (c) => maximumTail(c, matrix, ACCURACY);
}

/**
 * The value c at which `chance(c)` is `wanted`; both are chances that the largest part passes c, as normal quantiles.
 */
function criticalValue(chance: (c: number) => number, wanted: number): number {
  // −Φ⁻¹ of the chance goes very nearly as c: each step takes all of what is missing.
  let c = wanted;
  for (let step = 0; step < STEPS; step++) {
    const missing = wanted + normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, chance(c))));
    c += missing;
    if (Math.abs(missing) < SETTLED) break;
  }
  return c;
}

/** Critical values that spend `spent` (one-sided, cumulative) at the looks; ∞ where efficacy is not tested. */
function criticalValues(spent: readonly number[], tested: readonly boolean[], joint: JointLooks): number[] {
  const critical: number[] = [];
  let total = 0;
  spent.forEach((cumulative, k) => {
    const here = cumulative - total;
    total = cumulative;
    if (!tested[k] || !(here > 0)) {
      critical.push(Number.POSITIVE_INFINITY);
      return;
    }
    const limits = (c?: number) => [...critical, ...(c === undefined ? [] : [c])];
    const never = spent.map(() => NEVER);
    const earlier = critical.some(Number.isFinite);
    const passed = within(joint, never, limits(), false, ACCURACY);
    const spentAt = earlier
      ? (c: number) => passed - within(joint, never, limits(c), false, ACCURACY)
      : aloneAt(joint, k);
    critical.push(criticalValue(spentAt, -normalQuantile(here)));
  });
  return critical;
}

/** Efficacy bounds as critical values of the largest part, futility bounds likewise. */
interface Limits {
  readonly upper: readonly number[];
  readonly futility: readonly number[];
  readonly sides: 1 | 2;
}

/**
 * Where the trial ends. A look goes on where its largest part is above its futility limit and below its efficacy one: the
 * latter's rectangle less the former's, so that a history is a sum of rectangles over which of its looks are the former.
 */
function crossingOf(joint: JointLooks, { upper, futility, sides }: Limits, planned: boolean): Crossing {
  const lower = upper.map((u) => (sides === 2 ? -u : NEVER));
  /** P(goes on through all looks before the last of `tops`, and there below its top and above `bottom`). */
  const course = (k: number, top: number, bottom: number): number => {
    let sum = 0;
    const futile = futility.slice(0, k).flatMap((l, look) => (l > NEVER ? [look] : []));
    for (let subset = 0; subset < 1 << futile.length; subset++) {
      const chosen = futile.filter((_, i) => (subset >> i) % 2 === 1);
      const tops = [...upper.slice(0, k).map((u, look) => (chosen.includes(look) ? futility[look] : u)), top];
      const sign = chosen.length % 2 === 0 ? 1 : -1;
      sum += sign * within(joint, [...lower.slice(0, k), bottom], tops, planned, CROSSING_ACCURACY);
    }
    return Math.min(1, Math.max(0, sum));
  };
  const result = { efficacy: [] as number[], harm: [] as number[], futility: [] as number[], reached: [] as number[] };
  upper.forEach((u, k) => {
    const reached = course(k, Number.POSITIVE_INFINITY, NEVER);
    const below = course(k, u, NEVER);
    const between = sides === 2 ? course(k, u, -u) : below;
    result.reached.push(reached);
    result.efficacy.push(Math.max(0, reached - below));
    result.harm.push(Math.max(0, below - between));
    result.futility.push(futility[k] > NEVER ? course(k, futility[k], lower[k]) : 0);
  });
  return { ...result, power: result.efficacy.reduce((sum, p) => sum + p, 0), information: Number.NaN };
}

/** A plan with its bounds, and where its trial ends. */
export interface CombinedLooks {
  readonly solved: SolvedPlan;
  crossing(effect: 'planned' | 'none', futility: 'acted on' | 'ignored'): Crossing;
}

/**
 * Whether two combinations have the same bounds to 1e-3: their correlations and the alpha they spend agree in three
 * digits.
 */
function sameCombination(a: Asked, b: Asked): boolean {
  const rounded = (x: number, y: number) => x.toFixed(3) === y.toFixed(3);
  return (
    sameEntries(a.spent, b.spent, (x, y) => x.toPrecision(4) === y.toPrecision(4)) &&
    sameEntries(a.tested, b.tested) &&
    sameEntries(a.places, b.places) &&
    sameEntries(a.correlation, b.correlation, (row, other) => sameEntries(row, other, rounded))
  );
}

type Asked = Omit<CombinationBounds, 'critical' | 'efficacy'>;

/** The bounds of a combination, taken from what was solved before where that is the same. */
function combinationBounds(joint: JointLooks, asked: Asked, { combinations }: SolvedBounds): CombinationBounds {
  const before = combinations.find((each) => sameCombination(each, asked));
  if (before !== undefined) return before;
  const critical = criticalValues(asked.spent, asked.tested, joint);
  const efficacy = critical.map((c, k) => (Number.isFinite(c) ? -normalQuantile(aloneAt(joint, k)(c)) : c));
  const found = { ...asked, critical, efficacy };
  combinations.push(found);
  return found;
}

/** The plan of a trial whose looks are to be taken together at their expected `times`. */
export function solveCombination(
  patients: ExpectedPatients,
  times: readonly number[],
  looks: LooksPlanned,
  bounds: SolvedBounds,
): CombinedLooks {
  const { sequential } = patients.trial;
  if (sequential === undefined) throw new RangeError('solveCombination: the trial has no sequential plan');
  const { fractions, alpha, sides } = looks;
  const solved = solvePlan(sequential, looks);
  const tested = [...sequential.tested, true];
  const plan = { fractions, alpha, sides, tested };
  const ordinary = efficacyBounds(sequential.efficacy, plan);
  const spent = alphaSpent(plan, ordinary).map((each) => each / sides);
  spent[spent.length - 1] = alpha / sides;
  const joint = distinct(jointLooks(patients, times));
  const places = joint.parts.map(({ look }) => look);
  const asked = { spent, tested, places, correlation: joint.correlation };
  const { critical, efficacy } = combinationBounds(joint, asked, bounds);
  const futility = solved.futility.map((bound, k) => Math.min(bound, efficacy[k]));
  const futile = futility.map((bound, k) => (Number.isFinite(bound) ? criticalValue(aloneAt(joint, k), bound) : bound));
  return {
    solved: {
      ...solved,
      alphaSpent: spent.map((each) => each * sides),
      plan: { ...solved.plan, information: 'planned' },
      efficacy,
      futility,
    },
    crossing: (effect, stops) =>
      crossingOf(
        joint,
        { upper: critical, futility: stops === 'acted on' ? futile : futile.map(() => NEVER), sides },
        effect === 'planned',
      ),
  };
}

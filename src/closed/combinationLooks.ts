/**
 * Efficacy bounds of a MaxCombo over looks. The components at all looks are jointly normal under no effect: within a look
 * with the correlation that a test estimates there, and between looks a before b, as weights that settle make increments
 * independent,
 *   Corr(Z_i(a), Z_j(b)) = V_ij(a) / √(V_ii(a) V_jj(b))
 * (A. A. Tsiatis, JASA 77 (1982) 855–861; for MaxCombo P. Roychoudhury et al., Stat. Biopharm. Res. 15 (2023) 121–134).
 * Look by look the critical value c_k of the largest component spends what the efficacy rule does of alpha. A bound is
 * returned on the scale of the statistic, e_k = −Φ⁻¹(P(max Z(k) ≥ c_k)): each replicate then uses the correlation within
 * its own look and the planned one between looks.
 */
import { maximumTail, normalRectangle } from '../maths/multivariateNormal.ts';
import { normalQuantile } from '../maths/normal.ts';
import { alphaSpent, efficacyBounds } from '../sequential/efficacy.ts';
import { type LooksPlanned, type SolvedPlan, solvePlan } from '../sequential/plan.ts';
import { COMBINABLE } from '../statistics/maxCombo.ts';
import { expectedComponents } from '../statistics/weightedLogRank.ts';
import type { Trial } from '../trial/trial.ts';
import { expectedLook } from './expectedLook.ts';

/** Absolute error of the joint probabilities, which moves a bound by 1e-3 where so little is spent. */
const ACCURACY = 1e-5;
const STEPS = 12;
/** Bounds are sought until they move by less. */
const SETTLED = 2e-4;
/** Components that are the same but for rounding count once. */
const SAME = 1 - 1e-9;

/** V_ij of the components at each look as expected. */
function covariances(trial: Trial, times: readonly number[]): number[][][] {
  const of = trial.test.statistic.of ?? [];
  const components = of.map((statistic) => {
    const test = COMBINABLE.get(statistic.kind);
    if (test === undefined) throw new RangeError(`maxCombo cannot combine ${statistic.kind}`);
    return { weighting: test.weighting, statistic };
  });
  return times.map((time) => {
    const { correlation, information } = expectedComponents(expectedLook(trial, time, trial.test), components);
    return correlation.map((row, i) => row.map((rho, j) => rho * Math.sqrt(information[i] * information[j])));
  });
}

/** P(the largest z ≥ c at look k, and not at any tested look before, where the critical values are `before`). */
function spender(k: number, before: readonly number[], v: readonly (readonly number[][])[]): (c: number) => number {
  const places: { look: number; component: number }[] = [];
  for (let look = 0; look <= k; look++) {
    if (look < k && !Number.isFinite(before[look])) continue;
    v[look].forEach((_, component) => {
      places.push({ look, component });
    });
  }
  const rho = (a: (typeof places)[number], b: (typeof places)[number]) => {
    const [first, second] = a.look <= b.look ? [a, b] : [b, a];
    const shared = v[first.look][first.component][second.component];
    return (
      shared /
      Math.sqrt(v[first.look][first.component][first.component] * v[second.look][second.component][second.component])
    );
  };
  const kept: typeof places = [];
  for (const place of places)
    if (!kept.some((other) => other.look === place.look && rho(other, place) > SAME)) kept.push(place);
  const matrix = (of: typeof places) => of.map((a) => of.map((b) => (a === b ? 1 : rho(a, b))));
  const earlier = kept.filter(({ look }) => look < k);
  const everything = matrix(kept);
  if (earlier.length === 0) return (c) => maximumTail(c, everything, ACCURACY);
  const limits = (c: number) => kept.map(({ look }) => (look < k ? before[look] : c));
  const never = kept.map(() => Number.NEGATIVE_INFINITY);
  const n = earlier.length;
  const passed = normalRectangle(never.slice(0, n), limits(0).slice(0, n), matrix(earlier), ACCURACY);
  return (c) => passed - normalRectangle(never, limits(c), everything, ACCURACY);
}

const solvedBefore = new Map<string, readonly number[]>();
const MOST_SOLVED = 200;

/** Bounds on the scale of the statistic, of the critical values that spend `spent` (one-sided, cumulative) at the looks. */
function effectiveBounds(spent: readonly number[], tested: readonly boolean[], v: readonly number[][][]): number[] {
  const critical: number[] = [];
  let total = 0;
  return spent.map((cumulative, k) => {
    const here = cumulative - total;
    total = cumulative;
    if (!tested[k] || !(here > 0)) {
      critical.push(Number.POSITIVE_INFINITY);
      return Number.POSITIVE_INFINITY;
    }
    // −Φ⁻¹ of what is spent goes very nearly as c: each step takes all of what is missing.
    const spentAt = spender(k, critical, v);
    const wanted = -normalQuantile(here);
    let c = wanted;
    for (let step = 0; step < STEPS; step++) {
      const missing = wanted + normalQuantile(Math.min(0.9999, Math.max(1e-9, spentAt(c))));
      c += missing;
      if (Math.abs(missing) < SETTLED) break;
    }
    const alone = spender(
      k,
      critical.map(() => Number.POSITIVE_INFINITY),
      v,
    );
    critical.push(c);
    return -normalQuantile(alone(c));
  });
}

/** The plan of a trial whose test is a MaxCombo. */
export function solveCombination(trial: Trial, times: readonly number[], looks: LooksPlanned): SolvedPlan {
  const { sequential } = trial;
  if (sequential === undefined) throw new RangeError('solveCombination: the trial has no sequential plan');
  const { fractions, alpha, sides } = looks;
  const solved = solvePlan(sequential, looks);
  const tested = [...sequential.tested, true];
  const plan = { fractions, alpha, sides, tested };
  const ordinary = efficacyBounds(sequential.efficacy, plan);
  const spent = alphaSpent(plan, ordinary).map((each) => each / sides);
  spent[spent.length - 1] = alpha / sides;
  const v = covariances(trial, times);
  // Correlations to three digits: what differs by less has the same bounds but for 1e-3.
  const digits = v.map((matrix, k) =>
    matrix.map((row, i) =>
      row.map((value, j) => (value / Math.sqrt(v[k][i][i] * v[v.length - 1][j][j])).toFixed(3)).join(),
    ),
  );
  const name = JSON.stringify([spent.map((each) => each.toPrecision(4)), tested, digits]);
  let efficacy = solvedBefore.get(name);
  if (efficacy === undefined) {
    efficacy = effectiveBounds(spent, tested, v);
    if (solvedBefore.size >= MOST_SOLVED) solvedBefore.clear();
    solvedBefore.set(name, efficacy);
  }
  const bounds = efficacy;
  return {
    ...solved,
    alphaSpent: spent.map((each) => each * sides),
    plan: { ...solved.plan, information: 'planned' },
    efficacy: bounds,
    futility: solved.futility.map((bound, k) => Math.min(bound, bounds[k])),
  };
}

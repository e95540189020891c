/**
 * MaxCombo: the largest of several weighted log-rank statistics z₁ … z_m, judged by their joint normal distribution. Under no
 * effect their covariances are estimated by V_ij = Σ wᵢ wⱼ v, v the hypergeometric variance at each event time (R. E. Tarone,
 * Biometrika 68 (1981) 79–85; T. G. Karrison, Stata J. 16 (2016) 678–690).
 *
 * Its z is on the scale of one normal test. One-sided, Φ(z) = P(max X ≤ max zᵢ) for X normal with the estimated
 * correlation: z ≥ z_α where the largest is significant at α. Two-sided, it is the same for the largest of all zᵢ and
 * −zᵢ, with its sign turned for harm; data in which one component shows benefit and another yet more of harm count as
 * harm. Where that largest is no larger than usual, z is 0 (in one direction it would be below), as it comes to be from
 * either side: z only ever jumps where components contradict each other.
 */
import { pow } from '../elementary/pow.ts';
import {
  equicoordinateQuantile,
  maximumTail,
  maximumTail2,
  maximumTail3,
  normalRectangle,
} from '../maths/multivariateNormal.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import type { Definition, Drift, Look, Outcome, Statistic } from './definition.ts';
import type { ExpectedLook } from './expectedLook.ts';
import { flemingHarrington } from './flemingHarrington.ts';
import { gehan } from './gehan.ts';
import { logRank } from './logRank.ts';
import { modestlyWeighted } from './modestlyWeighted.ts';
import type { RiskTable } from './riskTable.ts';
import { taroneWare } from './taroneWare.ts';
import {
  type ExpectedComponents,
  expectedComponents,
  type WeightedTest,
  weightedDrift,
  weightedLogRank,
} from './weightedLogRank.ts';

/** What MaxCombo may combine, by kind. */
export const COMBINABLE: ReadonlyMap<string, WeightedTest> = new Map(
  [logRank, flemingHarrington, modestlyWeighted, gehan, taroneWare].map((each) => [each.kind, each]),
);

/** The most statistics that one MaxCombo combines. */
export const MOST_COMBINED = 8;

/** Absolute error of P(max X > c) of more than five components; up to five it is exact. */
const ACCURACY = 3e-5;
/** Absolute error of the power of more than three components. */
const POWER_ACCURACY = 5e-5;
/** Powers are kept at least this far from 0 and 1. */
const LEAST_POWER = 1e-15;

/** Components with a correlation this close to 1 are the same test in another guise. */
const SAME = 1 - 1e-9;

function testOf(statistic: Statistic): WeightedTest {
  const test = COMBINABLE.get(statistic.kind);
  if (test === undefined) throw new RangeError(`maxCombo cannot combine ${statistic.kind}`);
  return test;
}

function combined(statistic: Statistic): readonly Statistic[] {
  const { of } = statistic;
  if (of === undefined || of.length === 0 || of.length > MOST_COMBINED)
    throw new RangeError(`maxCombo combines 1 to ${MOST_COMBINED} statistics`);
  return of;
}

/** The weights of each component for the rows of a table. */
let weights: Float64Array[] = [];
/** v of the rows, as addProducts leaves it. */
let variances = new Float64Array(0);
/** U of each component, and V_ij for i ≤ j at i × MOST_COMBINED + j. */
const scores = new Float64Array(MOST_COMBINED);
const covariances = new Float64Array(MOST_COMBINED * MOST_COMBINED);

function reserve(rows: number): void {
  if (rows <= variances.length) return;
  variances = new Float64Array(2 * rows);
  weights = Array.from({ length: MOST_COMBINED }, () => new Float64Array(2 * rows));
}

/** Adds a table's part of U and V for components i ≤ j ≤ l, two or all of which may be the same; returns its events. */
function addProducts(table: RiskTable, i: number, j: number, l: number): number {
  const { rows, atRisk, atRisk1, events, events1 } = table;
  const wi = weights[i];
  const wj = weights[j];
  const wl = weights[l];
  const left = variances;
  let ui = 0;
  let uj = 0;
  let ul = 0;
  let vii = 0;
  let vij = 0;
  let vil = 0;
  let vjj = 0;
  let vjl = 0;
  let vll = 0;
  let total = 0;
  for (let k = 0; k < rows; k++) {
    const y = atRisk[k];
    const d = events[k];
    total += d;
    const p = atRisk1[k] / y;
    const difference = events1[k] - d * p;
    const v = d === 1 ? p * (1 - p) : y > 1 ? (d * p * (1 - p) * (y - d)) / (y - 1) : 0;
    left[k] = v;
    const a = wi[k];
    const b = wj[k];
    const c = wl[k];
    ui += a * difference;
    uj += b * difference;
    ul += c * difference;
    const av = a * v;
    const bv = b * v;
    vii += av * a;
    vij += av * b;
    vil += av * c;
    vjj += bv * b;
    vjl += bv * c;
    vll += c * v * c;
  }
  scores[i] += ui;
  covariances[i * MOST_COMBINED + i] += vii;
  if (j > i) {
    scores[j] += uj;
    covariances[i * MOST_COMBINED + j] += vij;
    covariances[j * MOST_COMBINED + j] += vjj;
  }
  if (l > j) {
    scores[l] += ul;
    covariances[i * MOST_COMBINED + l] += vil;
    covariances[j * MOST_COMBINED + l] += vjl;
    covariances[l * MOST_COMBINED + l] += vll;
  }
  return total;
}

/** Adds to V of different components i and j the part of `rows` rows, from the variances that addProducts left. */
function addCovariance(rows: number, i: number, j: number): void {
  const wi = weights[i];
  const wj = weights[j];
  const v = variances;
  let vij = 0;
  for (let k = 0; k < rows; k++) vij += wi[k] * wj[k] * v[k];
  covariances[i * MOST_COMBINED + j] += vij;
}

/** Fills scores and covariances, and returns the number of events. */
function combine(look: Look, of: readonly Statistic[]): number {
  const { tables } = look;
  const m = of.length;
  scores.fill(0);
  covariances.fill(0);
  let total = 0;
  for (let stratum = 0; stratum < tables.length; stratum++) {
    const table = tables[stratum];
    reserve(table.rows);
    for (let i = 0; i < m; i++) testOf(of[i]).weighting.fill(table, look, of[i], weights[i]);
    // Three components are taken in one pass, as combinations seldom have more; pairs from different threes are taken
    // one by one.
    for (let i = 0; i < m; i += 3) {
      const events = addProducts(table, i, Math.min(i + 1, m - 1), Math.min(i + 2, m - 1));
      if (i === 0) total += events;
      for (let a = i; a < Math.min(i + 3, m); a++) for (let b = i + 3; b < m; b++) addCovariance(table.rows, a, b);
    }
  }
  return total;
}

/** Components that have a variance and are not the same as one before, in `kept[0..count)`. */
const kept = new Int32Array(MOST_COMBINED);

function correlation(i: number, j: number): number {
  const row = Math.min(i, j) * MOST_COMBINED;
  const v = covariances[i * MOST_COMBINED + i] * covariances[j * MOST_COMBINED + j];
  return Math.max(-1, Math.min(1, covariances[row + Math.max(i, j)] / Math.sqrt(v)));
}

function keepDistinct(m: number): number {
  let count = 0;
  for (let i = 0; i < m; i++) {
    if (!(covariances[i * MOST_COMBINED + i] > 0)) continue;
    let known = false;
    for (let n = 0; n < count && !known; n++) known = correlation(kept[n], i) > SAME;
    if (!known) kept[count++] = i;
  }
  return count;
}

/** Correlation matrices by size, which are overwritten. */
const matrices = Array.from({ length: MOST_COMBINED + 1 }, (_, m) =>
  Array.from({ length: m }, (): number[] => new Array(m).fill(1)),
);

/** P(max X > c) for the first `count` kept components. */
function tailOfKept(c: number, count: number): number {
  if (count === 2) return maximumTail2(c, correlation(kept[0], kept[1]));
  if (count === 3) {
    const [a, b, d] = kept;
    return maximumTail3(c, correlation(a, b), correlation(a, d), correlation(b, d));
  }
  const matrix = matrices[count];
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      matrix[a][b] = correlation(kept[a], kept[b]);
      matrix[b][a] = matrix[a][b];
    }
  return maximumTail(c, matrix, ACCURACY);
}

/**
 * z with Φ(z) = P(max X ≤ c) for the first `count` kept components. As none are negatively correlated it is, whatever the
 * error of that probability, no more than c, as for one component, and no less than for as many independent ones.
 */
function standardised(c: number, count: number): number {
  const tail = tailOfKept(c, count);
  if (c >= 0) {
    const single = normalCdf(-c);
    const p = Math.min(Math.max(tail, single), count * single);
    return p > 0 ? -normalQuantile(p) : c;
  }
  const single = normalCdf(c);
  const within = Math.max(Math.min(1 - tail, single), pow(single, count));
  return within > 0 ? normalQuantile(within) : c * Math.sqrt(count);
}

function compute(look: Look, statistic: Statistic, outcome: Outcome): void {
  const of = combined(statistic);
  if (of.length === 1) {
    weightedLogRank(look, testOf(of[0]).weighting, of[0], outcome);
    if (look.turned === true) outcome.z = 0 - outcome.z;
    return;
  }
  outcome.information = combine(look, of);
  outcome.z = zOfCombined(of.length, look.sides, look.turned === true);
  outcome.estimate = Number.NaN;
  outcome.standardError = Number.NaN;
}

/** z of the first m scores and their covariances, of their negatives where `turned`; 0 where none has a variance. */
function zOfCombined(m: number, sides: 1 | 2 | undefined, turned: boolean): number {
  const count = keepDistinct(m);
  if (count === 0) return 0;
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < count; n++) {
    const i = kept[n];
    const z = (turned ? scores[i] : -scores[i]) / Math.sqrt(covariances[i * MOST_COMBINED + i]);
    if (z > highest) highest = z;
    if (z < lowest) lowest = z;
  }
  if (count === 1) return highest;
  if (sides === 1) return standardised(highest, count);
  if (highest >= -lowest) return Math.max(0, standardised(highest, count));
  return Math.min(0, -standardised(-lowest, count));
}

/**
 * MaxCombo's z of m components whose scores U and covariances V_ij (i ≤ j, at i × MOST_COMBINED + j) were found
 * elsewhere.
 */
export function combinedZ(m: number, sides: 1 | 2, turned: boolean, u: Float64Array, v: Float64Array): number {
  scores.set(u);
  covariances.set(v);
  return zOfCombined(m, sides, turned);
}

/** The components at a look, as MaxCombo sees them: each z (0 without variance) and their estimated correlation (NaN then). */
export function comboComponents(look: Look, statistic: Statistic): { z: number[]; correlation: number[][] } {
  const of = combined(statistic);
  combine(look, of);
  const variance = of.map((_, i) => covariances[i * MOST_COMBINED + i]);
  return {
    z: variance.map((v, i) => (v > 0 ? -scores[i] / Math.sqrt(v) : 0)),
    correlation: of.map((_, i) => of.map((_, j) => correlation(i, j))),
  };
}

/** Some rows and columns of a matrix. */
function submatrix(matrix: readonly (readonly number[])[], of: readonly number[]): number[][] {
  return of.map((i) => of.map((j) => matrix[i][j]));
}

/** Components expected to have a variance and not to be the same as one before. */
function expectedDistinct({ information, correlation }: ExpectedComponents): number[] {
  const distinct: number[] = [];
  information.forEach((v, i) => {
    if (v > 0 && distinct.every((j) => correlation[i][j] <= SAME)) distinct.push(i);
  });
  return distinct;
}

/** P(benefit) and P(harm) at one-sided level alpha, and P(either): each is an integral, computed when asked for. */
interface Rejections {
  benefit(): number;
  harm(): number;
  either(): number;
}

function rejections(expected: ExpectedLook, statistic: Statistic, alpha: number): Rejections {
  const components = combined(statistic).map((each) => ({ weighting: testOf(each).weighting, statistic: each }));
  const moments = expectedComponents(expected, components);
  const of = expectedDistinct(moments);
  if (of.length === 0) {
    const none = () => Number.NaN;
    return { benefit: none, harm: none, either: none };
  }
  const c = equicoordinateQuantile(alpha, submatrix(moments.correlation, of), 'upper');
  const covariance = submatrix(moments.covariance, of);
  const sd = covariance.map((row, i) => Math.sqrt(row[i]));
  const between = covariance.map((row, i) => row.map((v, j) => (i === j ? 1 : v / (sd[i] * sd[j]))));
  const upper = of.map((i, n) => (c - moments.z[i]) / sd[n]);
  const lower = of.map((i, n) => (-c - moments.z[i]) / sd[n]);
  const never = of.map(() => Number.NEGATIVE_INFINITY);
  const ever = of.map(() => Number.POSITIVE_INFINITY);
  const outside = (from: readonly number[], to: readonly number[]) =>
    1 - normalRectangle(from, to, between, POWER_ACCURACY);
  return {
    benefit: () => outside(never, upper),
    harm: () => outside(lower, ever),
    either: () => outside(lower, upper),
  };
}

/** P(benefit) or, two-sided, P(benefit or harm), where data that reject both ways count once. */
function power(expected: ExpectedLook, statistic: Statistic, alpha: number, sides: 1 | 2): number {
  const { benefit, either } = rejections(expected, statistic, alpha / sides);
  return sides === 1 ? benefit() : either();
}

function expectedEvents({ strata, patients }: ExpectedLook): number {
  let share = 0;
  for (const { weights, atRisk0, atRisk1, hazard0, hazard1 } of strata)
    for (let i = 0; i < weights.length; i++) share += weights[i] * (atRisk0[i] * hazard0[i] + atRisk1[i] * hazard1[i]);
  return patients * share;
}

/**
 * z is not normal; the drift is that of the normal z with sd 1 whose one-sided 0.025 test has MaxCombo's power, for
 * benefit or, if that is likelier, for harm. For a single component it is that component's own.
 */
function drift(expected: ExpectedLook, statistic: Statistic): Drift {
  const of = combined(statistic);
  if (of.length === 1) return weightedDrift(expected, { weighting: testOf(of[0]).weighting, statistic: of[0] });
  const alpha = 0.025;
  const rejected = rejections(expected, statistic, alpha);
  const [benefit, harm] = [rejected.benefit(), rejected.harm()];
  const likely = Math.min(Math.max(benefit, harm, LEAST_POWER), 1 - LEAST_POWER);
  const z = normalQuantile(likely) - normalQuantile(alpha);
  return {
    z: benefit >= harm ? z : -z,
    sd: 1,
    estimate: Number.NaN,
    standardError: Number.NaN,
    information: expectedEvents(expected),
  };
}

function combinedLabels(statistic: Statistic, unit: string): string {
  return combined(statistic)
    .map((each) => testOf(each).label(each, unit))
    .join(', ');
}

export const maxCombo: Definition = {
  kind: 'maxCombo',
  parameters: [],
  combines: true,
  countsEvents: true,
  label: (statistic, unit) => `MaxCombo of ${combinedLabels(statistic, unit)}`,
  phrase: (statistic, unit) => `MaxCombo test of ${combinedLabels(statistic, unit)}`,
  describe:
    'the largest of several weighted log-rank statistics, judged by their joint normal distribution as estimated; z is Φ⁻¹(1 − p)',
  source: 'T. G. Karrison, Stata J. 16 (2016) 678–690; R. S. Lin et al., Stat. Biopharm. Res. 12 (2020) 187–198',
  estimates: () => null,
  uses: { pooledSurvival: true },
  turnsItself: true,
  weighted: true,
  times: (statistic) => combined(statistic).flatMap((each) => testOf(each).times(each)),
  compute,
  drift,
  power,
};

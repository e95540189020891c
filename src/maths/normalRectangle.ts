/**
 * P(lower ≤ X ≤ upper) for X standard normal with a correlation matrix, in up to 24 dimensions.
 *
 * A. Genz, "Numerical computation of multivariate normal probabilities", J. Comput. Graph. Statist. 1 (1992) 141–149: with
 * X = L y the limits of y₁, y₂, … follow one another, so the probability is an integral over the unit cube.
 * G. J. Gibson, C. A. Glasbey & D. A. Elston, "Monte Carlo evaluation of multivariate normal integrals and sensitivity to
 * variate ordering", in Advances in Numerical Methods and Applications (1994) 120–126: the least likely interval first.
 * A. Genz & K.-S. Kwong, "Numerical evaluation of singular multivariate normal distributions", J. Statist. Comput. Simul. 68
 * (2000) 1–21: an X determined by earlier y narrows the interval of the last y it depends on.
 * Points: R. D. Richtmyer's sequence {k√prime} under the baker's map, from k = 1 with no random shift: the same input gives
 * the same bytes.
 */
import { square } from '../elementary/square.ts';
import { bivariateNormalCdf } from './bivariateNormal.ts';
import { normalCdf, normalDensity, normalQuantile } from './normal.ts';
import { upperTail } from './normalTail.ts';
import { type CorrelationMatrix, MOST_DIMENSIONS } from './pivotedCholesky.ts';
import { trivariateNormalCdf } from './trivariateNormal.ts';

export interface RectangleProbability {
  readonly probability: number;
  /** What the closed forms keep, or an estimate from the changes when the points were doubled. */
  readonly error: number;
}

const FEWEST_POINTS = 128;
const MOST_POINTS = 1 << 20;
/** A residual variance below this is rounding: the variable is determined by those before it. */
const DETERMINED = 1e-10;
const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

/**
 * P(lower ≤ X ≤ upper); limits may be ±∞ and the matrix singular. Absolute error below 1e-10 in up to three dimensions; beyond,
 * below `accuracy` for nine matrices in ten and seldom five times it, unless 2²⁰ points do not reach it.
 */
export function normalRectangle(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  correlation: CorrelationMatrix,
  accuracy = 1e-5,
): number {
  return rectangleProbability(lower, upper, correlation, accuracy).probability;
}

/** `normalRectangle` and an estimate of its absolute error. */
export function rectangleProbability(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  correlation: CorrelationMatrix,
  accuracy = 1e-5,
): RectangleProbability {
  const n = correlation.length;
  checkDimensions(n);
  if (lower.length !== n || upper.length !== n)
    throw new RangeError(`normalRectangle: ${lower.length} lower and ${upper.length} upper limits; must be ${n} each`);
  const kept: number[] = [];
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(lower[i]) || Number.isNaN(upper[i])) return { probability: Number.NaN, error: Number.NaN };
    if (!(lower[i] < upper[i])) return { probability: 0, error: 0 };
    if (lower[i] !== NEGATIVE_INFINITY || upper[i] !== POSITIVE_INFINITY) kept.push(i);
  }
  if (kept.length <= 3) return { probability: closed(lower, upper, correlation, kept), error: 1e-10 };
  return separated(lower, upper, correlation, kept, accuracy);
}

export function checkDimensions(n: number): void {
  if (!(n >= 1 && n <= MOST_DIMENSIONS))
    throw new RangeError(`correlation has ${n} rows; must be 1 to ${MOST_DIMENSIONS}`);
}

/** Up to three dimensions: the distribution function at the corners, by inclusion and exclusion. */
function closed(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  r: CorrelationMatrix,
  kept: readonly number[],
): number {
  const corner = [POSITIVE_INFINITY, POSITIVE_INFINITY, POSITIVE_INFINITY];
  const [i, j, k] = kept;
  const below = (dimension: number): number => {
    if (dimension < kept.length) {
      const at = kept[dimension];
      corner[dimension] = upper[at];
      const whole = below(dimension + 1);
      if (lower[at] === NEGATIVE_INFINITY) return whole;
      corner[dimension] = lower[at];
      return whole - below(dimension + 1);
    }
    if (kept.length === 0) return 1;
    if (kept.length === 1) return normalCdf(corner[0]);
    if (kept.length === 2) return bivariateNormalCdf(corner[0], corner[1], r[i][j]);
    return trivariateNormalCdf([corner[0], corner[1], corner[2]], r[i][j], r[i][k], r[j][k]);
  };
  return Math.max(0, below(0));
}

/** {√p} for the first 23 primes: one direction a dimension but the last, which is integrated in closed form. */
const DIRECTIONS = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83].map(
  (prime) => Math.sqrt(prime) % 1,
);

// The ordered problem: rows first[m] … first[m + 1] − 1 bound y_m by low ≤ y_m + Σ coefficient · y_p (p < m) ≤ high.
const low = new Float64Array(MOST_DIMENSIONS);
const high = new Float64Array(MOST_DIMENSIONS);
const coefficient = new Float64Array(MOST_DIMENSIONS * MOST_DIMENSIONS);
const first = new Int32Array(MOST_DIMENSIONS + 1);
const y = new Float64Array(MOST_DIMENSIONS);
const factor = new Float64Array(MOST_DIMENSIONS * MOST_DIMENSIONS);
const left = new Float64Array(MOST_DIMENSIONS);

function separated(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  correlation: CorrelationMatrix,
  kept: readonly number[],
  accuracy: number,
): RectangleProbability {
  const rank = order(lower, upper, correlation, kept);
  if (rank === 1) return { probability: integrand(1, 1), error: 1e-12 };
  let sum = 0;
  let squares = 0;
  let mean = 0;
  let error = 0;
  let done = 0;
  for (let points = FEWEST_POINTS; points <= MOST_POINTS; points *= 2) {
    for (let k = done + 1; k <= points; k++) {
      const value = integrand(rank, k);
      sum += value;
      squares += value * value;
    }
    const next = sum / points;
    // one small change may be luck: the error is no less than half the last one nor than the points can give
    const spread = Math.sqrt(Math.max(0, squares / points - next * next));
    error = Math.max(done > 0 ? Math.abs(next - mean) : 0, error / 2, (4 * spread) / points);
    mean = next;
    if (done > 0 && error <= accuracy) break;
    done = points;
  }
  return { probability: mean, error };
}

/** Orders the variables, factors their correlation matrix by pivoted Cholesky and fills the tables above; the rank. */
function order(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  correlation: CorrelationMatrix,
  kept: readonly number[],
): number {
  const n = kept.length;
  const waiting = [...kept];
  const placed: number[] = [];
  const expected: number[] = [];
  for (const i of waiting) left[i] = 1;
  while (waiting.length > 0) {
    const m = placed.length;
    let best = -1;
    let least = POSITIVE_INFINITY;
    for (let at = 0; at < waiting.length; at++) {
      const i = waiting[at];
      if (left[i] <= DETERMINED) continue;
      const deviation = Math.sqrt(left[i]);
      let mean = 0;
      for (let p = 0; p < m; p++) mean += factor[i * MOST_DIMENSIONS + p] * expected[p];
      const inside = between((lower[i] - mean) / deviation, (upper[i] - mean) / deviation);
      if (inside < least) {
        least = inside;
        best = at;
      }
    }
    if (best < 0) break;
    const [pivot] = waiting.splice(best, 1);
    const deviation = Math.sqrt(left[pivot]);
    const own = pivot * MOST_DIMENSIONS;
    factor[own + m] = deviation;
    let mean = 0;
    for (let p = 0; p < m; p++) mean += factor[own + p] * expected[p];
    const a = (lower[pivot] - mean) / deviation;
    const b = (upper[pivot] - mean) / deviation;
    // E(y | a ≤ y ≤ b); the nearer limit when the interval is out of reach
    expected.push(least > 1e-290 ? (normalDensity(a) - normalDensity(b)) / least : a > 0 ? a : b);
    placed.push(pivot);
    for (const i of waiting) {
      const row = i * MOST_DIMENSIONS;
      let rest = correlation[i][pivot];
      for (let p = 0; p < m; p++) rest -= factor[row + p] * factor[own + p];
      factor[row + m] = rest / deviation;
      left[i] -= square(rest / deviation);
    }
  }
  const rank = placed.length;
  // a determined variable goes with the last y that moves it
  const groups: number[][] = placed.map((i) => [i]);
  for (const i of waiting) {
    let last = rank - 1;
    while (last > 0 && Math.abs(factor[i * MOST_DIMENSIONS + last]) < 1e-7) last--;
    groups[last].push(i);
  }
  let row = 0;
  for (let m = 0; m < rank; m++) {
    first[m] = row;
    for (const i of groups[m]) {
      const scale = factor[i * MOST_DIMENSIONS + m];
      low[row] = (scale > 0 ? lower[i] : upper[i]) / scale;
      high[row] = (scale > 0 ? upper[i] : lower[i]) / scale;
      for (let p = 0; p < m; p++) coefficient[row * MOST_DIMENSIONS + p] = factor[i * MOST_DIMENSIONS + p] / scale;
      row++;
    }
  }
  first[rank] = row;
  if (row !== n) throw new Error(`normalRectangle: ${row} of ${n} variables placed`);
  return rank;
}

/** P(a ≤ Z ≤ b), from the tail that keeps its digits. */
function between(a: number, b: number): number {
  if (!(a < b)) return 0;
  if (a >= 0) return upperTail(a) - upperTail(b);
  if (b <= 0) return upperTail(-b) - upperTail(-a);
  return 1 - upperTail(-a) - upperTail(b);
}

/** The product of the conditional probabilities at point k. */
function integrand(rank: number, k: number): number {
  let product = 1;
  for (let m = 0; m < rank; m++) {
    let a = NEGATIVE_INFINITY;
    let b = POSITIVE_INFINITY;
    for (let row = first[m]; row < first[m + 1]; row++) {
      const start = row * MOST_DIMENSIONS;
      let shift = 0;
      for (let p = 0; p < m; p++) shift += coefficient[start + p] * y[p];
      a = Math.max(a, low[row] - shift);
      b = Math.min(b, high[row] - shift);
    }
    if (!(a < b)) return 0;
    const tailA = upperTail(Math.abs(a));
    const tailB = upperTail(Math.abs(b));
    const inside = a >= 0 ? tailA - tailB : b <= 0 ? tailB - tailA : 1 - tailA - tailB;
    product *= inside;
    if (m === rank - 1) break;
    const place = (k * DIRECTIONS[m]) % 1;
    const baker = inside * Math.abs(2 * place - 1);
    // y from whichever tail is the smaller
    const under = (a < 0 ? tailA : 1 - tailA) + baker;
    const over = (b > 0 ? tailB : 1 - tailB) + (inside - baker);
    y[m] =
      under < over
        ? normalQuantile(Math.max(under, Number.MIN_VALUE))
        : -normalQuantile(Math.max(over, Number.MIN_VALUE));
  }
  return product;
}

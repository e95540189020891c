/**
 * The tail of the largest of several correlated standard normals: by closed forms or one-dimensional integrals in up to
 * three dimensions, for matrices of rank up to three and of product form, and one-sided in up to five; beyond, a closed
 * part plus integrals over the unit cube, each of the size of the tail and not of 1.
 */
import { largestAbsoluteTail2, maximumTail2, maximumTail3 } from './maximumTail.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { checkDimensions, normalRectangle } from './normalRectangle.ts';
import { pairwiseTail } from './pairwiseTail.ts';
import { type CorrelationMatrix, emptyFactorisation, MOST_DIMENSIONS, pivotedCholesky } from './pivotedCholesky.ts';
import { productCorrelationTail, productLoadings, type Tail } from './productCorrelation.ts';
import { findRoot } from './roots.ts';
import { largestAbsoluteTail3, spatialTail } from './spatialTail.ts';

export { bivariateNormalCdf } from './bivariateNormal.ts';
export { largestAbsoluteTail2, maximumTail2, maximumTail3 } from './maximumTail.ts';
export { normalRectangle, type RectangleProbability, rectangleProbability } from './normalRectangle.ts';
export { type CorrelationMatrix, MOST_DIMENSIONS } from './pivotedCholesky.ts';
export { productCorrelationTail, type Tail } from './productCorrelation.ts';
export { largestAbsoluteTail3 } from './spatialTail.ts';
export { trivariateNormalCdf } from './trivariateNormal.ts';

const ACCURACY = 1e-5;
const PAIRWISE = 5;
const SLACK = 1e-3;
const STEP = 0.05;
const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

/**
 * P(max Xᵢ > z); the matrix may be singular. Relative error below 1e-9 in up to three dimensions or rank up to three
 * (z ≥ 0.1), about 1e-6 in four and five; absolute error about `accuracy` beyond.
 */
export function maximumTail(z: number, correlation: CorrelationMatrix, accuracy = ACCURACY): number {
  const n = correlation.length;
  checkDimensions(n);
  if (n === 1) return normalCdf(-z);
  if (n === 2) return maximumTail2(z, correlation[0][1]);
  if (n === 3) return maximumTail3(z, correlation[0][1], correlation[0][2], correlation[1][2]);
  const closed = closedTail(z, correlation, 'upper');
  if (closed >= 0) return closed;
  const { matrix, order, left } = factorisation;
  if (n <= PAIRWISE) return pairwiseTail(z, matrix, MOST_DIMENSIONS, order, left, n);
  if (z < 0) return 1 - normalRectangle(filled(n, NEGATIVE_INFINITY), filled(n, z), correlation, accuracy);
  const start = pairwiseTail(z, matrix, MOST_DIMENSIONS, order, left, PAIRWISE);
  return start + firstBeyond(z, correlation, PAIRWISE, NEGATIVE_INFINITY, accuracy);
}

/**
 * P(max |Xᵢ| > z); the matrix may be singular. Relative error below 1e-9 in up to three dimensions or rank up to three
 * (z ≥ 0.1); absolute error about `accuracy` beyond.
 */
export function largestAbsoluteTail(z: number, correlation: CorrelationMatrix, accuracy = ACCURACY): number {
  const n = correlation.length;
  checkDimensions(n);
  if (z <= 0) return 1;
  if (n === 1) return 2 * normalCdf(-z);
  if (n === 2) return largestAbsoluteTail2(z, correlation[0][1]);
  if (n === 3) return largestAbsoluteTail3(z, correlation[0][1], correlation[0][2], correlation[1][2]);
  const closed = closedTail(z, correlation, 'both');
  if (closed >= 0) return closed;
  const [a, b, c] = factorisation.order;
  const start = largestAbsoluteTail3(z, correlation[a][b], correlation[a][c], correlation[b][c]);
  return start + 2 * firstBeyond(z, correlation, 3, -z, accuracy / 2);
}

const factorisation = emptyFactorisation();
const vectors = new Float64Array(3 * MOST_DIMENSIONS);

/** The tail when the matrix is of rank three or of product form, −1 when neither; leaves its factorisation. */
function closedTail(z: number, correlation: CorrelationMatrix, tail: Tail): number {
  const n = correlation.length;
  pivotedCholesky(correlation, factorisation);
  const { rank, factor } = factorisation;
  if (rank <= 3 && z >= 0) {
    for (let i = 0; i < n; i++)
      for (let m = 0; m < 3; m++) vectors[3 * i + m] = m < rank ? factor[i * MOST_DIMENSIONS + m] : 0;
    return spatialTail(z, vectors, n, tail === 'both');
  }
  const loadings = productLoadings(correlation);
  return loadings === null ? -1 : productCorrelationTail(z, loadings, tail);
}

/** Σ P(Xᵢ > z, and all before it in the order between `lower` and z) over the variables from place `from` on. */
function firstBeyond(z: number, correlation: CorrelationMatrix, from: number, lower: number, accuracy: number): number {
  const n = correlation.length;
  const { order } = factorisation;
  const a = filled(n, NEGATIVE_INFINITY);
  const b = filled(n, POSITIVE_INFINITY);
  const each = accuracy / Math.sqrt(n - from);
  let sum = 0;
  for (let at = 0; at < n; at++) {
    const i = order[at];
    a[i] = z;
    if (at >= from) sum += normalRectangle(a, b, correlation, each);
    a[i] = lower;
    b[i] = z;
  }
  return sum;
}

function filled(n: number, value: number): Float64Array {
  return new Float64Array(n).fill(value);
}

/**
 * c with P(max Xᵢ > c) = alpha, or P(max |Xᵢ| > c) = alpha. Error below 1e-8 in up to three
 * dimensions, rank up to three and product form, 1e-6 one-sided in four and five, about 1e-5 beyond.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function equicoordinateQuantile(alpha: number, correlation: CorrelationMatrix, tail: Tail): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha is ${alpha}; must be between 0 and 1, e.g. 0.025`);
  const n = correlation.length;
  checkDimensions(n);
  const beyond = tail === 'upper' ? maximumTail : largestAbsoluteTail;
  const excess = (accuracy: number) => (c: number) => beyond(c, correlation, accuracy) / alpha - 1;
  // one variable alone is beyond c less often, n that are never beyond together more often
  const sides = tail === 'both' ? 2 : 1;
  const least = -normalQuantile(alpha / sides);
  const most = -normalQuantile(alpha / (sides * n));
  const rough = excess(alpha * 1e-3);
  let c = findRoot(rough, least - SLACK, most + SLACK, 1e-11);
  if (isClosed(correlation, tail)) return c;
  // an integral over the unit cube is dear: near the root two steps of Newton's method do with a rough slope
  const slope = (rough(c + STEP) - rough(c - STEP)) / (2 * STEP);
  const fine = excess(alpha * 1e-5);
  for (let step = 0; step < 2; step++) c -= fine(c) / slope;
  return c;
}

function isClosed(correlation: CorrelationMatrix, tail: Tail): boolean {
  const n = correlation.length;
  if (n <= (tail === 'upper' ? PAIRWISE : 3) || productLoadings(correlation) !== null) return true;
  pivotedCholesky(correlation, factorisation);
  return factorisation.rank <= 3;
}

/** Cholesky's factorisation of a correlation matrix, the variable least determined by those before it always next. */

/** Row i holds the correlations of Xᵢ; symmetric, ones on the diagonal, positive semi-definite. */
export type CorrelationMatrix = readonly ArrayLike<number>[];

export const MOST_DIMENSIONS = 24;
/** A residual variance below this is rounding: the variable is a combination of those before it. */
const DETERMINED = 1e-11;

export interface Factorisation {
  /** The matrix by rows of length MOST_DIMENSIONS. */
  readonly matrix: Float64Array;
  /** Xᵢ = Σ factor[i·MOST_DIMENSIONS + m] yₘ over the first `rank` y. */
  readonly factor: Float64Array;
  readonly order: Int32Array;
  /** Variance of each variable given those before it in `order`. */
  readonly left: Float64Array;
  rank: number;
}

/** A factorisation to be filled, so that one can be kept and used again without allocation. */
export function emptyFactorisation(): Factorisation {
  return {
    matrix: new Float64Array(MOST_DIMENSIONS * MOST_DIMENSIONS),
    factor: new Float64Array(MOST_DIMENSIONS * MOST_DIMENSIONS),
    order: new Int32Array(MOST_DIMENSIONS),
    left: new Float64Array(MOST_DIMENSIONS),
    rank: 0,
  };
}

/** Fills `into` for the matrix `correlation` of at most MOST_DIMENSIONS rows. */
export function pivotedCholesky(correlation: CorrelationMatrix, into: Factorisation): void {
  const { matrix, factor, order, left } = into;
  const n = correlation.length;
  for (let i = 0; i < n; i++) {
    order[i] = i;
    left[i] = 1;
    for (let j = 0; j < n; j++) matrix[i * MOST_DIMENSIONS + j] = correlation[i][j];
  }
  let rank = 0;
  for (; rank < n; rank++) {
    let best = rank;
    for (let at = rank + 1; at < n; at++) if (left[order[at]] > left[order[best]]) best = at;
    const pivot = order[best];
    if (left[pivot] <= DETERMINED) break;
    order[best] = order[rank];
    order[rank] = pivot;
    const deviation = Math.sqrt(left[pivot]);
    const own = pivot * MOST_DIMENSIONS;
    factor[own + rank] = deviation;
    for (let at = rank + 1; at < n; at++) {
      const row = order[at] * MOST_DIMENSIONS;
      let rest = matrix[row + pivot];
      for (let m = 0; m < rank; m++) rest -= factor[row + m] * factor[own + m];
      rest /= deviation;
      factor[row + rank] = rest;
      left[order[at]] -= rest * rest;
    }
    for (let at = 0; at < rank; at++) factor[order[at] * MOST_DIMENSIONS + rank] = 0;
  }
  for (let at = rank; at < n; at++) left[order[at]] = 0;
  into.rank = rank;
}

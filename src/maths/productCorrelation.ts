/**
 * Standard normals that share one cause: Xᵢ = bᵢ Y + √(1 − bᵢ²) Zᵢ, so ρᵢⱼ = bᵢ bⱼ. Comparisons of several arms with one
 * control are of this kind: bᵢ² = nᵢ/(nᵢ + n₀).
 *
 * C. W. Dunnett & M. Sobel, "Approximations to the probability integral and certain percentage points of a multivariate
 * analogue of Student's t-distribution", Biometrika 42 (1955) 258–260.
 */
import { normalDensity } from './normal.ts';
import { upperTail } from './normalTail.ts';
import type { CorrelationMatrix } from './pivotedCholesky.ts';
import { integrate } from './quadrature.ts';

/** φ beyond this is below 1e-16 of its mass. */
const FAR = 8.5;
/** A conditional probability that changes over less than this needs pieces of its own. */
const NARROW = 0.5;
const PIECE = 4;
const AGREEMENT = 1e-12;

/** `upper`: the largest Xᵢ; `both`: the largest |Xᵢ|. */
export type Tail = 'upper' | 'both';

/**
 * P(max Xᵢ > z) or P(max |Xᵢ| > z) where ρᵢⱼ = bᵢ bⱼ for the loadings b in [−1, 1]. Error below 1e-10 of the tail itself.
 *
 * @throws RangeError for a loading outside [−1, 1].
 */
export function productCorrelationTail(z: number, loadings: ArrayLike<number>, tail: Tail): number {
  if (tail === 'both' && z <= 0) return 1;
  const both = tail === 'both';
  const n = loadings.length;
  const deviations = new Float64Array(n);
  const breaks: number[] = [];
  let from = -FAR;
  for (let i = 0; i < n; i++) {
    const b = loadings[i];
    if (!(Math.abs(b) <= 1)) throw new RangeError(`loadings[${i}] is ${b}; must be between −1 and 1`);
    deviations[i] = Math.sqrt((1 - b) * (1 + b));
    if (b < 0 || both) from = -FAR - Math.abs(z);
    const width = deviations[i] / Math.abs(b);
    if (width > NARROW) continue;
    for (const k of [-6, -2, 0, 2, 6]) {
      breaks.push(z / b + k * width);
      if (both) breaks.push(-z / b + k * width);
    }
  }
  const to = FAR + Math.abs(z);
  for (let y = from + PIECE; y < to; y += PIECE) breaks.push(y);
  const anyBeyond = (y: number): number => {
    let beyond = 0;
    for (let i = 0; i < n; i++) {
      const shift = loadings[i] * y;
      let own = above(z - shift, deviations[i]);
      if (both) own += above(z + shift, deviations[i]);
      beyond += own * (1 - beyond);
    }
    return normalDensity(y) * beyond;
  };
  return integrate(anyBeyond, from, to, breaks);
}

/** P(deviation · Z > x). */
function above(x: number, deviation: number): number {
  if (deviation === 0) return x < 0 ? 1 : 0;
  return x < 0 ? 1 - upperTail(-x / deviation) : upperTail(x / deviation);
}

/** b with ρᵢⱼ = bᵢ bⱼ off the diagonal, to rounding; null when there is none. */
export function productLoadings(correlation: CorrelationMatrix): Float64Array | null {
  const n = correlation.length;
  const loadings = new Float64Array(n);
  const linked: number[] = [];
  for (let i = 0; i < n; i++) {
    let linkedToAny = false;
    for (let j = 0; j < n; j++) if (j !== i && Math.abs(correlation[i][j]) > AGREEMENT) linkedToAny = true;
    if (linkedToAny) linked.push(i);
  }
  const [i, j, k] = linked;
  if (linked.length === 2) {
    loadings[i] = Math.min(1, Math.sqrt(Math.abs(correlation[i][j])));
    loadings[j] = Math.max(-1, Math.min(1, correlation[i][j] / loadings[i]));
  } else if (linked.length > 2) {
    const square = (correlation[i][j] * correlation[i][k]) / correlation[j][k];
    if (!(square > 0 && square < 1 + AGREEMENT)) return null;
    const own = Math.min(1, Math.sqrt(square));
    for (const l of linked) loadings[l] = l === i ? own : correlation[i][l] / own;
  }
  for (let a = 0; a < n; a++) {
    if (Math.abs(loadings[a]) > 1 + AGREEMENT) return null;
    loadings[a] = Math.max(-1, Math.min(1, loadings[a]));
    for (let b = 0; b < a; b++) if (Math.abs(correlation[a][b] - loadings[a] * loadings[b]) > AGREEMENT) return null;
  }
  return loadings;
}

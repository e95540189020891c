/**
 * The tail of the largest of four or five standard normals, from that of three, by Plackett's identity (Biometrika 41 (1954)
 * 351–360): while the correlations ρᵢₙ of the last variable grow together from 0 to their values,
 *   dP(all ≤ z) / dρᵢₙ = φ₂(z, z; ρᵢₙ) P(the others ≤ z | Xᵢ = Xₙ = z),
 * and the last probability is a bivariate or trivariate one.
 */
import { asin } from '../elementary/asin.ts';
import { cos, sin } from '../elementary/circle.ts';
import { exp } from '../elementary/exp.ts';
import { bivariateNormalCdf } from './bivariateNormal.ts';
import { maximumTail3 } from './maximumTail.ts';
import { normalCdf } from './normal.ts';
import { gaussLegendre } from './quadrature.ts';
import { trivariateNormalCdf } from './trivariateNormal.ts';

const RULE = gaussLegendre(16);
const LARGEST = 5;
const mean = new Float64Array(LARGEST);
const deviation = new Float64Array(LARGEST);
const others = new Int32Array(LARGEST);

/**
 * P(max > z) of the first n = 3, 4 or 5 variables of `order`; r holds the correlation matrix by rows of length
 * `stride`. `left` is the variance of each variable given those before it in `order`. Relative error
 * about 1e-7, 5e-6 in nearly singular matrices.
 */
export function pairwiseTail(
  z: number,
  r: ArrayLike<number>,
  stride: number,
  order: ArrayLike<number>,
  left: ArrayLike<number>,
  n: number,
): number {
  if (n === 3) {
    const [a, b, c] = [order[0], order[1], order[2]];
    return maximumTail3(z, r[a * stride + b], r[a * stride + c], r[b * stride + c]);
  }
  const q = normalCdf(-z);
  const fewer = pairwiseTail(z, r, stride, order, left, n - 1);
  const last = order[n - 1];
  // the matrix at ρᵢₙ t is singular at t = 1/R, R² the squared multiple correlation; t = sin θ / R levels the approach
  const multiple = Math.sqrt(1 - left[last]);
  const start = fewer + q - fewer * q;
  if (!(multiple > 0)) return start;
  const end = asin(multiple);
  const { nodes, weights } = RULE;
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) {
    // v² = 1 − θ/end: what is left of the conditional variances may go as v²
    const v = 0.5 * (1 + nodes[k]);
    const theta = end * (1 - v * v);
    const t = sin(theta) / multiple;
    let slope = 0;
    for (let i = 0; i < n - 1; i++) {
      const rho = r[order[i] * stride + last];
      if (rho !== 0) slope += rho * pairDensity(z, t * rho) * othersBelow(z, r, stride, order, n, i, t);
    }
    sum += weights[k] * v * cos(theta) * slope;
  }
  return start - (end / multiple) * sum;
}

/** φ₂(z, z; r). */
function pairDensity(z: number, r: number): number {
  return exp((-z * z) / (1 + r)) / (2 * Math.PI * Math.sqrt((1 - r) * (1 + r)));
}

/** P(X_k ≤ z for all k but i and n | Xᵢ = Xₙ = z) where the correlations of Xₙ are t times their values. */
function othersBelow(
  z: number,
  r: ArrayLike<number>,
  stride: number,
  order: ArrayLike<number>,
  n: number,
  i: number,
  t: number,
): number {
  const a = order[i] * stride;
  const b = order[n - 1] * stride;
  const rho = t * r[a + order[n - 1]];
  const one = (1 - rho) * (1 + rho);
  let count = 0;
  for (let at = 0; at < n - 1; at++) {
    if (at === i) continue;
    const k = order[at];
    const x = r[a + k];
    const y = t * r[b + k];
    const variance = Math.max(1 - (x * x + y * y - 2 * rho * x * y) / one, 1e-300);
    others[count] = k;
    deviation[count] = Math.sqrt(variance);
    mean[count++] = (z * (1 - (x + y) / (1 + rho))) / deviation[count - 1];
  }
  const r12 = partial(r, stride, a, b, t, rho, one, 0, 1);
  if (count === 2) return bivariateNormalCdf(mean[0], mean[1], r12);
  const r13 = partial(r, stride, a, b, t, rho, one, 0, 2);
  const r23 = partial(r, stride, a, b, t, rho, one, 1, 2);
  return trivariateNormalCdf([mean[0], mean[1], mean[2]], r12, r13, r23, 1e-8);
}

function partial(
  r: ArrayLike<number>,
  stride: number,
  a: number,
  b: number,
  t: number,
  rho: number,
  one: number,
  k: number,
  l: number,
): number {
  const i = others[k];
  const j = others[l];
  const xi = r[a + i];
  const xj = r[a + j];
  const yi = t * r[b + i];
  const yj = t * r[b + j];
  const covariance = r[i * stride + j] - (xi * xj + yi * yj - rho * (xi * yj + xj * yi)) / one;
  return Math.max(-1, Math.min(1, covariance / (deviation[k] * deviation[l])));
}

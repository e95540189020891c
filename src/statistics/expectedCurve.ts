/**
 * Integrals along an expected stratum's follow-up. Its nodes are panels of 32 Gauss–Legendre points, in the order that
 * gaussLegendre has them, possibly those of a substituted variable whose slope is in the weights, so that ∫ from a
 * panel's start to its node i is Σⱼ C_ij wⱼ fⱼ with
 *   C_ij = ½ [(xᵢ + 1) + Σ_{k=1}^{31} P_k(xⱼ) (P_{k+1}(xᵢ) − P_{k−1}(xᵢ))],
 * the integral of the polynomial through the panel's points; exact up to degree 31.
 */
import { expm1 } from '../elementary/expm1.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import type { ExpectedStratum } from './expectedLook.ts';

const POINTS = 32;

/** C, row by row; it is made when first needed. */
let matrix: Float64Array | null = null;

function panelMatrix(): Float64Array {
  const { nodes } = gaussLegendre(POINTS);
  const legendre = Array.from(nodes, (x) => {
    const p = [1, x];
    for (let k = 2; k <= POINTS; k++) p.push(((2 * k - 1) * x * p[k - 1] - (k - 1) * p[k - 2]) / k);
    return p;
  });
  const c = new Float64Array(POINTS * POINTS);
  for (let i = 0; i < POINTS; i++)
    for (let j = 0; j < POINTS; j++) {
      let sum = nodes[i] + 1;
      for (let k = 1; k < POINTS; k++) sum += legendre[j][k] * (legendre[i][k + 1] - legendre[i][k - 1]);
      c[i * POINTS + j] = sum / 2;
    }
  return c;
}

/** ∫ f from 0 to each node; `weighted` is weight × f at the nodes of whole panels. */
export function integralToNodes(weighted: Float64Array): Float64Array {
  matrix ??= panelMatrix();
  const integral = new Float64Array(weighted.length);
  let before = 0;
  for (let start = 0; start < weighted.length; start += POINTS) {
    let whole = 0;
    for (let i = 0; i < POINTS; i++) {
      let sum = before;
      for (let j = 0; j < POINTS; j++) sum += matrix[i * POINTS + j] * weighted[start + j];
      integral[start + i] = sum;
      whole += weighted[start + i];
    }
    before += whole;
  }
  return integral;
}

/** The number of nodes up to time t, which must be the end of a panel. */
export function nodesUpTo(times: Float64Array, t: number): number {
  let n = times.length;
  while (n > 0 && times[n - 1] > t) n--;
  return n;
}

/** One arm of an expected stratum, in numbers of patients. */
export interface ExpectedArm {
  readonly times: Float64Array;
  readonly weights: Float64Array;
  readonly hazard: Float64Array;
  readonly survival: Float64Array;
  /** Patients expected at risk. */
  readonly atRisk: Float64Array;
}

export function expectedArm(stratum: ExpectedStratum, patients: number, arm: 0 | 1): ExpectedArm {
  const { times, weights } = stratum;
  const [hazard, survival, share] =
    arm === 0
      ? [stratum.hazard0, stratum.survival0, stratum.atRisk0]
      : [stratum.hazard1, stratum.survival1, stratum.atRisk1];
  return { times, weights, hazard, survival, atRisk: share.map((y) => patients * y) };
}

/**
 * λ/y at every node, whose integral is the limit of Greenwood's Σ d/(Y(Y − d)). As follow-up ends, 1/y grows without
 * bound, but a patient who fails is one of at least one: (1 − e^−y)/y is 1/y but for the last patient or two.
 */
export function greenwoodRate({ hazard, atRisk }: ExpectedArm): Float64Array {
  return hazard.map((lambda, i) => (atRisk[i] > 0 ? (lambda * -expm1(-atRisk[i])) / atRisk[i] : 0));
}

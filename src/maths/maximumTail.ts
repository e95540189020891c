/**
 * Tails of the largest of two or three standard normals at one common limit z, for the inner loop of a simulation: no
 * allocation, and relative accuracy however small the tail (nothing is subtracted from 1).
 *
 * The three are a₁·x, a₂·x, a₃·x with unit vectors aᵢ, aᵢ·aⱼ = ρᵢⱼ, and x standard normal in space. {max > z} is cut into
 * the cones of points nearest to one aᵢ. On the plane at distance s from the origin across aᵢ the cone is s times a region
 * C bounded by the bisectors of aᵢ and the other aⱼ, lines at distance d = √((1 − ρ)/(1 + ρ)) from the foot of aᵢ:
 *
 *            C   │ bisector to aⱼ       P(cone) = P(S > z, W ∈ S·C) = q − ½π⁻¹ ∫ G(ρ(α)) dα,   q = P(S > z)
 *                │                      G(ρ) = P(S > z, |W| > ρS) = P(Z > z√(1 + ρ²)) / √(1 + ρ²)
 *      aᵢ •──d───┤ foot, y = 0          along a bisector α = atan(y/d), ρ² = d² + y²;
 *                │                      `sector` is its share from the foot to y
 *                ● vertex: y = d (1 + ρᵢⱼ − ρᵢₖ − ρⱼₖ) / √det
 *
 * A whole bisector is Owen's T (D. B. Owen, Ann. Math. Statist. 27 (1956) 1075–1090), a half-line S of G. P. Steck, "A table
 * for computing trivariate normal probabilities", Ann. Math. Statist. 29 (1958) 780–800. In a singular matrix the vertices
 * are at infinity, and only T is left.
 */
import { atan } from '../elementary/atan.ts';
import { owensT, upperTail } from './normalTail.ts';
import { gaussLegendre } from './quadrature.ts';

const TWO_PI = 2 * Math.PI;

/** √((1 − ρ)/(1 + ρ)), the tangent of half the angle, from 1 − ρ. */
export function halfAngleTangent(gap: number): number {
  return gap <= 0 ? 0 : gap >= 2 ? Number.POSITIVE_INFINITY : Math.sqrt(gap / (2 - gap));
}

/** P(max(X₁, X₂) > z), relative error below 1e-10. */
export function maximumTail2(z: number, r: number): number {
  const size = Math.abs(z);
  const q = upperTail(size);
  return (z < 0 ? 1 - q : q) + 2 * owensT(size, halfAngleTangent(1 - r), q);
}

/** P(max(|X₁|, |X₂|) > z), relative error below 1e-10; 1 for z ≤ 0. */
export function largestAbsoluteTail2(z: number, r: number): number {
  if (z <= 0) return 1;
  const q = upperTail(z);
  return 4 * (owensT(z, halfAngleTangent(1 - r), q) + owensT(z, halfAngleTangent(1 + r), q));
}

/** P(max(X₁, X₂, X₃) > z), relative error below 1e-9 (1e-7 for |z| < 0.1). The matrix may be singular. */
export function maximumTail3(z: number, r12: number, r13: number, r23: number): number {
  if (z < 0) return belowZero(z, r12, r13, r23);
  const g12 = 1 - r12;
  const g13 = 1 - r13;
  const g23 = 1 - r23;
  const q = upperTail(z);
  if (g12 <= 0 && g13 <= 0 && g23 <= 0) return q;
  // 1 − ρ₁₂² − ρ₁₃² − ρ₂₃² + 2ρ₁₂ρ₁₃ρ₂₃, without cancelling for correlations near 1
  const determinant = 2 * (g12 * g13 + g12 * g23 + g13 * g23 - g12 * g13 * g23) - (g12 * g12 + g13 * g13 + g23 * g23);
  const root = determinant > 0 ? Math.sqrt(determinant) : 0;
  return (
    1.5 * q +
    edge(z, q, g12, g13 + g23 - g12, root) +
    edge(z, q, g13, g12 + g23 - g13, root) +
    edge(z, q, g23, g12 + g13 - g23, root)
  );
}

/** The two sides of one bisector from its end at infinity to the vertex, subtracted: ½q is in the caller's 1.5q. */
function edge(z: number, q: number, gap: number, lean: number, root: number): number {
  const d = halfAngleTangent(gap);
  const t = owensT(z, d, q);
  // lean = root = 0: a third vector equal to one of the two has this bisector's other half
  const y = lean === 0 ? 0 : d === 0 || root === 0 ? lean * Number.POSITIVE_INFINITY : (d * lean) / root;
  return t - 2 * sector(z, q, d, y, t);
}

/** P(max > −h) = 1 − P(all ≥ h), by inclusion and exclusion. */
function belowZero(z: number, r12: number, r13: number, r23: number): number {
  const h = -z;
  const pairs = maximumTail2(h, r12) + maximumTail2(h, r13) + maximumTail2(h, r23);
  return 1 - Math.max(0, 3 * upperTail(h) - pairs + maximumTail3(h, r12, r13, r23));
}

const RULE_12 = gaussLegendre(12);
const RULE_16 = gaussLegendre(16);
const RULE_20 = gaussLegendre(20);
const RULE_32 = gaussLegendre(32);
const RULE_48 = gaussLegendre(48);
const RULE_128 = gaussLegendre(128);

/**
 * (1/2π) ∫₀^y G(√(d² + u²)) d/(d² + u²) du, odd in y, for z ≥ 0, q = P(Z > z) and t = T(z, d).
 *
 * q is subtracted from G, which removes the pole at u = ±id; then u = √(1 + d²) tan φ, φ = 2 atan s. The integrand is even
 * in s, so half of a Gauss rule on both sides of 0 does the work of the whole.
 */
export function sector(z: number, q: number, d: number, y: number, t: number): number {
  const size = Math.abs(y);
  if (!(size > 0) || d === Number.POSITIVE_INFINITY) return 0;
  let value: number;
  const spread = z * size;
  if (spread > 7 || size > 1e6) {
    value = 0.25 * q - 0.5 * t; // the rest is below exp(−7²/2)
  } else {
    const { nodes, weights } =
      z >= 1
        ? spread < 2
          ? RULE_12
          : spread < 4
            ? RULE_16
            : RULE_20
        : z >= 0.3
          ? RULE_32
          : z >= 0.1
            ? RULE_48
            : RULE_128;
    const half = nodes.length >> 1;
    const ee = 1 + d * d;
    const e = Math.sqrt(ee);
    const reach = size / (e + Math.sqrt(ee + size * size)); // tan(½ atan(y/e))
    const ze = z * e;
    let sum = 0;
    for (let i = 0; i < half; i++) {
      const s = reach * nodes[i];
      const ss = s * s;
      const cosine = (1 - ss) / (1 + ss);
      sum += (weights[i] * ((upperTail(ze / cosine) * cosine) / e - q)) / ((ee - cosine * cosine) * (1 + ss));
    }
    value = (atan(size / d) * q + 2 * reach * d * e * sum) / TWO_PI;
  }
  return y < 0 ? -value : value;
}

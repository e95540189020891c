/**
 * The standard trivariate normal distribution, by Plackett's identity ∂Φ₃/∂ρ₁₂ = φ₂(x₁, x₂; ρ₁₂) Φ(x₃ | x₁, x₂).
 *
 * R. L. Plackett, "A reduction formula for normal multivariate integrals", Biometrika 41 (1954) 351–360.
 * A. Genz, "Numerical computation of rectangular bivariate and trivariate normal and t probabilities", Statist. Comput.
 * 14 (2004) 251–260, §3: ρ₂₃ is kept and asin ρ₁₂, asin ρ₁₃ grow together from 0. The angles acos ρ of three unit
 * vectors fill a convex set, so every matrix on the way is a correlation matrix.
 */
import { asin } from '../elementary/asin.ts';
import { sin } from '../elementary/circle.ts';
import { exp } from '../elementary/exp.ts';
import { bivariateNormalCdf } from './bivariateNormal.ts';
import { normalCdf } from './normal.ts';
import { upperTail } from './normalTail.ts';
import { gaussLegendre } from './quadrature.ts';

const DEPTH = 30;
const FINE = gaussLegendre(12);
const COARSE = gaussLegendre(6);

/**
 * P(X₁ ≤ x₁, X₂ ≤ x₂, X₃ ≤ x₃); ±∞ allowed. Absolute error below 1e-10, or 100 times a greater `tolerance`. The
 * correlation matrix may be singular; one that is not positive semi-definite by rounding is taken as singular.
 */
export function trivariateNormalCdf(
  x: readonly [number, number, number],
  r12: number,
  r13: number,
  r23: number,
  tolerance = 1e-12,
): number {
  within = tolerance;
  rule = tolerance < 1e-9 ? FINE : COARSE;
  const [a, b, c] = x;
  if (Number.isNaN(r12 + r13 + r23) || x.some(Number.isNaN)) return Number.NaN;
  if (Math.min(a, b, c) === Number.NEGATIVE_INFINITY) return 0;
  if (a === Number.POSITIVE_INFINITY) return bivariateNormalCdf(b, c, r23);
  if (b === Number.POSITIVE_INFINITY) return bivariateNormalCdf(a, c, r13);
  if (c === Number.POSITIVE_INFINITY) return bivariateNormalCdf(a, b, r12);
  // the strongest correlation is the one kept
  const s12 = Math.abs(r12);
  const s13 = Math.abs(r13);
  const s23 = Math.abs(r23);
  const value =
    s23 >= s12 && s23 >= s13
      ? strongestLast(a, b, c, r12, r13, r23)
      : s13 >= s12
        ? strongestLast(b, a, c, r12, r23, r13)
        : strongestLast(c, a, b, r13, r23, r12);
  return Math.min(1, Math.max(0, value));
}

function strongestLast(a: number, b: number, c: number, r12: number, r13: number, r23: number): number {
  // P(X₃ ≤ c) = P(X₃ < ∞) − P(−X₃ ≤ −c) leaves the case ρ₂₃ ≥ 0
  if (r23 < 0) return bivariateNormalCdf(a, b, r12) - strongestLast(a, b, -c, r12, -r13, -r23);
  if (r23 >= 1) return bivariateNormalCdf(a, Math.min(b, c), r12);
  const start = normalCdf(a) * bivariateNormalCdf(b, c, r23);
  if (r12 === 0 && r13 === 0) return start;
  set(a, b, c, asin(Math.max(-1, Math.min(1, r12))), asin(Math.max(-1, Math.min(1, r13))), r23);
  return start + adaptive(0, 1, piece(0, 1), DEPTH) / (2 * Math.PI);
}

// what is the same at every node
let a1 = 0;
let a2 = 0;
let a3 = 0;
let angle12 = 0;
let angle13 = 0;
let rho = 0;
let gap = 0;
let within = 0;
let rule = FINE;

function set(a: number, b: number, c: number, asin12: number, asin13: number, r23: number): void {
  a1 = a;
  a2 = b;
  a3 = c;
  angle12 = asin12;
  angle13 = asin13;
  rho = r23;
  gap = 1 - r23;
}

/** dΦ₃/dt at t = 1 − v², times 2π dt/dv: near t = 1 a conditional standard deviation may go as v. */
function slope(v: number): number {
  const t = 1 - v * v;
  const r12 = sin(t * angle12);
  const r13 = sin(t * angle13);
  const apart = r12 - r13;
  // 1 − ρ₁₂² − ρ₁₃² − ρ₂₃² + 2ρ₁₂ρ₁₃ρ₂₃, without cancelling as ρ₂₃ → 1
  const determinant = Math.max(0, gap * (1 + rho - 2 * r12 * r13) - apart * apart);
  return 2 * v * (angle12 * pair(a2, a3, r12, apart, determinant) + angle13 * pair(a3, a2, r13, -apart, determinant));
}

/**
 * √(1 − r²) φ₂(a₁, b; r) Φ(c | a₁, b) times 2π, where r = corr(X₁, B), r − apart = corr(X₁, C) and
 * ρ₂₃ = corr(B, C): the conditional mean of C is subtracted as c − b + small, again for ρ₂₃ → 1.
 */
function pair(b: number, c: number, r: number, apart: number, determinant: number): number {
  const left = (1 - r) * (1 + r);
  const square = a1 * a1 + b * b - 2 * a1 * b * r;
  if (square > 80 * left) return 0; // e⁻⁴⁰
  const above = (c - b) * left + b * (gap - r * apart) - a1 * (r * gap - apart);
  const scale = Math.sqrt(left * determinant);
  const density = exp((-0.5 * square) / left);
  if (!(Math.abs(above) < 38 * scale)) return above > 0 ? density : above < 0 ? 0 : density / 2;
  const tail = upperTail(Math.abs(above) / scale);
  return density * (above > 0 ? 1 - tail : tail);
}

function piece(from: number, to: number): number {
  const { nodes, weights } = rule;
  const half = (to - from) / 2;
  const middle = (to + from) / 2;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += weights[i] * slope(middle + half * nodes[i]);
  return half * sum;
}

/**
 * ∫ slope over [from, to], halved until two halves agree with their whole. The tolerance is not halved: the rule gains far
 * more than that by halving, and rounding in a nearly singular matrix must not be chased.
 */
function adaptive(from: number, to: number, whole: number, depth: number): number {
  const middle = (from + to) / 2;
  const left = piece(from, middle);
  const right = piece(middle, to);
  const both = left + right;
  if (depth === 0 || Math.abs(both - whole) <= within) return both;
  return adaptive(from, middle, left, depth - 1) + adaptive(middle, to, right, depth - 1);
}

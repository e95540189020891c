/**
 * The standard bivariate normal distribution.
 *
 * Z. Drezner & G. O. Wesolowsky, "On the computation of the bivariate normal integral", J. Statist. Comput. Simul. 35
 * (1990) 101–107, with the higher-order expansion near |ρ| = 1 of A. Genz, "Numerical computation of rectangular
 * bivariate and trivariate normal and t probabilities", Statist. Comput. 14 (2004) 251–260, §2.
 */
import { asin } from '../elementary/asin.ts';
import { sin } from '../elementary/circle.ts';
import { exp } from '../elementary/exp.ts';
import { normalCdf } from './normal.ts';
import { gaussLegendre } from './quadrature.ts';

const TWO_PI = 2 * Math.PI;
const SQRT_TWO_PI = Math.sqrt(TWO_PI);
/** Beyond this a standard normal is certain: Φ(−38) is the smallest number above zero. */
const CERTAIN = 38;
const NEAR_ONE = 0.925;
const RULES = [gaussLegendre(6), gaussLegendre(12), gaussLegendre(20)];

/** P(X ≤ a, Y ≤ b), corr(X, Y) = rho. Absolute error about 1e-15; ±∞ allowed; |rho| beyond 1 by rounding counts as 1. */
export function bivariateNormalCdf(a: number, b: number, rho: number): number {
  if (Number.isNaN(a + rho) || Number.isNaN(b)) return Number.NaN;
  const h = -a;
  const k = -b;
  if (h >= CERTAIN || k >= CERTAIN) return 0;
  if (h <= -CERTAIN) return normalCdf(b);
  if (k <= -CERTAIN) return normalCdf(a);
  if (rho === 0) return normalCdf(a) * normalCdf(b);
  const value =
    Math.abs(rho) < NEAR_ONE ? normalCdf(a) * normalCdf(b) + upToCorrelation(h, k, rho) : fromSingular(h, k, rho);
  return Math.min(1, Math.max(0, value));
}

/** P(X > h, Y > k; ρ) − P(X > h, Y > k; 0) = ∫₀^ρ φ₂(h, k; r) dr, with r = sin θ (Plackett's identity). */
function upToCorrelation(h: number, k: number, rho: number): number {
  const size = Math.abs(rho);
  const { nodes, weights } = RULES[size < 0.3 ? 0 : size < 0.75 ? 1 : 2];
  const half = asin(rho) / 2;
  const hk = h * k;
  const mean = (h * h + k * k) / 2;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const r = sin(half * (1 + nodes[i]));
    sum += weights[i] * exp((r * hk - mean) / (1 - r * r));
  }
  return (half * sum) / TWO_PI;
}

/** P(X > h, Y > k; ρ) from ρ = ±1 inwards. */
function fromSingular(h: number, k: number, rho: number): number {
  // P(X > h, Y > k; ρ) = P(X > h) − P(X > h, −Y > −k; −ρ) leaves the case ρ > 0
  if (rho > 0) return normalCdf(-Math.max(h, k)) - missing(h, k, rho);
  const rise = h < 0 ? normalCdf(-k) - normalCdf(h) : normalCdf(-h) - normalCdf(k);
  return missing(h, -k, -rho) + Math.max(0, rise);
}

/**
 * ∫_ρ^1 φ₂(h, k; r) dr, ρ ≥ 0.925. With x = √(1 − r²), b = h − k and a = √(1 − ρ²) it is
 *   (1/2π) ∫₀ᵃ exp(−b²/2x²) g(x) dx,  g(x) = exp(−hk/(1 + √(1 − x²))) / √(1 − x²);
 * the first terms of g, e^(−hk/2)(1 + c x² + c d x⁴), are integrated in closed form and the rest by quadrature.
 */
function missing(h: number, k: number, rho: number): number {
  const hk = h * k;
  if (rho >= 1 || hk < -160) return 0; // there exp(−b²/2x²) vanishes
  const aa = (1 - rho) * (1 + rho);
  const a = Math.sqrt(aa);
  const b = Math.abs(h - k);
  const bb = b * b;
  const c = (4 - hk) / 8;
  const d = (12 - hk) / 16;
  // jₙ = e^(−hk/2) ∫₀ᵃ x²ⁿ exp(−b²/2x²) dx, each by parts from the one before
  const edge = a * exp(-(bb / aa + hk) / 2);
  const j0 = edge - exp(-hk / 2) * SQRT_TWO_PI * b * normalCdf(-b / a);
  const j1 = (aa * edge - bb * j0) / 3;
  const j2 = (aa * aa * edge - bb * j1) / 5;
  const { nodes, weights } = RULES[2];
  let rest = 0;
  for (let i = 0; i < nodes.length; i++) {
    const x = (a * (1 + nodes[i])) / 2;
    const xx = x * x;
    const steep = -(bb / xx + hk) / 2;
    if (steep < -100) continue;
    const root = Math.sqrt(1 - xx);
    // −hk/(1 + √(1 − x²)) = −hk/2 − hk x² / 2(1 + √(1 − x²))²
    const g = exp((-hk * xx) / (2 * (1 + root) * (1 + root))) / root;
    rest += weights[i] * exp(steep) * (g - (1 + c * xx * (1 + d * xx)));
  }
  return (j0 + c * j1 + c * d * j2 + (a / 2) * rest) / TWO_PI;
}

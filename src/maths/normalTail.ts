// biome-ignore-all lint/correctness/noPrecisionLoss: coefficients as published
/**
 * The two quadrature kernels behind tails of several correlated normals: P(Z > x) without branches or loops for use at
 * every node, and Owen's T.
 *
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631–637.
 * D. B. Owen, "Tables for computing bivariate normal probabilities", Ann. Math. Statist. 27 (1956) 1075–1090.
 */
import { atan } from '../elementary/atan.ts';
import { exp } from '../elementary/exp.ts';
import { gaussLegendre } from './quadrature.ts';

const SQRT_HALF = Math.SQRT1_2;

/** P(Z > x) for x ≥ 0. Relative error below 5e-12; `normalCdf(-x)` has 1e-14 at twice the cost. */
export function upperTail(x: number): number {
  const y = x * SQRT_HALF;
  let erfcx: number;
  if (y < 4) {
    let p = 2.15311535474403846e-8 * y + 5.64188496988670089e-1;
    p = p * y + 8.88314979438837594;
    p = p * y + 6.61191906371416295e1;
    p = p * y + 2.98635138197400131e2;
    p = p * y + 8.8195222124176909e2;
    p = p * y + 1.71204761263407058e3;
    p = p * y + 2.05107837782607147e3;
    p = p * y + 1.23033935479799725e3;
    let q = y + 1.57449261107098347e1;
    q = q * y + 1.17693950891312499e2;
    q = q * y + 5.37181101862009858e2;
    q = q * y + 1.62138957456669019e3;
    q = q * y + 3.29079923573345963e3;
    q = q * y + 4.36261909014324716e3;
    q = q * y + 3.43936767414372164e3;
    q = q * y + 1.23033935480374942e3;
    erfcx = p / q;
  } else {
    const s = 1 / (y * y);
    let p = 1.63153871373020978e-2 * s + 3.05326634961232344e-1;
    p = p * s + 3.60344899949804439e-1;
    p = p * s + 1.25781726111229246e-1;
    p = p * s + 1.60837851487422766e-2;
    p = p * s + 6.58749161529837803e-4;
    let q = s + 2.56852019228982242;
    q = q * s + 1.87295284992346725;
    q = q * s + 5.27905102951428412e-1;
    q = q * s + 6.05183413124413191e-2;
    q = q * s + 2.33520497626869185e-3;
    erfcx = (0.5641895835477563 - (s * p) / q) / y;
  }
  return 0.5 * exp(-0.5 * x * x) * erfcx;
}

const SHORT = gaussLegendre(12);
const MIDDLE = gaussLegendre(20);
const LONG = gaussLegendre(32);

/**
 * T(z, a) = (1/2π) ∫₀ᵃ exp(−z²(1 + x²)/2) / (1 + x²) dx for z ≥ 0, 0 ≤ a ≤ ∞, given q = P(Z > z). Relative error below
 * 1e-11. The integrand is even, so half of a Gauss rule on [−a, a] does the work of the whole rule.
 */
export function owensT(z: number, a: number, q: number): number {
  if (a > 1) {
    if (z === 0) return atan(a) / (2 * Math.PI);
    const p = upperTail(z * a);
    return 0.5 * (q + p) - q * p - owenBelowOne(z * a, 1 / a);
  }
  return owenBelowOne(z, a);
}

function owenBelowOne(z: number, a: number): number {
  const reach = z * a > 8 ? 8 / z : a; // beyond, exp(−z²x²/2) < 1e-14
  const spread = z * reach;
  const rule = spread < 2.5 && reach < 0.55 ? SHORT : spread < 4 ? MIDDLE : LONG;
  const { nodes, weights } = rule;
  const half = nodes.length >> 1;
  const c = -0.5 * z * z;
  let sum = 0;
  for (let i = 0; i < half; i++) {
    const x = reach * nodes[i];
    const s = 1 + x * x;
    sum += (weights[i] * exp(c * s)) / s;
  }
  return (reach * sum) / (2 * Math.PI);
}

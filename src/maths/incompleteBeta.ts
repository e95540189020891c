// biome-ignore-all lint/correctness/noPrecisionLoss: coefficients as published
/**
 * The beta distribution function. Logarithm of Γ: C. Lanczos, SIAM J. Numer. Anal. Ser. B 1 (1964) 86–96, with the
 * coefficients of P. Godfrey for g = 7; continued fraction: NIST Handbook of Mathematical Functions (2010), 8.17.22.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const HALF_LOG_2PI = 0.91893853320467274178;

/** ln Γ(x), x > 0; relative error about 1e-14. */
export function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - log(x);
  let series = 0.99999999999980993;
  for (const [j, c] of LANCZOS.entries()) series += c / (x + j);
  const t = x + 6.5;
  return HALF_LOG_2PI + (x - 0.5) * log(t) - t + log(series);
}

const SMALLEST = 1e-300;
const MOST_TERMS = 10_000;

/** The continued fraction of I_x(a, b), which converges quickly for x < (a + 1) / (a + b + 2); by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const safe = (y: number) => (Math.abs(y) < SMALLEST ? SMALLEST : y);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/** I_x(a, b) = P(X ≤ x) for X ~ Beta(a, b), a > 0 and b > 0; 0 below 0 and 1 above 1. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

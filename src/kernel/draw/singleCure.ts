/**
 * Cumulative hazards where a share π never fails, S = π + (1 − π) e^−u (Boag 1949), in single precision by a fixed sequence of
 * roundings: u that of the patients who may fail, h = −ln S that of all.
 *
 *   h = −ln(1 − x),  x = (1 − π)(1 − e^−u)
 *   u = −ln(1 − x),  x = (1 − e^−h)/(1 − π);  where x ≥ ½,  1 − x = π/(1 − π) (e^(H − h) − 1),  H = −ln π,
 *
 * so that neither early times nor those close to H lose digits but those that h itself has lost.
 * e^y − 1 = 2ⁿp + (2ⁿ − 1), p = r + r² P(r), y = n ln 2 + r, |r| ≤ ½ ln 2, ln 2 in two parts and P minimax (10⁻⁸);
 * the logarithm is exponential.ts', from the exact f = −x where 1 − x ≥ √½. Relative errors below 10⁻⁶.
 */
import type { SingleCure } from '../plan/ownExit.ts';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const { fround } = Math;

const LOG2_E = fround(Math.LOG2E);
/** The first ten bits of ln 2, and the rest. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.1219444005469057e-4);
const LN2 = fround(Math.LN2);
const SQRT_HALF = 0x3f3504f3;
const ROUNDER = 12582912;
/** e^−y of a larger number is nothing beside 1. */
const MOST = 80;
const [E0, E1, E2, E3, E4] = [
  0.4999999701976776, 0.16666541993618011, 0.04166720435023308, 0.008366690948605537, 0.0013882460770756006,
].map(fround);
const C1 = fround(0.666556);
const C2 = fround(0.41202916);

/** e^y − 1 of a single-precision number, held to |y| ≤ 80. */
export function singleExpm1(exponent: number): number {
  const y = Math.max(-MOST, Math.min(MOST, exponent));
  const n = fround(fround(y * LOG2_E) + ROUNDER) - ROUNDER;
  const r = fround(fround(y - fround(n * LN2_HIGH)) - fround(n * LN2_LOW));
  let p = fround(E3 + fround(r * E4));
  p = fround(E2 + fround(r * p));
  p = fround(E1 + fround(r * p));
  p = fround(E0 + fround(r * p));
  p = fround(r + fround(fround(r * r) * p));
  bits[0] = (n + 127) << 23;
  return fround(fround(float[0] * p) + fround(float[0] - 1));
}

/** −ln w of a single-precision number w > 0 that is 1 − x; `near`: x, too, is known to its last digit. */
function minusLog(w: number, x: number, near: boolean): number {
  float[0] = w;
  const q = (bits[0] - SQRT_HALF) >> 23;
  bits[0] -= q << 23;
  const f = near && q === 0 ? -x : fround(float[0] - 1);
  const s = fround(f / fround(2 + f));
  const ss = fround(s * s);
  const twoAtanh = fround(s * fround(2 + fround(ss * fround(C1 + fround(ss * C2)))));
  return fround(fround((0 - q) * LN2) - twoAtanh);
}

/** The cumulative hazard of all at that of the patients who may fail. */
export function hazardOfAll({ uncured }: SingleCure, u: number): number {
  const x = fround(uncured * -singleExpm1(-u));
  return minusLog(fround(1 - x), x, true);
}

/** The cumulative hazard of the patients who may fail at that of all; Infinity where it is never reached. */
export function hazardOfUncured({ uncured, odds, most }: SingleCure, h: number): number {
  if (h >= most) return Number.POSITIVE_INFINITY;
  const x = fround(-singleExpm1(-h) / uncured);
  const near = x < 0.5;
  const w = near ? fround(1 - x) : fround(odds * singleExpm1(fround(most - h)));
  return Math.max(0, minusLog(w, x, near));
}

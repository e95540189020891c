/**
 * log₂x, 2^y and x^a in single precision by a fixed sequence of roundings, as exponential.ts does −ln U.
 *
 * x = m·2^q, √½ ≤ m < √2;  log₂x = q + s(c₀ + s²(c₁ + c₂s²)), s = (m − 1)/(m + 1);  y is n + f with n whole and |f| ≤ ½;
 * 2^y = 2ⁿ(1 + f(d₁ + f d₂ + f²(d₃ + f d₄ + f² d₅))). Both polynomials minimax.
 * x^a = 2^(a log₂x) has a relative error below 10⁻⁷ (2 + |y|); |y| is held to 126, so that 0^a comes out as 2^−126 or so.
 */
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const { fround } = Math;

const SQRT_HALF = 0x3f3504f3;
const [C0, C1, C2] = [2.8853904, 0.96158784, 0.5957972].map(fround);
// biome-ignore lint/suspicious/noApproximativeNumericConstant: minimax coefficients, near ln 2 but not it
const [D1, D2, D3, D4, D5] = [0.693147, 0.24022242, 0.055507337, 0.009671512, 0.0013264737].map(fround);
/** 1.5 × 2²³: numbers beside it are whole, so adding it rounds (to even). */
const ROUNDER = 12582912;

/** log₂x of a single-precision number x ≥ 0; of 0 about −127. */
export function log2(x: number): number {
  float[0] = x;
  const q = (bits[0] - SQRT_HALF) >> 23;
  bits[0] -= q << 23;
  const m = float[0];
  const s = fround(fround(m - 1) / fround(m + 1));
  const ss = fround(s * s);
  return fround(q + fround(s * fround(C0 + fround(ss * fround(C1 + fround(ss * C2))))));
}

/** 2^y of a single-precision number, held to |y| ≤ 126; relative error below 10⁻⁷. */
export function exp2(exponent: number): number {
  const y = Math.max(-126, Math.min(126, exponent));
  const n = fround(y + ROUNDER) - ROUNDER;
  const f = fround(y - n);
  const ff = fround(f * f);
  const upper = fround(fround(D3 + fround(f * D4)) + fround(ff * D5));
  const p = fround(fround(D1 + fround(f * D2)) + fround(ff * upper));
  float[0] = fround(1 + fround(f * p));
  bits[0] += n << 23;
  return float[0];
}

/** x^a, x ≥ 0 and a > 0 single-precision numbers. */
export function power(x: number, a: number): number {
  return exp2(fround(a * log2(x)));
}

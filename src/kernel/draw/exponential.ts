/**
 * A unit exponential from a random word, in single precision by a fixed sequence of roundings: every operation below is
 * an IEEE 754 single one, so that another implementation of the same sequence returns the same bits.
 *
 * U = (k + ½)·2⁻³⁰ with k the word's upper 30 bits, that is o·2⁻³¹ with o odd. o rounded to single is m·2^q with
 * √½ ≤ m < √2, and  −ln U = (31 − q) ln 2 − 2 atanh s,  s = (m − 1)/(m + 1), |s| < 0.1716,
 * 2 atanh s ≈ s (2 + s²(c₁ + c₂ s²)), c minimax on that interval (relative error 1.5·10⁻⁷).
 * Relative error with all roundings below 5·10⁻⁷ of −ln of the rounded o·2⁻³¹; E runs from 0 to 31 ln 2 = 21.5.
 */
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const { fround } = Math;

/** Bits of √½ in single precision: taken off before the exponent is read, they centre m on 1. */
const SQRT_HALF = 0x3f3504f3;
const LN2 = fround(Math.LN2);
const C1 = fround(0.666556);
const C2 = fround(0.41202916);

/** −ln U of a word (any 32-bit integer), a single-precision number ≥ 0. */
export function exponential(word: number): number {
  float[0] = (word >>> 1) | 1;
  const q = (bits[0] - SQRT_HALF) >> 23;
  bits[0] -= q << 23;
  const m = float[0];
  const s = fround(fround(m - 1) / fround(m + 1));
  const ss = fround(s * s);
  const twoAtanh = fround(s * fround(2 + fround(ss * fround(C1 + fround(ss * C2)))));
  return fround(fround((31 - q) * LN2) - twoAtanh);
}

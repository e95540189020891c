/**
 * Standard normal numbers from random words, in single precision by a fixed sequence of roundings.
 *
 * Quantile of u = (word + ½)·2⁻³², x = 2u − 1:  z = x P(w)/Q(w),  w = −log₂(1 − x²) = −log₂(4u(1 − u)), a variable in which
 * z/x hardly bends (M. Giles, "Approximating the erfinv function", GPU Computing Gems Jade Edition (2011) ch. 10); here one
 * rational function, minimax for |z| < 4 (relative error 7·10⁻⁸). Error with all roundings below 6·10⁻⁷ for |z| < 2, below
 * 1.1·10⁻⁶ for |z| < 4 and below 5·10⁻⁶ beyond; |z| ≤ 6.34.
 *
 * Cosine of a word as an angle of word·2⁻³² turns, for normals by pairs (Box & Muller 1958): cos 2πt = sin 2πv with
 * v = ¼ − |t|, |t| ≤ ½, an odd polynomial in v, minimax. Error below 2·10⁻⁷.
 */
import { exponential } from './exponential.ts';
import { log2 } from './singlePower.ts';

const { fround } = Math;

const [P0, P1, P2, P3, P4, P5] = [
  1.2533142566680908, 0.31008365750312805, 0.04235062003135681, 0.003851291025057435, 0.00022179083316586912,
  4.711955625680275e-6,
].map(fround);
const [Q1, Q2, Q3, Q4, Q5] = [
  0.06594667583703995, 0.015559130348265171, 0.0007176027284003794, 3.873021705658175e-5, 1.6408556291480636e-7,
].map(fround);

const HALVED = 2 ** -31;
const LEAST_SHARE = 2 ** -30;
const MOST_SHARE = 1 - 2 ** -24;

/** 2u − 1 of a word (any 32-bit integer), u = (word + ½)·2⁻³². */
export function centred(word: number): number {
  return fround(fround(fround(word ^ 0x80000000) + 0.5) * HALVED);
}

/** The standard normal quantile of a word. */
export function normalOf(word: number): number {
  const k = word ^ 0x80000000;
  // 1 − |x| from whole numbers, which loses nothing in the tails.
  const beyond = fround(fround(fround(0x7fffffff - (k ^ (k >> 31))) + 0.5) * HALVED);
  return quantileAt(centred(word), beyond);
}

/** The standard normal quantile of a single-precision share, held to 2⁻³⁰ ≤ u ≤ 1 − 2⁻²⁴; relative error as that of words, of 1 − u 2⁻²⁴ more. */
export function normalOfShare(share: number): number {
  const u = Math.max(LEAST_SHARE, Math.min(MOST_SHARE, share));
  return quantileAt(fround(fround(2 * u) - 1), fround(2 * Math.min(u, fround(1 - u))));
}

/** The quantile at x = 2u − 1, where `beyond` is 1 − |x|. */
function quantileAt(x: number, beyond: number): number {
  const w = -log2(fround(beyond * fround(2 - beyond)));
  const ww = fround(w * w);
  let p = fround(fround(P2 + fround(w * P3)) + fround(ww * fround(P4 + fround(w * P5))));
  p = fround(fround(P0 + fround(w * P1)) + fround(ww * p));
  let q = fround(fround(Q2 + fround(w * Q3)) + fround(ww * fround(Q4 + fround(w * Q5))));
  q = fround(fround(1 + fround(w * Q1)) + fround(ww * q));
  return fround(fround(x * p) / q);
}

const [S0, S1, S2, S3, S4] = [
  6.2831854820251465, -41.341678619384766, 81.60223388671875, -76.57496643066406, 39.710731506347656,
].map(fround);

/** The cosine of word·2⁻³² turns. */
export function cosineOf(word: number): number {
  const k = word | 0;
  const v = fround(fround(0x40000000 - Math.abs(k)) * 2 ** -32);
  const vv = fround(v * v);
  let s = fround(S3 + fround(vv * S4));
  s = fround(S2 + fround(vv * s));
  s = fround(S1 + fround(vv * s));
  s = fround(S0 + fround(vv * s));
  return fround(v * s);
}

/** A standard normal from two words. */
export function normalOfPair(first: number, second: number): number {
  return fround(fround(Math.sqrt(fround(2 * exponential(first)))) * cosineOf(second));
}

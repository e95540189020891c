/**
 * The exponential function. x = k ln 2 + r, |r| ≤ ½ ln 2, ln 2 in two parts so that r loses nothing; then
 *
 *   e^r = 1 + r + r c / (2 − c),  c = r − r² P(r²),  r coth(r/2) = 2 + r² P(r²)
 *
 * with P minimax on the interval (relative to 2: 2⁻⁵⁸). The form is that of S. Moshier's and Sun's fdlibm (e_exp.c).
 * Only operations that IEEE 754 rounds correctly are used: the same bits wherever they run. Error below 0.9 ulp.
 */
import { powers, scaled } from './powersOfTwo.ts';

/** The first 42 bits of ln 2, so that a product with an exponent is exact, and the rest. */
export const LN2_HIGH = 0.6931471805598903;
export const LN2_LOW = 5.497923018708371e-14;

/** Held here: a function that is called as often as this one does not look its table up elsewhere. */
const table = powers;

const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019412;

const P0 = 0.16666666666666602;
const P1 = -0.0027777777777009743;
const P2 = 6.613756319819191e-5;
const P3 = -1.6533900427963958e-6;
const P4 = 4.138069749256473e-8;

/** (e^r − 1 − r) for |r| ≤ 0.35: r c / (2 − c). */
export function expRest(r: number): number {
  const z = r * r;
  const c = r - z * (P0 + z * (P1 + z * (P2 + z * (P3 + z * P4))));
  return (r * c) / (2 - c);
}

/** e^(x + more), `more` within an ulp or so of x beside it; no over- or underflow is looked for. */
export function expOfSum(x: number, more: number): number {
  const k = Math.round(x * Math.LOG2E);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - more;
  const y = 1 - (low - expRest(high - low) - high);
  return k > -1000 && k < 1000 ? y * table[k + 1074] : scaled(y, k);
}

/** e^x. */
export function exp(x: number): number {
  if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
  if (x < UNDERFLOW) return 0;
  return Number.isNaN(x) ? x : expOfSum(x, 0);
}

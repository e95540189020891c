/**
 * The natural logarithm. x = 2^k m, √½ ≤ m < √2; f = m − 1, s = f / (2 + f), z = s²;
 *
 *   ln(1 + f) = 2 atanh s = f − (f²/2 − s (f²/2 + z L(z))),   2 atanh s = 2 s + s z L(z)
 *
 * with L minimax on the interval (2⁻⁵⁸). The form is that of Sun's fdlibm (e_log.c). Only operations that IEEE 754
 * rounds correctly are used: the same bits wherever they run. Error below 1 ulp.
 */
import { LN2_HIGH, LN2_LOW } from './exp.ts';
import { centredExponent, powers, scaled } from './powersOfTwo.ts';

/** Held here, as in exp.ts. */
const table = powers;
const high = LN2_HIGH;
const low = LN2_LOW;

const L0 = 0.6666666666666735;
const L1 = 0.399999999994075;
const L2 = 0.28571428744140154;
const L3 = 0.2222219837850407;
const L4 = 0.1818357516888935;
const L5 = 0.15313755556685077;
const L6 = 0.14799069218359967;

/** k ln 2 + ln(1 + f) + more, for √½ ≤ 1 + f < √2 and `more` about an ulp. */
export function logOfSum(k: number, f: number, more: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const r = z * (L0 + z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * L6))))));
  return k * high - (half - (s * (half + r) + (k * low + more)) - f);
}

const LEAST_NORMAL = 2.2250738585072014e-308;

/** ln x; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (x < LEAST_NORMAL) {
    if (x > 0) return log(scaled(x, 54)) - 54 * Math.LN2;
    return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  }
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  const k = centredExponent(x);
  return logOfSum(k, x * table[1074 - k] - 1, 0);
}

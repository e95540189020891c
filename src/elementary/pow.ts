/**
 * x^y = e^(y ln x), ln x to some 75 bits. x = 2^k m, √½ ≤ m < √2; s = (m − 1)/(m + 1), z = s²;
 *
 *   ln m = 2 s + s w,  w = z (2/3 + z Q(z)),  Q minimax on the interval (z²Q to 2⁻⁶⁴).
 *
 * s, z, w and ln x are carried as a part of 24 bits (single precision, so that products of two are exact) and the rest.
 * Only operations that IEEE 754 rounds correctly are used: the same bits wherever they run. Error below 1 ulp.
 */
import { expOfSum, LN2_HIGH, LN2_LOW } from './exp.ts';
import { centredExponent, powers, scaled } from './powersOfTwo.ts';

const { fround } = Math;
/** Held here, as in exp.ts. */
const table = powers;
const ln2 = LN2_HIGH;
const ln2Low = LN2_LOW;

const TWO_THIRDS = 0.6666666666666666;
const TWO_THIRDS_LOW = 3.700743415417188e-17;
const Q0 = 0.4000000000000229;
const Q1 = 0.28571428570083746;
const Q2 = 0.22222222522880125;
const Q3 = 0.18181784097832387;
const Q4 = 0.15386770182983447;
const Q5 = 0.13256508832997227;
const Q6 = 0.1319927931423415;

const LEAST_NORMAL = 2.2250738585072014e-308;
/** |ln x| ≥ 2⁻⁵³ unless x = 1, and ≤ 745: beyond these |y| the result is 0, ∞ or 1. */
const LARGE = 18446744073709552000;
const SMALL = 1e-20;

/** x^y for finite x > 0 and y ≠ 0. */
function powerOfPositive(x: number, y: number): number {
  if (x === 1) return 1;
  const size = Math.abs(y);
  if (size > LARGE) return x > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  if (size < SMALL) return 1;

  const normal = x < LEAST_NORMAL ? scaled(x, 54) : x;
  const exponent = centredExponent(normal);
  const m = normal * table[1074 - exponent];
  const k = x < LEAST_NORMAL ? exponent - 54 : exponent;

  const f = m - 1;
  const u = m + 1;
  const s = f / u;
  const sHigh = fround(s);
  const uHigh = fround(u);
  const sLow = (f - sHigh * uHigh - sHigh * (m - (uHigh - 1))) / u;

  const z = s * s;
  const zHigh = fround(z);
  const zLow = sHigh * sHigh - zHigh + sLow * (sHigh + s);

  const rest = z * (Q0 + z * (Q1 + z * (Q2 + z * (Q3 + z * (Q4 + z * (Q5 + z * Q6))))));
  const v = TWO_THIRDS + rest;
  const vHigh = fround(v);
  const vLow = TWO_THIRDS - vHigh + rest + TWO_THIRDS_LOW;

  const product = zHigh * vHigh;
  const productLow = zLow * v + zHigh * vLow;
  const w = product + productLow;
  const wHigh = fround(w);
  const wLow = product - wHigh + productLow;

  // ln x, largest parts first: k ln 2, 2 s, s w.
  const whole = k * ln2;
  const line = 2 * sHigh;
  const sum = whole + line;
  const bend = sHigh * wHigh;
  const log = sum + bend;
  const logLow = line - (sum - whole) + (bend - (log - sum)) + (2 * sLow + sLow * w + sHigh * wLow + k * ln2Low);

  const logHigh = fround(log);
  const yHigh = fround(y);
  const high = logHigh * yHigh;
  const low = (log - logHigh + logLow) * yHigh + (log + logLow) * (y - yHigh);
  const power = high + low;
  if (power > 709.79) return Number.POSITIVE_INFINITY;
  if (power < -745.14) return 0;
  return expOfSum(power, high - power + low);
}

/** x^y; of a negative x for whole y only, NaN otherwise; special values as those of ECMAScript's `**`. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  const odd = Number.isInteger(y) && Math.abs(y) < 9007199254740992 && y % 2 !== 0;
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    const value = (size === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
    return odd && (x < 0 || Object.is(x, -0)) ? -value : value;
  }
  if (size === 1 && !Number.isFinite(y)) return Number.NaN;
  if (x > 0) return powerOfPositive(x, y);
  if (Number.isFinite(y) && !Number.isInteger(y)) return Number.NaN;
  const value = powerOfPositive(size, y);
  return odd ? -value : value;
}

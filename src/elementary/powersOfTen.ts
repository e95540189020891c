/**
 * Powers of ten as numbers are read and written: ECMAScript specifies both to the last bit.
 */

/** 10^k of a whole number k, the double nearest to it. */
export function powerOfTen(k: number): number {
  return Number(`1e${k}`);
}

/** ⌊log₁₀ x⌋ of a finite x > 0, exactly. */
export function decimalExponent(x: number): number {
  const text = x.toExponential();
  return Number(text.slice(text.indexOf('e') + 1));
}

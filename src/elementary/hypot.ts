/**
 * √(Σ xᵢ²) without over- or underflow: divided by a power of two near the largest, the squares summed with what their
 * rounding took (T. J. Dekker, Numer. Math. 18 (1971) 224–242, with parts of 24 bits). Error below 1 ulp for a few terms.
 */
import { binaryExponent, powerOfTwo, scaled } from './powersOfTwo.ts';

/** √(Σ xᵢ²); 0 of nothing. */
export function hypot(...values: readonly number[]): number {
  let largest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size === Number.POSITIVE_INFINITY) return size;
    if (size > largest || Number.isNaN(size)) largest = size;
  }
  if (largest === 0 || Number.isNaN(largest)) return largest;
  const k = largest < powerOfTwo(-1000) ? -1000 : binaryExponent(largest);
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const x = scaled(value, -k);
    const high = Math.fround(x);
    const low = x - high;
    const square = high * high;
    const next = sum + square;
    const back = next - sum;
    lost += sum - (next - back) + (square - back) + low * (high + x);
    sum = next;
  }
  return scaled(Math.sqrt(sum + lost), k);
}

/**
 * The order of whole numbers from 0 on, by a sort on their digits: the cost is in proportion to their number, whatever they are.
 * Of a few numbers the first two digits are enough to put nearly all in order; insertion does the rest.
 */

const BITS = 8;
const DIGITS = 2 ** 8;
const FEW = 1024;

let other = new Int32Array(0);
const ends = new Int32Array(DIGITS);

/**
 * Fills `order[0..n)` with the places 0 … n − 1 of `values` (each from 0 to 2³¹ − 1) from the least value to the greatest, equal
 * ones in their own order.
 */
export function orderOf(values: Int32Array, n: number, order: Int32Array): void {
  if (other.length < n) other = new Int32Array(2 * n);
  let largest = 0;
  for (let i = 0; i < n; i++) {
    order[i] = i;
    if (values[i] > largest) largest = values[i];
  }
  const bits = 32 - Math.clz32(largest);
  const first = n > FEW ? 0 : Math.max(0, bits - 2 * BITS);
  let from: Int32Array = order;
  let to: Int32Array = other;
  for (let shift = first; shift < bits; shift += BITS) {
    ends.fill(0);
    for (let i = 0; i < n; i++) ends[(values[i] >> shift) & (DIGITS - 1)]++;
    for (let digit = 1; digit < DIGITS; digit++) ends[digit] += ends[digit - 1];
    for (let i = n - 1; i >= 0; i--) {
      const place = from[i];
      to[--ends[(values[place] >> shift) & (DIGITS - 1)]] = place;
    }
    [from, to] = [to, from];
  }
  if (from !== order) for (let i = 0; i < n; i++) order[i] = from[i];
  if (first > 0) insert(values, n, order);
}

/** Puts `order` right by moving each place back past greater values. */
function insert(values: Int32Array, n: number, order: Int32Array): void {
  for (let i = 1; i < n; i++) {
    const place = order[i];
    const value = values[place];
    let j = i;
    for (; j > 0 && values[order[j - 1]] > value; j--) order[j] = order[j - 1];
    order[j] = place;
  }
}

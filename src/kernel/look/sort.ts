/**
 * Sort the values ascending, by one pass into about n buckets and an insertion sort of the
 * whole, which then has little left to do. Buckets are equal slices of [0, largest key]; one that ends up crowded
 * (survival concentrated on a sliver of the time axis) is sorted on its own first, so that the cost stays near n log n
 * whatever the distribution.
 */

const CROWDED = 48;

/** Sort `values[0..n)`; `scratch` holds n values, `counts` at least n + 1. */
export function sortAscending(values: Int32Array, n: number, scratch: Int32Array, counts: Int32Array): void {
  if (n < 2) return;
  let largest = 0;
  for (let i = 0; i < n; i++) if (values[i] > largest) largest = values[i];
  const scale = (n - 1) / (largest + 1);
  counts.fill(0, 0, n + 1);
  for (let i = 0; i < n; i++) counts[(values[i] * scale) | 0]++;
  let end = 0;
  let crowded = false;
  for (let b = 0; b < n; b++) {
    if (counts[b] > CROWDED) crowded = true;
    end += counts[b];
    counts[b] = end;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = values[i];
    scratch[--counts[(value * scale) | 0]] = value;
  }
  if (crowded) {
    for (let b = 0; b < n; b++) {
      const from = counts[b];
      const to = b + 1 < n ? counts[b + 1] : n;
      if (to - from > CROWDED) scratch.subarray(from, to).sort();
    }
  }
  values[0] = scratch[0];
  for (let i = 1; i < n; i++) {
    const value = scratch[i];
    let j = i;
    while (j > 0 && values[j - 1] > value) {
      values[j] = values[j - 1];
      j--;
    }
    values[j] = value;
  }
}

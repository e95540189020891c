/**
 * Stage 5: sort the words ascending, by one pass into about n buckets and an insertion sort of the whole, which then has
 * little left to do. Buckets are equal slices of [0, largest key]; one that ends up crowded (survival concentrated on a
 * sliver of the time axis) is sorted on its own first, so that the cost stays near n log n whatever the distribution.
 */

const CROWDED = 48;

/** Sort `words[0..n)`; `scratch` holds n words, `counts` at least n + 1. */
export function sortWords(words: Int32Array, n: number, scratch: Int32Array, counts: Int32Array): void {
  if (n < 2) return;
  let largest = 0;
  for (let i = 0; i < n; i++) if (words[i] > largest) largest = words[i];
  const scale = (n - 1) / (largest + 1);
  counts.fill(0, 0, n + 1);
  for (let i = 0; i < n; i++) counts[(words[i] * scale) | 0]++;
  let end = 0;
  let crowded = false;
  for (let b = 0; b < n; b++) {
    if (counts[b] > CROWDED) crowded = true;
    end += counts[b];
    counts[b] = end;
  }
  for (let i = n - 1; i >= 0; i--) {
    const word = words[i];
    scratch[--counts[(word * scale) | 0]] = word;
  }
  if (crowded) {
    for (let b = 0; b < n; b++) {
      const from = counts[b];
      const to = b + 1 < n ? counts[b + 1] : n;
      if (to - from > CROWDED) scratch.subarray(from, to).sort();
    }
  }
  words[0] = scratch[0];
  for (let i = 1; i < n; i++) {
    const word = scratch[i];
    let j = i;
    while (j > 0 && words[j - 1] > word) {
      words[j] = words[j - 1];
      j--;
    }
    words[j] = word;
  }
}

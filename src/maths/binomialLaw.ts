/**
 * The binomial distribution by sums of positive terms, for counts of up to some thousand: probabilities of a tail are
 * exact to rounding, far out as well.
 */

/**
 * P(X = x) for x = 0 … n, X ~ Bin(n, p), 0 ≤ p ≤ 1. Ratios of neighbours are followed from the mode outwards and the
 * whole is divided by its sum, which loses nothing in either tail.
 */
export function binomialLaw(n: number, p: number): Float64Array {
  const law = new Float64Array(n + 1);
  if (p <= 0 || p >= 1) {
    law[p <= 0 ? 0 : n] = 1;
    return law;
  }
  const mode = Math.min(n, Math.floor((n + 1) * p));
  law[mode] = 1;
  for (let x = mode; x < n; x++) law[x + 1] = (law[x] * (n - x) * p) / ((x + 1) * (1 - p));
  for (let x = mode; x > 0; x--) law[x - 1] = (law[x] * x * (1 - p)) / ((n - x + 1) * p);
  // The smallest terms are added first, from either end.
  let sum = 0;
  for (let x = 0; x < mode; x++) sum += law[x];
  let above = 0;
  for (let x = n; x >= mode; x--) above += law[x];
  sum += above;
  for (let x = 0; x <= n; x++) law[x] /= sum;
  return law;
}

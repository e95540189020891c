/** Patients of each arm when they are shared out in a ratio; arms in the order of their weights, the control first. */

const sumOf = (weights: readonly number[]) => weights.reduce((sum, weight) => sum + weight, 0);

/**
 * `patients`, a whole number not below the number of arms, in proportion to whole `weights`: the whole part of each share,
 * the rest one by one to the largest remainders (A. Hamilton's method), the first of equals first. No arm stays empty.
 */
export function apportion(patients: number, weights: readonly number[]): number[] {
  const total = sumOf(weights);
  const sizes = weights.map((weight) => Math.floor((patients * weight) / total));
  const byRemainder = weights
    .map((weight, arm) => ({ arm, remainder: (patients * weight) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.arm - b.arm);
  const rest = patients - sumOf(sizes);
  for (const { arm } of byRemainder.slice(0, rest)) sizes[arm]++;
  for (let arm = 0; arm < sizes.length; arm++) {
    if (sizes[arm] > 0) continue;
    sizes[sizes.indexOf(Math.max(...sizes))]--;
    sizes[arm] = 1;
  }
  return sizes;
}

/** The patients of all arms when each arm's share of `patients`, which need not be whole, is rounded up. */
export function roundedByArm(patients: number, weights: readonly number[]): number {
  const total = sumOf(weights);
  return weights.reduce((sum, weight) => sum + Math.max(1, Math.ceil((patients * weight) / total - 1e-9)), 0);
}

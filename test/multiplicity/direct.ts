/** The procedures as their papers put them, on p-values of a fixed design, to hold the closed tests to. */

/** Bit mask of the hypotheses that a list of booleans rejects. */
export const maskOf = (rejected: readonly boolean[]): number =>
  rejected.reduce((mask, yes, i) => (yes ? mask | (1 << i) : mask), 0);

const ascending = (p: readonly number[]): number[] => p.map((_, i) => i).sort((i, j) => p[i] - p[j]);

/** Holm, Scand. J. Statist. 6 (1979) 65–70: from the smallest p/w on, until one is above alpha over the weights left. */
export function holm(p: readonly number[], alpha: number, weights = p.map(() => 1)): number {
  const rejected = p.map(() => false);
  const whole = weights.reduce((sum, w) => sum + w, 0);
  for (;;) {
    const open = ascending(p.map((value, i) => value / weights[i])).filter((i) => !rejected[i]);
    const left = open.reduce((sum, i) => sum + weights[i], 0);
    // Weights that do not sum to 1 hold back alpha from the first step on.
    if (open.length === 0 || p[open[0]] > (alpha * Math.min(1, whole) * weights[open[0]]) / left)
      return maskOf(rejected);
    rejected[open[0]] = true;
  }
}

/** Hochberg, Biometrika 75 (1988) 800–802: from the largest p on, until one is at or below alpha over its rank. */
export function hochberg(p: readonly number[], alpha: number): number {
  const order = ascending(p);
  for (let i = p.length - 1; i >= 0; i--)
    if (p[order[i]] <= alpha / (p.length - i)) return maskOf(p.map((_, j) => order.indexOf(j) <= i));
  return 0;
}

/** In order, each at alpha, until one is not rejected. */
export function fixedSequence(p: readonly number[], alpha: number, order: readonly number[]): number {
  const stop = order.findIndex((i) => p[i] > alpha);
  return order.slice(0, stop < 0 ? order.length : stop).reduce((mask, i) => mask | (1 << i), 0);
}

/**
 * Algorithm 1 of Bretz, Maurer, Brannath & Posch, Stat. Med. 28 (2009) 586–604; `reaches(i, weight)`: hypothesis i is
 * rejected at its weight. Starts with the hypotheses of `rejected` taken out.
 */
export function graphical(
  weights: readonly number[],
  transitions: readonly (readonly number[])[],
  reaches: (hypothesis: number, weight: number) => boolean,
  rejected = 0,
): number {
  const n = weights.length;
  const w = [...weights];
  const g = transitions.map((row) => [...row]);
  const takeOut = (j: number): void => {
    const former = g.map((row) => [...row]);
    for (let l = 0; l < n; l++) {
      if (l !== j) w[l] += w[j] * former[j][l];
      for (let k = 0; k < n; k++) {
        const back = former[l][j] * former[j][l];
        g[l][k] =
          l === j || k === j || l === k || !(back < 1) ? 0 : (former[l][k] + former[l][j] * former[j][k]) / (1 - back);
      }
    }
    w[j] = 0;
  };
  let out = rejected;
  for (let i = 0; i < n; i++) if ((rejected >> i) & 1) takeOut(i);
  for (;;) {
    const next = w.findIndex((weight, i) => ((out >> i) & 1) === 0 && weight > 0 && reaches(i, weight));
    if (next < 0) return out;
    out |= 1 << next;
    takeOut(next);
  }
}

/** A random graph with some arrows and weights missing. */
export function randomGraph(n: number, uniform: () => number): { weights: number[]; transitions: number[][] } {
  const shares = (size: number, without: number): number[] => {
    const parts = Array.from({ length: size }, (_, i) => (i === without || uniform() < 0.3 ? 0 : uniform()));
    const sum = parts.reduce((total, x) => total + x, 0) + (uniform() < 0.5 ? 0 : uniform());
    return parts.map((x) => (sum > 0 ? x / sum : 0));
  };
  const weights = shares(n, -1);
  if (!weights.some((w) => w > 0)) weights[0] = 1;
  return { weights, transitions: weights.map((_, i) => shares(n, i)) };
}

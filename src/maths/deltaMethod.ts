/**
 * Standard errors of what is computed from maximum-likelihood estimates: the delta method with the observed information,
 * derivatives by central differences. Unknowns should be of order 1.
 */
const DIFFERENCE = 1e-3;

function moved(x: readonly number[], changes: readonly (readonly [number, number])[]): number[] {
  const at = [...x];
  for (const [i, by] of changes) at[i] += by;
  return at;
}

/** Second derivatives of f at x. */
function curvature(f: (x: readonly number[]) => number, x: readonly number[]): number[][] {
  const h = DIFFERENCE;
  return x.map((_, i) =>
    x.map((_, j) => {
      const at = (a: number, b: number) =>
        f(
          moved(x, [
            [i, a * h],
            [j, b * h],
          ]),
        );
      return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h);
    }),
  );
}

/** The solution of a x = b by elimination with the largest pivot; null where a is singular. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] | null {
  const rows = a.map((row, i) => [...row, b[i]]);
  const n = b.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? i + k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    if (!(Math.abs(rows[i][i]) > 0)) return null;
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

/**
 * The standard error of `quantity` at the estimates, where `logLikelihood` is largest; null where the likelihood is not
 * curved downwards there, or the quantity is not finite nearby.
 */
export function deltaStandardError(
  logLikelihood: (x: readonly number[]) => number,
  quantity: (x: readonly number[]) => number,
  estimates: readonly number[],
): number | null {
  const information = curvature((x) => -logLikelihood(x), estimates);
  const gradient = estimates.map(
    (_, i) =>
      (quantity(moved(estimates, [[i, DIFFERENCE]])) - quantity(moved(estimates, [[i, -DIFFERENCE]]))) /
      (2 * DIFFERENCE),
  );
  const solved = solve(information, gradient);
  if (solved === null) return null;
  const variance = gradient.reduce((sum, g, i) => sum + g * solved[i], 0);
  return variance > 0 && variance < Number.POSITIVE_INFINITY ? Math.sqrt(variance) : null;
}

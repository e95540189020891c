/**
 * The least value of a function of a few unknowns, from its values alone: the simplex of J. A. Nelder & R. Mead
 * (Computer Journal 7 (1965) 308–313) with their coefficients 1, 2, ½, ½. Unknowns should be of order 1. Where the
 * function is not finite it counts as larger than anywhere else.
 */
export interface Least {
  readonly at: readonly number[];
  readonly value: number;
}

/** Restarts from the point found, with a smaller simplex: a simplex that has collapsed early goes on from there. */
const RESTARTS = 4;
const MOST_STEPS = 400;

/** `step` is the edge of the first simplex; the search ends where values differ by `tolerance` at most. */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  step = 0.5,
  tolerance = 1e-11,
): Least {
  const valueAt = (x: readonly number[]): Least => {
    const value = f(x);
    return { at: x, value: Number.isFinite(value) ? value : Number.POSITIVE_INFINITY };
  };
  let best = valueAt(start);
  for (let restart = 0; restart < RESTARTS; restart++) {
    const found = descend(valueAt, best, step / (1 << (2 * restart)), tolerance);
    const gain = best.value - found.value;
    best = found;
    if (restart > 0 && gain <= tolerance) break;
  }
  return best;
}

function descend(valueAt: (x: readonly number[]) => Least, start: Least, step: number, tolerance: number): Least {
  const n = start.at.length;
  const simplex = [start, ...start.at.map((_, j) => valueAt(start.at.map((x, i) => (i === j ? x + step : x))))];
  for (let i = 0; i < MOST_STEPS; i++) {
    simplex.sort((a, b) => a.value - b.value);
    const worst = simplex[n];
    if (worst.value - simplex[0].value <= tolerance) break;
    const centre = start.at.map((_, j) => simplex.slice(0, n).reduce((sum, { at }) => sum + at[j], 0) / n);
    const along = (by: number) => valueAt(centre.map((c, j) => c + by * (c - worst.at[j])));
    const reflected = along(1);
    if (reflected.value < simplex[0].value) {
      const expanded = along(2);
      simplex[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[n - 1].value) simplex[n] = reflected;
    else {
      const contracted = reflected.value < worst.value ? along(0.5) : along(-0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[n] = contracted;
      else {
        const { at } = simplex[0];
        for (let k = 1; k <= n; k++) simplex[k] = valueAt(simplex[k].at.map((x, j) => (x + at[j]) / 2));
      }
    }
  }
  return simplex.reduce((least, each) => (each.value < least.value ? each : least));
}

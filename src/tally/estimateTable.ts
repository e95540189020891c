/** Stagewise estimates of the log hazard ratio after a stop at one look, between which z is interpolated. */
export interface EstimateTable {
  readonly z: readonly number[];
  readonly logHazardRatio: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** `values` at x, linear between the points of the ascending `grid`, the end values beyond it. */
export function interpolate(grid: readonly number[], values: readonly number[], x: number): number {
  let low = 0;
  let high = grid.length - 1;
  if (x <= grid[0]) return values[0];
  if (x >= grid[high]) return values[high];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (grid[middle] <= x) low = middle;
    else high = middle;
  }
  const share = (x - grid[low]) / (grid[high] - grid[low]);
  return values[low] + share * (values[high] - values[low]);
}

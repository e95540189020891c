/** Points digitised off a published survival curve, made a curve: sorted, from 1 at time 0, nowhere rising. */

/** A point of a survival curve: time ≥ 0 on study, survival as a share. */
export interface DigitisedPoint {
  readonly time: number;
  readonly survival: number;
}

/**
 * The nearest curve that falls, by least squares over the points (pooling of adjacent violators, M. Ayer et al., Ann.
 * Math. Statist. 26 (1955) 641–647): a rise is averaged away on both sides, so that noise shifts it neither up nor down.
 * Survival is kept within 0 and 1, and is 1 at time 0. Points at one time stay in order of survival, as a vertical line is digitised.
 */
export function fallingPoints(points: readonly DigitisedPoint[]): DigitisedPoint[] {
  const sorted = points.filter(({ time }) => time > 0).sort((a, b) => a.time - b.time || b.survival - a.survival);
  const pools: { sum: number; count: number }[] = [];
  for (const { survival } of sorted) {
    pools.push({ sum: survival, count: 1 });
    while (pools.length > 1) {
      const [before, last] = pools.slice(-2);
      if (before.sum / before.count >= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  const levels = pools.flatMap(({ sum, count }) => Array<number>(count).fill(Math.min(1, Math.max(0, sum / count))));
  return [{ time: 0, survival: 1 }, ...sorted.map(({ time }, i) => ({ time, survival: levels[i] }))];
}

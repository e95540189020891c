/**
 * The one survival mechanism for a patient with steps of the patient's own: T = H₀⁻¹(g⁻¹(E)), g piecewise linear
 * (law.ts).
 */
import { type Clock, clockCumulativeHazard, clockTime } from './clock.ts';

/**
 * The time at which the cumulative hazard reaches e ≥ 0 on `clock` with hazard ratio ratios[j] > 0 from starts[j] (the first
 * 0) on, `count` of them; Infinity when it never does.
 */
export function steppedTime(
  clock: Clock,
  count: number,
  starts: ArrayLike<number>,
  ratios: ArrayLike<number>,
  e: number,
): number {
  let reached = 0;
  let from = 0;
  for (let j = 0; j < count - 1; j++) {
    const to = clockCumulativeHazard(clock, starts[j + 1]);
    const next = reached + ratios[j] * (to - from);
    if (e < next) return clockTime(clock, from + (e - reached) / ratios[j]);
    reached = next;
    from = to;
  }
  return clockTime(clock, from + (e - reached) / ratios[count - 1]);
}

/** The size of a design: the drift that reaches a power, and information relative to a fixed design's. */
import { square } from '../elementary/square.ts';
import { normalQuantile } from '../maths/normal.ts';
import { findRootNear } from '../maths/roots.ts';
import { type Boundaries, crossing, powerAt } from './crossing.ts';

/** Drift θ√I at which a fixed design of `alpha` (total over `sides`) has `power` in the direction of the effect. */
export function fixedDrift(alpha: number, sides: 1 | 2, power: number): number {
  return normalQuantile(power) - normalQuantile(alpha / sides);
}

/**
 * Drift at fraction 1 at which the design claims efficacy with probability `power`, its futility bounds acted on.
 * A two-sided design's claim of harm does not count as power.
 */
export function driftForPower(bounds: Boundaries, power: number, resolution?: number): number {
  const guess = normalQuantile(power) + bounds.efficacy[bounds.efficacy.length - 1];
  return findRootNear((drift) => powerAt(bounds, drift, resolution) - power, guess, 0.5);
}

export interface DesignSize {
  readonly drift: number;
  /** Maximum information relative to the fixed design's. */
  readonly inflation: number;
  /** Expected information relative to the fixed design's, under no effect, half of it and all of it. */
  readonly underNull: number;
  readonly underHalf: number;
  readonly underEffect: number;
}

/**
 * The size of a design for `power`, against a fixed design of the same `alpha` (total over the bounds' sides) and power.
 * Information counts from fraction 0 to that of the last look.
 */
export function designSize(bounds: Boundaries, alpha: number, power: number, resolution?: number): DesignSize {
  const drift = driftForPower(bounds, power, resolution);
  const ratio = square(drift / fixedDrift(alpha, bounds.sides, power));
  const relative = (under: number) => ratio * crossing(bounds, under, resolution).information;
  return {
    drift,
    inflation: ratio * bounds.fractions[bounds.fractions.length - 1],
    underNull: relative(0),
    underHalf: relative(drift / 2),
    underEffect: relative(drift),
  };
}

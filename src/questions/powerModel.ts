/** Power as a function of N near the answer of a size search: P(reject) = Φ(a + b√N). */
import { square } from '../elementary/square.ts';
import { normalDensity, normalQuantile } from '../maths/normal.ts';
import { adjustRate } from '../tally/adjustedRate.ts';
import type { ControlSums } from '../tally/collectors/controlVariates.ts';
import type { Proportion } from '../tally/estimates.ts';

/** Rejections at one N. */
export interface SimulatedPoint {
  readonly patients: number;
  rejected: number;
  replicates: number;
}

/** Rejections at one N with the sums of their control variates; null where the trial has none. */
export interface ControlledPoint extends SimulatedPoint {
  readonly controls: ControlSums | null;
}

/** Φ⁻¹ of a proportion kept off 0 and 1 by half a count. */
export function probit(rejected: number, replicates: number): number {
  return normalQuantile((rejected + 0.5) / (replicates + 1));
}

/** Φ⁻¹ of a proportion that may be adjusted by control variates, kept off 0 and 1 likewise, and its standard error. */
export function probitOf({ estimate, standardError, count, replicates }: Proportion): {
  readonly probit: number;
  readonly standardError: number;
} {
  const p = (estimate * replicates + 0.5) / (replicates + 1);
  const none = count === 0 || count === replicates;
  const error = none ? Math.sqrt((p * (1 - p)) / replicates) : standardError;
  const q = normalQuantile(p);
  return { probit: q, standardError: error / normalDensity(q) };
}

/**
 * Intercept a of P(reject at N) = Φ(a + b√N) for given b from control-variate rates: the mean of Φ⁻¹(p̂) − b√N weighted
 * by inverse variance (delta method), and its variance.
 */
export function fitControlledIntercept(
  points: readonly ControlledPoint[],
  slope: number,
): { intercept: number; variance: number } {
  let weights = 0;
  let sum = 0;
  for (const { patients, rejected, replicates, controls } of points) {
    const { estimate, variance } = adjustRate(rejected, replicates, controls);
    // Kept half a count away from 0 and 1, where the delta method would break down.
    const p = Math.min(1 - 0.5 / replicates, Math.max(0.5 / replicates, estimate));
    const eta = normalQuantile(p);
    const weight = square(normalDensity(eta)) / Math.max(variance, 0.25 / square(replicates));
    weights += weight;
    sum += weight * (eta - slope * Math.sqrt(patients));
  }
  return { intercept: sum / weights, variance: 1 / weights };
}

export interface Slope {
  readonly slope: number;
  readonly variance: number;
}

/** Least-squares slope of the probits of several N against √N. */
export function slopeOf(sizes: readonly number[], probits: readonly number[]): number {
  const roots = sizes.map(Math.sqrt);
  const centre = roots.reduce((a, b) => a + b, 0) / roots.length;
  let cross = 0;
  let squares = 0;
  roots.forEach((root, i) => {
    cross += (root - centre) * probits[i];
    squares += square(root - centre);
  });
  return cross / squares;
}

/**
 * Slope and its jackknife variance from rejections[batch][size], where every batch is the same replicates at each size.
 */
export function pairedSlope(
  sizes: readonly number[],
  rejected: readonly (readonly number[])[],
  perBatch: number,
): Slope {
  const total = sizes.map((_, i) => rejected.reduce((sum, batch) => sum + batch[i], 0));
  const all = perBatch * rejected.length;
  const slope = slopeOf(
    sizes,
    total.map((count) => probit(count, all)),
  );
  const without = rejected.map((batch) =>
    slopeOf(
      sizes,
      total.map((count, i) => probit(count - batch[i], all - perBatch)),
    ),
  );
  const mean = without.reduce((a, b) => a + b, 0) / without.length;
  const squares = without.reduce((sum, x) => sum + square(x - mean), 0);
  return { slope, variance: ((without.length - 1) / without.length) * squares };
}

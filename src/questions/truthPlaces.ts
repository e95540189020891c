/**
 * Places of truths in the unit cube of the priors' distributions: the additive recurrence of the generalised golden ratio,
 * {shift_d + i φ^−(d+1)}, φ^(D+1) = φ + 1, evenly spread in any number of dimensions D (M. Roberts 2018).
 */
import { pow } from '../elementary/pow.ts';

/** The positive root of x^(d + 1) = x + 1. */
function goldenRatio(dimensions: number): number {
  let x = 2;
  for (let i = 0; i < 60; i++) x = pow(1 + x, 1 / (dimensions + 1));
  return x;
}

/** `count` places, a row each, coordinates kept off 0 and 1; shifted by `shifts`, by ½ without. */
export function latticePlaces(dimensions: number, count: number, shifts?: readonly number[]): number[][] {
  const phi = goldenRatio(dimensions);
  const steps = Array.from({ length: dimensions }, (_, d) => pow(phi, -(d + 1)));
  return Array.from({ length: count }, (_, i) =>
    steps.map((step, d) => Math.min(1 - 1e-9, Math.max(1e-9, ((shifts?.[d] ?? 0.5) + (i + 1) * step) % 1))),
  );
}

/** Student's t distribution. */
import { square } from '../elementary/square.ts';
import { incompleteBeta } from './incompleteBeta.ts';
import { normalQuantile } from './normal.ts';
import { findRoot } from './roots.ts';

/** P(T ≤ t) with `degrees` > 0 of freedom (Abramowitz & Stegun 26.5.27, 26.7.1). */
export function studentCdf(t: number, degrees: number): number {
  const squared = square(t);
  // Of the two forms the one whose argument is the smaller keeps its digits.
  const tail =
    squared > degrees
      ? incompleteBeta(degrees / (degrees + squared), degrees / 2, 0.5) / 2
      : (1 - incompleteBeta(squared / (degrees + squared), 0.5, degrees / 2)) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T ≤ t) = p, 0 < p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  if (p === 0.5) return 0;
  // Tails are heavier than those of the normal distribution.
  let high = 2 * normalQuantile(p);
  while (studentCdf(high, degrees) < p) high *= 2;
  return findRoot((t) => studentCdf(t, degrees) - p, 0, high);
}

/** Mixtures of normal distributions: what is believed of an effect, on the scale on which it is normal. */
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { findRoot } from '../maths/roots.ts';

/** One part of a mixture. `weight` > 0, the weights of a mixture sum to 1; `sd` > 0. */
export interface NormalPart {
  readonly weight: number;
  readonly mean: number;
  readonly sd: number;
}

/** At least one part. */
export type NormalMixture = readonly NormalPart[];

export function normal(mean: number, sd: number): NormalMixture {
  return [{ weight: 1, mean, sd }];
}

/** P(X ≤ x). */
export function mixtureCdf(mixture: NormalMixture, x: number): number {
  return mixture.reduce((sum, { weight, mean, sd }) => sum + weight * normalCdf((x - mean) / sd), 0);
}

/** The x with P(X ≤ x) = p, 0 < p < 1. */
export function mixtureQuantile(mixture: NormalMixture, p: number): number {
  const z = normalQuantile(p);
  const ends = mixture.map(({ mean, sd }) => mean + sd * z);
  // The quantile of a mixture lies between those of its parts.
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const beyond = (x: number) => mixtureCdf(mixture, x) - p;
  // Ends that differ by rounding alone need not lie on either side of it.
  if (beyond(low) >= 0) return low;
  return beyond(high) <= 0 ? high : findRoot(beyond, low, high);
}

export function mixtureMean(mixture: NormalMixture): number {
  return mixture.reduce((sum, { weight, mean }) => sum + weight * mean, 0);
}

/** The standard deviation of the mixture, spread between its parts included. */
export function mixtureSd(mixture: NormalMixture): number {
  const centre = mixtureMean(mixture);
  return Math.sqrt(
    mixture.reduce((sum, { weight, mean, sd }) => sum + weight * (square(sd) + square(mean - centre)), 0),
  );
}

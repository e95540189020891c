/** Bayes' theorem for a normal mixture and a normal estimate. */
import { square } from '../elementary/square.ts';
import { normalDensity } from '../maths/normal.ts';
import type { NormalMixture } from './normalMixture.ts';

/**
 * The mixture given an estimate that is normal about the value with standard error `standardError` > 0: each part is
 * updated by itself, and weighted by how well it foretold the estimate.
 */
export function updated(mixture: NormalMixture, estimate: number, standardError: number): NormalMixture {
  const parts = mixture.map(({ weight, mean, sd }) => {
    const total = Math.sqrt(square(sd) + square(standardError));
    const trust = square(sd / total);
    return {
      weight: (weight * normalDensity((estimate - mean) / total)) / total,
      mean: mean + trust * (estimate - mean),
      sd: standardError * Math.sqrt(trust),
    };
  });
  const sum = parts.reduce((all, { weight }) => all + weight, 0);
  return parts.map((part) => ({ ...part, weight: part.weight / sum }));
}

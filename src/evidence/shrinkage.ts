/**
 * What a published effect is worth once the winner's curse is taken off. Published effects are selected, and the noisier the
 * study, the more its estimate exaggerates: E. van Zwet, S. Schwab & S. Senn, "The statistical properties of RCTs and a
 * proposal for shrinkage", Stat. Med. 40 (2021) 6107–6117, fitted z = SNR + N(0, 1) over 23,551 trials, the signal-to-noise
 * ratio a mixture of normal distributions about 0 (their Table 1).
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { normalDensity } from '../maths/normal.ts';
import { mixtureMean, type NormalMixture } from './normalMixture.ts';
import { spreadOfInterval } from './prior.ts';

const SIGNAL_TO_NOISE: NormalMixture = [
  { weight: 0.32, mean: 0, sd: 0.61 },
  { weight: 0.31, mean: 0, sd: 1.42 },
  { weight: 0.3, mean: 0, sd: 2.16 },
  { weight: 0.07, mean: 0, sd: 5.64 },
];

export interface Shrunken {
  /** Posterior of the effect, on the scale of the estimate. */
  readonly posterior: NormalMixture;
  /** Posterior mean ÷ estimate; the limit at an estimate of 0. */
  readonly factor: number;
}

/**
 * The effect given its estimate, normal with standard error `standardError` > 0 on the scale on which no effect is 0. With
 * SNR ~ Σ pⱼ N(0, τⱼ²) the posterior of SNR is Σ qⱼ N(z τⱼ²/(τⱼ² + 1), τⱼ²/(τⱼ² + 1)), qⱼ ∝ pⱼ φ(z; 0, τⱼ² + 1).
 */
export function shrunken(estimate: number, standardError: number): Shrunken {
  const z = estimate / standardError;
  const parts = SIGNAL_TO_NOISE.map(({ weight, sd }) => {
    const total = square(sd) + 1;
    const kept = square(sd) / total;
    return { weight: (weight * normalDensity(z / Math.sqrt(total))) / Math.sqrt(total), kept };
  });
  const sum = parts.reduce((all, { weight }) => all + weight, 0);
  const factor = parts.reduce((all, { weight, kept }) => all + (weight / sum) * kept, 0);
  const posterior = parts.map(({ weight, kept }) => ({
    weight: weight / sum,
    mean: estimate * kept,
    sd: standardError * Math.sqrt(kept),
  }));
  return { posterior, factor };
}

/** The posterior mean of a published log ratio, as a ratio's logarithm. */
export function shrunkenEstimate(estimate: number, standardError: number): number {
  return mixtureMean(shrunken(estimate, standardError).posterior);
}

/** A published ratio after shrinkage; `low` to `high` is its interval of the coverage `level`, 0 < low < high. */
export function shrunkenRatio(ratio: number, low: number, high: number, level = 0.95): number {
  return exp(shrunkenEstimate(log(ratio), spreadOfInterval(log(low), log(high), level)));
}

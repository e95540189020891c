/**
 * How far the effects of studies lie apart beyond their standard errors: Cochran's Q, I² (J. P. T. Higgins & S. G. Thompson,
 * Stat. Med. 21 (2002) 1539–1558), and the standard deviation τ between studies by moments (R. DerSimonian & N. Laird,
 * Control. Clin. Trials 7 (1986) 177–188) and by restricted maximum likelihood (W. Viechtbauer, J. Educ. Behav. Stat. 30
 * (2005) 261–293), with covariates or without.
 */
import { square } from '../elementary/square.ts';
import type { StudyCovariates, StudyEffect } from './studyEffect.ts';
import { crossProducts, product, weightedFit, weightsOf } from './weightedFit.ts';

export interface Heterogeneity {
  readonly q: number;
  /** Studies less covariates. */
  readonly degrees: number;
  /** max(0, 1 − degrees/Q): the share of the variance of estimates that is not sampling error. */
  readonly iSquared: number;
  readonly dersimonianLaird: number;
  readonly reml: number;
}

const STEPS = 400;
const MOST_CUTS = 200;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where a function of [low, high] with one peak there is greatest. */
function peak(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let cut = 0; cut < MOST_CUTS && b - a > 1e-12; cut++) {
    const width = GOLDEN * (b - a);
    if (f(b - width) >= f(a + width)) b = a + width;
    else a = b - width;
  }
  return (a + b) / 2;
}

/** No τ beyond this is plausible: the estimates lie within their range and standard errors. */
function mostApart(effects: readonly StudyEffect[]): number {
  const estimates = effects.map(({ estimate }) => estimate);
  const errors = effects.map(({ standardError }) => standardError);
  return 3 * (Math.max(...estimates) - Math.min(...estimates)) + Math.max(...errors);
}

/** τ of the greatest restricted likelihood; 0 where it falls from there on. Its digits end at half of those of a number. */
function restrictedMaximum(effects: readonly StudyEffect[], covariates: StudyCovariates): number {
  const likelihood = (tau: number) => weightedFit(effects, covariates, tau).restricted;
  const step = mostApart(effects) / STEPS;
  let best = 0;
  let most = likelihood(0);
  for (let i = 1; i <= STEPS; i++) {
    const here = likelihood(i * step);
    if (here > most) [best, most] = [i, here];
  }
  const found = peak(likelihood, Math.max(0, best - 1) * step, (best + 1) * step);
  // The slope in τ is 0 at τ = 0, so that a maximum there is told by the value, not by where the search ends.
  return likelihood(found) > likelihood(0) + 1e-13 * Math.max(1, Math.abs(most)) ? found : 0;
}

/** Preconditions: those of `weightedFit`, and more studies than covariates. */
export function heterogeneity(effects: readonly StudyEffect[], covariates: StudyCovariates): Heterogeneity {
  const { residual: q, covariance } = weightedFit(effects, covariates, 0);
  const degrees = effects.length - covariates[0].length;
  const weights = weightsOf(effects, 0);
  const squared = crossProducts(covariates, weights.map(square));
  const trace =
    weights.reduce((sum, weight) => sum + weight, 0) -
    covariance.reduce(
      (sum, row, i) =>
        sum +
        product(
          row,
          squared.map((line) => line[i]),
        ),
      0,
    );
  return {
    q,
    degrees,
    iSquared: q > degrees ? 1 - degrees / q : 0,
    dersimonianLaird: Math.sqrt(Math.max(0, (q - degrees) / trace)),
    reml: restrictedMaximum(effects, covariates),
  };
}

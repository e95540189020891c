/**
 * What studies say of the effect of a new one, by Bayes: τ ~ half-normal, β flat, yᵢ ~ N(xᵢ'β, sᵢ² + τ²). Given τ all is
 * normal, so that summing over τ is exact but for the quadrature, and the meta-analytic-predictive (MAP) prior
 * ∫ N(x'β̂(τ), x'V(τ)x + τ²) p(τ | y) dτ is a mixture of normal distributions, one a node (B. Neuenschwander et al., Clin.
 * Trials 7 (2010) 5–18; C. Röver, J. Stat. Softw. 93 (2020) 6). The robust MAP prior adds a vague part, for a trial that is
 * unlike the studies (H. Schmidli et al., Biometrics 70 (2014) 1023–1032).
 */
import { exp } from '../elementary/exp.ts';
import { square } from '../elementary/square.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import type { NormalMixture } from './normalMixture.ts';
import type { StudyCovariates, StudyEffect } from './studyEffect.ts';
import { fittedAt, type WeightedFit, weightedFit } from './weightedFit.ts';

/** A τ with its share of the posterior. */
export interface TauNode {
  readonly tau: number;
  readonly weight: number;
  readonly fit: WeightedFit;
}

const NODES = 40;
const SCAN = 400;
/** A half-normal variable exceeds this many of its scales with probability 4e-9. */
const FARTHEST = 5.9;
/** τ is left out where its posterior density is below its greatest by this factor, as a logarithm. */
const NEGLIGIBLE = 24;
const LEAST_WEIGHT = 1e-9;

/**
 * The posterior of τ, with prior half-normal of scale `scale` > 0, at nodes of a Gauss–Legendre rule over where it is not
 * negligible. Preconditions: those of `weightedFit`.
 */
export function tauPosterior(effects: readonly StudyEffect[], covariates: StudyCovariates, scale: number): TauNode[] {
  const density = (tau: number, fit: WeightedFit) => fit.restricted - square(tau / scale) / 2;
  const step = (FARTHEST * scale) / SCAN;
  const scanned = Array.from({ length: SCAN + 1 }, (_, i) =>
    density(i * step, weightedFit(effects, covariates, i * step)),
  );
  const most = Math.max(...scanned);
  const within = (x: number) => x > most - NEGLIGIBLE;
  const low = Math.max(0, scanned.findIndex(within) - 1) * step;
  const high = Math.min(SCAN, scanned.findLastIndex(within) + 1) * step;
  const { nodes, weights } = gaussLegendre(NODES);
  const found = Array.from(nodes, (node, i) => {
    const tau = (low + high) / 2 + (node * (high - low)) / 2;
    const fit = weightedFit(effects, covariates, tau);
    return { tau, fit, weight: weights[i] * exp(density(tau, fit) - most) };
  });
  const sum = found.reduce((all, { weight }) => all + weight, 0);
  const kept = found.filter(({ weight }) => weight > LEAST_WEIGHT * sum);
  const rest = kept.reduce((all, { weight }) => all + weight, 0);
  return kept.map((node) => ({ ...node, weight: node.weight / rest })).reverse();
}

/** The posterior of the effect of studies with the covariates `row`. */
export function posteriorEffect(nodes: readonly TauNode[], row: readonly number[]): NormalMixture {
  return nodes.map(({ weight, fit }) => {
    const { mean, se } = fittedAt(fit, row);
    return { weight, mean, sd: se };
  });
}

/** The meta-analytic-predictive prior of a new study with the covariates `row`. */
export function predictive(nodes: readonly TauNode[], row: readonly number[]): NormalMixture {
  return nodes.map(({ weight, tau, fit }) => {
    const { mean, se } = fittedAt(fit, row);
    return { weight, mean, sd: Math.sqrt(square(se) + square(tau)) };
  });
}

/** Of a log hazard ratio with one event in two equal arms: a prior with this spread about 0 is worth one event. */
export const VAGUE_SD = 2;

/** The mixture with a vague part of weight `vague`, 0 to 1, about no effect. */
export function robust(mixture: NormalMixture, vague: number): NormalMixture {
  const parts = mixture.map((part) => ({ ...part, weight: part.weight * (1 - vague) }));
  return [...(vague < 1 ? parts : []), ...(vague > 0 ? [{ weight: vague, mean: 0, sd: VAGUE_SD }] : [])];
}

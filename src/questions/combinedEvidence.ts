/** What several publications say of one effect together, and of the effect of a new trial: nothing is simulated. */
import { exp } from '../elementary/exp.ts';
import { type EvidenceEffect, lagRow, studiesWithLag } from '../evidence/evidence.ts';
import { EVIDENCE_PRIORS, evidencePrior } from '../evidence/evidencePrior.ts';
import { hazardRatiosByLag, lagFit, lagsOf } from '../evidence/lagCurve.ts';
import { type Prior, priorCdf, priorQuantile } from '../evidence/prior.ts';
import { effectAt, type FittedEffect, type RandomEffects, randomEffects } from '../evidence/randomEffects.ts';
import { shrunken, shrunkenEstimate } from '../evidence/shrinkage.ts';
import { alike } from '../evidence/studyEffect.ts';
import { weightsOf } from '../evidence/weightedFit.ts';
import type { EvidenceStudy, PlannedEvidence, PlannedTrial } from '../scenario/scenario.ts';
import { meanLag } from '../trial/lag.ts';

/** A hazard ratio with its 95 % interval and the 95 % prediction interval of a new study. */
export interface CombinedRatio {
  readonly hazardRatio: number;
  readonly low: number;
  readonly high: number;
  readonly predictionLow: number;
  readonly predictionHigh: number;
}

export interface PublishedStudy
  extends Pick<EvidenceStudy, 'name' | 'lag' | 'design' | 'endpoint' | 'precision' | 'source'> {
  /** As printed, or of the P value where no interval was. */
  readonly hazardRatio: number;
  readonly low: number;
  readonly high: number;
  /** Standard error of the log hazard ratio. */
  readonly standardError: number;
  /** With the winner's curse taken off, and how much of the log hazard ratio is left. */
  readonly shrunken: number;
  readonly kept: number;
  /** Share of the random-effects mean. */
  readonly weight: number;
}

/** What is believed of a new trial's hazard ratio: its median, 95 % interval, and the chance that it is below 1. */
export interface EvidencePriorFound {
  readonly kind: (typeof EVIDENCE_PRIORS)[number];
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly belowOne: number;
}

/** The studies of one design by themselves. */
export interface EvidenceSubset {
  readonly design: NonNullable<EvidenceStudy['design']>;
  readonly studies: number;
  readonly combined: CombinedRatio;
}

export interface WithoutStudy {
  readonly name: string;
  readonly combined: CombinedRatio;
}

export interface RatioAtLag extends CombinedRatio {
  readonly lag: number;
}

export interface EvidenceByLag {
  readonly model: NonNullable<PlannedEvidence['byLag']>;
  /** Studies whose lag is known. */
  readonly studies: number;
  readonly tau: number;
  /** Factor of the hazard ratio per time unit of lag, or from the procedure on ÷ before it, with its 95 % interval. */
  readonly change: { readonly ratio: number; readonly low: number; readonly high: number };
  /** At the lags of the studies. */
  readonly atStudies: readonly RatioAtLag[];
  /** Evenly over the lags that were studied. */
  readonly curve: readonly RatioAtLag[];
  /** What a planned effect may have as its byLag. */
  readonly table: readonly { readonly lag: number; readonly hazardRatio: number }[];
  /** At the mean lags of the planned arms. */
  readonly planned: readonly (RatioAtLag & {
    readonly arm: string;
    /** Whether the lag lies beyond those that were studied. */
    readonly beyond: boolean;
    /** The robust MAP prior of a trial with this lag. */
    readonly prior: EvidencePriorFound;
  })[];
}

export interface EvidenceResult {
  readonly studies: readonly PublishedStudy[];
  readonly combined: CombinedRatio;
  readonly heterogeneity: {
    readonly q: number;
    readonly degrees: number;
    readonly iSquared: number;
    /** By restricted maximum likelihood, and by moments. */
    readonly tau: number;
    readonly tauByMoments: number;
  };
  readonly priors: readonly EvidencePriorFound[];
  /** Leaving each study out; none of two studies. */
  readonly without: readonly WithoutStudy[];
  /** Of designs that some studies have and others have not. */
  readonly subsets: readonly EvidenceSubset[];
  readonly byLag: EvidenceByLag | null;
}

const CURVE_PARTS = 60;

function ratios({ mean, low, high, predictionLow, predictionHigh }: FittedEffect): CombinedRatio {
  return {
    hazardRatio: exp(mean),
    low: exp(low),
    high: exp(high),
    predictionLow: exp(predictionLow),
    predictionHigh: exp(predictionHigh),
  };
}

function combinedOf(studies: readonly EvidenceEffect[]): CombinedRatio {
  return ratios(effectAt(randomEffects(studies, alike(studies.length)), [1]));
}

const Z_95 = 1.959963984540054;

function published(study: EvidenceStudy, weight: number): PublishedStudy {
  const { name, estimate, standardError, lag, design, endpoint, precision, source, hazardRatio } = study;
  return {
    name,
    hazardRatio: hazardRatio.value,
    low: precision === 'interval' ? (hazardRatio.low as number) : exp(estimate - Z_95 * standardError),
    high: precision === 'interval' ? (hazardRatio.high as number) : exp(estimate + Z_95 * standardError),
    standardError,
    precision,
    source,
    lag,
    design,
    endpoint,
    shrunken: exp(shrunkenEstimate(estimate, standardError)),
    kept: shrunken(estimate, standardError).factor,
    weight,
  };
}

function priorFound(kind: EvidencePriorFound['kind'], prior: Prior): EvidencePriorFound {
  const [low, median, high] = [0.025, 0.5, 0.975].map((p) => priorQuantile(prior, p));
  return { kind, median, low, high, belowOne: priorCdf(prior, 1) };
}

/** What changes with the lag: the last coefficient of a line, or the difference of two. */
function changeOf({ fit, widening, quantile }: RandomEffects, linear: boolean): EvidenceByLag['change'] {
  const contrast = linear ? [0, 1] : [-1, 1];
  const [a, b] = contrast;
  const [[v, c], [, w]] = fit.covariance;
  const mean = a * fit.coefficients[0] + b * fit.coefficients[1];
  const half = quantile * widening * Math.sqrt(a * a * v + 2 * a * b * c + b * b * w);
  return { ratio: exp(mean), low: exp(mean - half), high: exp(mean + half) };
}

function byLagOf(evidence: PlannedEvidence, trial: PlannedTrial | null): EvidenceByLag | null {
  const found = lagFit(evidence);
  const { byLag } = evidence;
  if (found === null || byLag === null) return null;
  const at = (lag: number): RatioAtLag => ({ lag, ...ratios(effectAt(found.fit, lagRow(byLag, lag))) });
  const lags = lagsOf(evidence.studies);
  const [first, last] = [lags[0], lags[lags.length - 1]];
  const grid = Array.from({ length: CURVE_PARTS + 1 }, (_, i) => first + ((last - first) * i) / CURVE_PARTS);
  const arms = (trial?.unsized.arms ?? []).flatMap(({ name, start }) =>
    start === undefined ? [] : [{ name, lag: meanLag(start.lag) }],
  );
  return {
    model: byLag,
    studies: studiesWithLag(evidence.studies).length,
    tau: found.fit.heterogeneity.reml,
    change: changeOf(found.fit, byLag === 'linear'),
    atStudies: lags.map(at),
    curve: grid.map(at),
    table: hazardRatiosByLag(evidence),
    planned: arms.map(({ name, lag }) => ({
      arm: name,
      ...at(lag),
      beyond: lag < first || lag > last,
      prior: priorFound('robust MAP', evidencePrior(evidence, { kind: 'robust MAP', lag })),
    })),
  };
}

function subsetsOf(studies: readonly EvidenceStudy[]): EvidenceSubset[] {
  const designs = [...new Set(studies.flatMap(({ design }) => (design === null ? [] : [design])))];
  return designs.flatMap((design) => {
    const own = studies.filter((study) => study.design === design);
    if (own.length < 2 || own.length === studies.length) return [];
    return [{ design, studies: own.length, combined: combinedOf(own) }];
  });
}

export function askEvidence(evidence: PlannedEvidence, trial: PlannedTrial | null): EvidenceResult {
  const { studies } = evidence;
  const found = randomEffects(studies, alike(studies.length));
  const { q, degrees, iSquared, reml, dersimonianLaird } = found.heterogeneity;
  const weights = weightsOf(studies, reml);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return {
    studies: studies.map((study, i) => published(study, weights[i] / sum)),
    combined: ratios(effectAt(found, [1])),
    heterogeneity: { q, degrees, iSquared, tau: reml, tauByMoments: dersimonianLaird },
    priors: EVIDENCE_PRIORS.map((kind) => priorFound(kind, evidencePrior(evidence, { kind, lag: null }))),
    without:
      studies.length < 3
        ? []
        : studies.map(({ name }) => ({ name, combined: combinedOf(studies.filter((other) => other.name !== name)) })),
    subsets: subsetsOf(studies),
    byLag: byLagOf(evidence, trial),
  };
}

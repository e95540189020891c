/**
 * Random effects: every study has an effect of its own, normal about that of studies like it with standard deviation τ.
 * Intervals are those of J. Hartung & G. Knapp, Stat. Med. 20 (2001) 3875–3889, on as many degrees of freedom as there are
 * studies less covariates, and never narrower than with a scale of 1 (C. Röver, G. Knapp & T. Friede, BMC Med. Res.
 * Methodol. 15 (2015) 99). Prediction of a new study: the same with τ² added (J. P. T. Higgins, S. G. Thompson &
 * D. J. Spiegelhalter, J. R. Stat. Soc. A 172 (2009) 137–159).
 */
import { square } from '../elementary/square.ts';
import { studentQuantile } from '../maths/studentT.ts';
import { type Heterogeneity, heterogeneity } from './betweenStudies.ts';
import type { StudyCovariates, StudyEffect } from './studyEffect.ts';
import { fittedAt, type WeightedFit, weightedFit } from './weightedFit.ts';

export interface RandomEffects {
  readonly heterogeneity: Heterogeneity;
  /** At τ by restricted maximum likelihood. */
  readonly fit: WeightedFit;
  /** √max(1, Q(τ)/degrees), by which Hartung and Knapp widen standard errors. */
  readonly widening: number;
  /** Quantile .975 of Student's t. */
  readonly quantile: number;
}

/** An effect with its 95 % interval and that of the effect of a new study. */
export interface FittedEffect {
  readonly mean: number;
  /** By large samples, not widened. */
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly predictionLow: number;
  readonly predictionHigh: number;
}

/** Preconditions: those of `heterogeneity`. */
export function randomEffects(effects: readonly StudyEffect[], covariates: StudyCovariates): RandomEffects {
  const between = heterogeneity(effects, covariates);
  const fit = weightedFit(effects, covariates, between.reml);
  const widening = Math.sqrt(Math.max(1, fit.residual / between.degrees));
  return { heterogeneity: between, fit, widening, quantile: studentQuantile(0.975, between.degrees) };
}

/** The effect of studies with the covariates `row`. */
export function effectAt(
  { heterogeneity: { reml }, fit, widening, quantile }: RandomEffects,
  row: readonly number[],
): FittedEffect {
  const { mean, se } = fittedAt(fit, row);
  const half = quantile * widening * se;
  const apart = quantile * Math.sqrt(square(widening * se) + square(reml));
  return {
    mean,
    standardError: se,
    low: mean - half,
    high: mean + half,
    predictionLow: mean - apart,
    predictionHigh: mean + apart,
  };
}

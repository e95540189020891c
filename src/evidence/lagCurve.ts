/**
 * The effect by the lag of a second treatment: meta-regression on the lag, with a pointwise 95 % band of the mean effect and
 * one of the effect of a new study (randomEffects.ts).
 */
import { exp } from '../elementary/exp.ts';
import { type Evidence, type EvidenceEffect, lagProblem, lagRow, studiesWithLag } from './evidence.ts';
import { effectAt, type FittedEffect, type RandomEffects, randomEffects } from './randomEffects.ts';
import type { StudyCovariates } from './studyEffect.ts';

export interface LagPoint extends FittedEffect {
  readonly lag: number;
}

/** The effect by lag of the studies whose lag is known; null where it is not asked or they do not tell it. */
export function lagFit(
  evidence: Evidence,
): { studies: readonly EvidenceEffect[]; covariates: StudyCovariates; fit: RandomEffects } | null {
  const { byLag } = evidence;
  if (byLag === null || lagProblem(evidence.studies, byLag) !== null) return null;
  const studies = studiesWithLag(evidence.studies);
  const covariates = studies.map(({ lag }) => lagRow(byLag, lag));
  return { studies, covariates, fit: randomEffects(studies, covariates) };
}

/** The curve at these lags. Precondition: `lagFit` is not null. */
export function lagCurve(evidence: Evidence, lags: readonly number[]): LagPoint[] {
  const found = lagFit(evidence);
  const { byLag } = evidence;
  if (found === null || byLag === null) throw new RangeError('the studies do not tell the effect by lag');
  return lags.map((lag) => ({ lag, ...effectAt(found.fit, lagRow(byLag, lag)) }));
}

/** The different lags of the studies, ascending. */
export function lagsOf(studies: readonly EvidenceEffect[]): number[] {
  return [...new Set(studiesWithLag(studies).map(({ lag }) => lag))].sort((a, b) => a - b);
}

/**
 * The mean effect as hazard ratios by lag, on the log scale linear in between and constant beyond the lags that were
 * studied: a table that a planned effect may have. Precondition: `lagFit` is not null.
 */
export function hazardRatiosByLag(evidence: Evidence): { lag: number; hazardRatio: number }[] {
  return lagCurve(evidence, lagsOf(evidence.studies)).map(({ lag, mean }) => ({ lag, hazardRatio: exp(mean) }));
}

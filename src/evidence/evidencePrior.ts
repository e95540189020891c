/** What several studies say of the hazard ratio of a new one, as a prior. */
import { square } from '../elementary/square.ts';
import { type Evidence, lagProblem, lagRow, studiesWithLag } from './evidence.ts';
import { type NormalMixture, normal } from './normalMixture.ts';
import { predictive, robust, tauPosterior } from './predictive.ts';
import type { Prior } from './prior.ts';
import { effectAt, randomEffects } from './randomEffects.ts';
import { alike } from './studyEffect.ts';

/**
 * `random effects`: normal about the mean effect with its large-sample variance and that between studies, both at their
 * estimates; `MAP`: the same with the uncertainty about what lies between studies; `robust MAP`: with a vague part.
 */
export const EVIDENCE_PRIORS = ['random effects', 'MAP', 'robust MAP'] as const;

export interface EvidencePriorKind {
  readonly kind: (typeof EVIDENCE_PRIORS)[number];
  /** Of a new study with this lag, in the unit of the evidence; null for one of whose lag nothing is used. */
  readonly lag: number | null;
}

/** Why there is no such prior, in words that read on from `evidence.studies`; null where there is one. */
export function evidencePriorProblem({ studies, byLag }: Evidence, { lag }: EvidencePriorKind): string | null {
  return lag === null ? null : lagProblem(studies, byLag ?? 'linear');
}

/** On the log scale. Precondition: `evidencePriorProblem` is null. */
export function evidencePrior(evidence: Evidence, { kind, lag }: EvidencePriorKind): Prior {
  const { betweenStudies, vague, byLag } = evidence;
  const model = byLag ?? 'linear';
  const studied = lag === null ? evidence.studies : studiesWithLag(evidence.studies);
  const covariates =
    lag === null ? alike(studied.length) : studiesWithLag(studied).map((study) => lagRow(model, study.lag));
  const row = lag === null ? [1] : lagRow(model, lag);
  return { kind: 'normal', scale: 'log', mixture: mixture() };

  function mixture(): NormalMixture {
    if (kind === 'random effects') {
      const found = randomEffects(studied, covariates);
      const { mean, standardError } = effectAt(found, row);
      return normal(mean, Math.sqrt(square(standardError) + square(found.heterogeneity.reml)));
    }
    const map = predictive(tauPosterior(studied, covariates, betweenStudies), row);
    return kind === 'MAP' ? map : robust(map, vague);
  }
}

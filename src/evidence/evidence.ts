/** The studies of a shelf with what is assumed of how they differ: plain data, from which everything about them follows. */
import type { StudyEffect } from './studyEffect.ts';

/** How the effect depends on the lag: its logarithm along a line, or one effect before the procedure and one from it on. */
export const LAG_MODELS = ['linear', 'before or after'] as const;

export type LagModel = (typeof LAG_MODELS)[number];

/** A study's log hazard ratio. */
export interface EvidenceEffect extends StudyEffect {
  readonly name: string;
  /** Time from the procedure to the second treatment, negative for before; null where it is not known or there is none. */
  readonly lag: number | null;
}

/** Precondition of all that follows from it: at least two studies. */
export interface Evidence<S extends EvidenceEffect = EvidenceEffect> {
  readonly studies: readonly S[];
  /** Scale of the half-normal prior of the standard deviation between studies, > 0. */
  readonly betweenStudies: number;
  /** Weight of the vague part of the robust MAP prior, 0 to 1. */
  readonly vague: number;
  /** Null where the effect is not asked by lag. */
  readonly byLag: LagModel | null;
}

/** A study whose lag is known. */
export type StudyAtLag<S extends EvidenceEffect> = S & { readonly lag: number };

/** The studies whose lag is known. */
export function studiesWithLag<S extends EvidenceEffect>(studies: readonly S[]): StudyAtLag<S>[] {
  return studies.filter((study): study is StudyAtLag<S> => study.lag !== null);
}

/** The covariates of a study at a lag. */
export function lagRow(model: LagModel, lag: number): readonly number[] {
  if (model === 'linear') return [1, lag];
  return lag < 0 ? [1, 0] : [0, 1];
}

/** Why studies do not tell the effect by lag, in words that read on from them; null where they do. */
export function lagProblem(studies: readonly EvidenceEffect[], model: LagModel): string | null {
  const lags = studiesWithLag(studies).map(({ lag }) => lag);
  if (lags.length < 3) return `have a known lag in ${lags.length}; must have it in at least 3`;
  if (model === 'linear')
    return lags.every((lag) => lag === lags[0]) ? 'all have the same lag; must have at least two different ones' : null;
  const before = lags.filter((lag) => lag < 0).length;
  if (before > 0 && before < lags.length) return null;
  return `all have the second treatment ${before > 0 ? 'before' : 'from'} the procedure${before > 0 ? '' : ' on'}; must have some of either`;
}

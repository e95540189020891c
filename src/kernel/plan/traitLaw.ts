/** What patients are like, compiled: how random words become a cell and covariates. */
import type { CohortPlan } from './cohortPlan.ts';

/** Numbers of covariates are exact in single precision. */
export interface TraitLaw {
  /** The first word of each cell but the first, ascending; empty for a single cell. */
  readonly cellsFrom: readonly number[];
  readonly covariates: readonly { readonly sd: number; readonly log2HazardRatio: number }[];
}

/** A word belongs to the first cell whose cumulative prevalence its uniform number does not exceed. */
export function planTraits({ cells, covariates }: Pick<CohortPlan, 'cells' | 'covariates'>): TraitLaw {
  return {
    cellsFrom: cells.slice(0, -1).map((cumulative) => Math.floor(cumulative * 2 ** 32 - 0.5) + 1),
    covariates: covariates.map(({ sd, logHazardRatio }) => ({
      sd: Math.fround(sd),
      log2HazardRatio: Math.fround(logHazardRatio * Math.LOG2E),
    })),
  };
}

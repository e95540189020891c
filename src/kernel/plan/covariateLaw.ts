/** A covariate, compiled; numbers are exact in single precision. */
import type { CohortPlan } from './cohortPlan.ts';

/** Standard deviation of a covariate about its mean, and what one more of it adds to the binary logarithm of the hazard. */
export interface CovariateLaw {
  readonly sd: number;
  readonly log2HazardRatio: number;
}

export function planCovariates({ covariates }: Pick<CohortPlan, 'covariates'>): readonly CovariateLaw[] {
  return covariates.map(({ sd, logHazardRatio }) => ({
    sd: Math.fround(sd),
    log2HazardRatio: Math.fround(logHazardRatio * Math.LOG2E),
  }));
}

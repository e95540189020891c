/** Effects of several studies, and how they are explained by what the studies have in common or differ in. */

/** What a study says of an effect, on the scale on which its estimate is normal and no effect is 0. */
export interface StudyEffect {
  readonly estimate: number;
  /** > 0. */
  readonly standardError: number;
}

/** What is known of each study: a row of covariates, the first of them 1 where there is an intercept. */
export type StudyCovariates = readonly (readonly number[])[];

/** The covariates of studies that differ in nothing that is known. */
export function alike(studies: number): StudyCovariates {
  return Array.from({ length: studies }, () => [1]);
}

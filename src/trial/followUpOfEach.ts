/**
 * Fixed follow-up: each patient is followed for the same time from randomisation and then leaves the trial, censored,
 * whatever happens later. Times on study in the scenario's unit.
 */
import type { Trial } from './trial.ts';

/** How long each patient is followed at most; Infinity where only the analysis ends it. */
export function followUpOfEach({ followUpOfEach: most }: Pick<Trial, 'followUpOfEach'>): number {
  return most ?? Number.POSITIVE_INFINITY;
}

/** A survival model fitted to pseudo-patients by maximum likelihood. */
import type { WrittenClock } from '../survival/clock.ts';
import type { EstimatedMedian } from './curveEstimate.ts';

export type FittedModel = 'exponential' | 'Weibull' | 'piecewise exponential' | 'exponential cure' | 'Weibull cure';

export interface SurvivalFit {
  readonly model: FittedModel;
  /** Number of parameters estimated. */
  readonly parameters: number;
  /** Σ log h over events + Σ log S over all. */
  readonly logLikelihood: number;
  /** −2 log-likelihood + 2 parameters. */
  readonly aic: number;
  /** Null where more than half never have the event. */
  readonly median: EstimatedMedian | null;
  readonly clock: WrittenClock;
}

export const aicOf = (logLikelihood: number, parameters: number): number => 2 * parameters - 2 * logLikelihood;

/** The Weibull model by maximum likelihood: its shape as the root of one equation, the scale from it. */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { deltaStandardError } from '../maths/deltaMethod.ts';
import { findRootNear } from '../maths/roots.ts';
import type { PseudoPatient } from './reconstruct.ts';
import { aicOf, type SurvivalFit } from './survivalFit.ts';

/** Log-likelihood of log shape and log scale, times > 0. */
function logLikelihoodOf(patients: readonly PseudoPatient[], logShape: number, logScale: number): number {
  const shape = exp(logShape);
  return patients.reduce((sum, { time, event }) => {
    const s = log(time) - logScale;
    return sum - exp(shape * s) + (event ? logShape - logScale + (shape - 1) * s : 0);
  }, 0);
}

/**
 * The shape k solves Σ tᵏ log t/Σ tᵏ − 1/k = mean log t of the events, whose left side rises; scaleᵏ = Σ tᵏ/events.
 * Precondition: at least two times of events, all after time 0.
 */
export function fitWeibull(patients: readonly PseudoPatient[]): SurvivalFit {
  // A patient censored at time 0 tells nothing.
  const followed = patients.filter(({ time }) => time > 0);
  const longest = Math.max(...followed.map(({ time }) => time));
  const scaled = followed.map(({ time, event }) => ({ time: time / longest, event }));
  const logs = scaled.map(({ time }) => log(time));
  const events = scaled.filter(({ event }) => event);
  const mean = events.reduce((sum, { time }) => sum + log(time), 0) / events.length;
  const score = (logShape: number): number => {
    const shape = exp(logShape);
    let weights = 0;
    let weighted = 0;
    for (const s of logs) {
      const weight = exp(shape * s);
      weights += weight;
      weighted += weight * s;
    }
    return weighted / weights - 1 / shape - mean;
  };
  const logShape = findRootNear(score, 0, 0.5);
  const shape = exp(logShape);
  const scale = pow(scaled.reduce((sum, { time }) => sum + pow(time, shape), 0) / events.length, 1 / shape);
  const likelihood = ([k, s]: readonly number[]) => logLikelihoodOf(scaled, k, s);
  const estimates = [logShape, log(scale)];
  const logLikelihood = likelihood(estimates) - events.length * log(longest);
  const value = longest * scale * pow(Math.LN2, 1 / shape);
  const logMedian = ([k, s]: readonly number[]) => s + log(Math.LN2) * exp(-k);
  const se = deltaStandardError(likelihood, logMedian, estimates);
  return {
    model: 'Weibull',
    parameters: 2,
    logLikelihood,
    aic: aicOf(logLikelihood, 2),
    median: { value, standardError: se === null ? null : value * se },
    clock: { kind: 'weibull', shape, scale: longest * scale },
  };
}

/** All models that are fitted to a reconstructed curve, and the choice among them. */
import { log } from '../elementary/log.ts';
import type { WrittenClock } from '../survival/clock.ts';
import { fitCure } from './cureFit.ts';
import { curveSteps } from './curveEstimate.ts';
import { fitExponential, fitPiecewise } from './exponentialFit.ts';
import type { PseudoPatient } from './reconstruct.ts';
import type { SurvivalFit } from './survivalFit.ts';
import { fitWeibull } from './weibullFit.ts';

/** In a fixed order, those left out that the events are too few for. Precondition: an event, none at time 0. */
export function fits(patients: readonly PseudoPatient[]): SurvivalFit[] {
  const exponential = fitExponential(patients);
  const times = new Set(patients.filter(({ event }) => event).map(({ time }) => time));
  if (times.size < 2) return [exponential];
  const weibull = fitWeibull(patients);
  return [
    exponential,
    weibull,
    fitPiecewise(patients),
    fitCure(patients, exponential),
    fitCure(patients, weibull),
  ].filter((fit) => fit !== null);
}

/** The fit of least AIC among `some`, the first of equals. Precondition: at least one. */
export function bestFit(some: readonly SurvivalFit[]): SurvivalFit {
  return some.reduce((best, fit) => (fit.aic < best.aic ? fit : best));
}

/** Events of which the hazard beyond the last one is made: the last quarter of them, at least five. */
const LAST_SHARE = 0.25;
const LEAST_LAST = 5;

/**
 * The reconstructed Kaplan–Meier curve as a clock: through its value at every event, hazard constant in between; from the
 * last event that leaves anybody on, the hazard of the last quarter of the events (at least five of them).
 * Precondition: an event, none at time 0.
 */
export function resampledClock(patients: readonly PseudoPatient[]): WrittenClock {
  const steps = curveSteps(patients);
  const kept = steps.filter(({ survival }) => survival > 0);
  const starts: number[] = [];
  const hazards: number[] = [];
  let before = { time: 0, cumulative: 0 };
  for (const { time, survival } of kept) {
    const cumulative = -log(survival);
    starts.push(before.time);
    hazards.push((cumulative - before.cumulative) / (time - before.time));
    before = { time, cumulative };
  }
  const times = patients.flatMap(({ time, event }) => (event ? [time] : [])).sort((a, b) => a - b);
  const few = Math.min(times.length, Math.max(LEAST_LAST, Math.round(LAST_SHARE * times.length)));
  const from = few === times.length ? 0 : times[times.length - few - 1];
  const events = times.filter((time) => time > from).length;
  const atRisk = patients.reduce((sum, { time }) => sum + Math.max(0, time - from), 0);
  return { kind: 'piecewise', starts: [...starts, before.time], hazards: [...hazards, events / atRisk] };
}

/** Constant hazards by maximum likelihood: events over time at risk, of all the time or of pieces of it. */
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { clockHazard, clockTime, type PiecewiseClock, pieceAt } from '../survival/clock.ts';
import type { EstimatedMedian } from './curveEstimate.ts';
import type { PseudoPatient } from './reconstruct.ts';
import { aicOf, type FittedModel, type SurvivalFit } from './survivalFit.ts';

/** At most so many pieces, each with at least so many events. */
const MOST_PIECES = 4;
const LEAST_EVENTS = 8;

/** Events and time at risk from each start to the next. An event at a start belongs to the piece before it. */
function occurrences(patients: readonly PseudoPatient[], starts: readonly number[]) {
  const events = starts.map(() => 0);
  const atRisk = starts.map(() => 0);
  for (const { time, event } of patients) {
    let last = pieceAt(starts, time);
    if (last > 0 && starts[last] === time) last--;
    if (event) events[last]++;
    for (let j = 0; j <= last; j++) atRisk[j] += Math.min(time, starts[j + 1] ?? Number.POSITIVE_INFINITY) - starts[j];
  }
  return { events, atRisk };
}

/** Constant hazards from each of these starts (the first 0) to the next, the last for ever. */
export function fitPieces(
  patients: readonly PseudoPatient[],
  starts: readonly number[],
  model: FittedModel = 'piecewise exponential',
): SurvivalFit {
  const { events, atRisk } = occurrences(patients, starts);
  const hazards = events.map((d, j) => (d > 0 ? d / atRisk[j] : 0));
  const logLikelihood = events.reduce((sum, d, j) => sum + (d > 0 ? d * log(hazards[j]) - d : 0), 0);
  const clock: PiecewiseClock = { kind: 'piecewise', starts, hazards };
  return {
    model,
    parameters: starts.length,
    logLikelihood,
    aic: aicOf(logLikelihood, starts.length),
    median: medianOf(clock, events),
    clock,
  };
}

/** H(m) = log 2; var H(m) = Σ (time in the piece × hazard)²/events, and dm = dH/hazard at m. */
function medianOf(clock: PiecewiseClock, events: readonly number[]): EstimatedMedian | null {
  const value = clockTime(clock, Math.LN2);
  if (!Number.isFinite(value)) return null;
  const variance = clock.starts.reduce((sum, start, j) => {
    const within = Math.min(value, clock.starts[j + 1] ?? Number.POSITIVE_INFINITY) - start;
    return within > 0 && events[j] > 0 ? sum + square(within * clock.hazards[j]) / events[j] : sum;
  }, 0);
  return { value, standardError: Math.sqrt(variance) / clockHazard(clock, value) };
}

/** Precondition: at least one event after time 0. */
export function fitExponential(patients: readonly PseudoPatient[]): SurvivalFit {
  return fitPieces(patients, [0], 'exponential');
}

/**
 * Up to four pieces with equally many events as near as can be, each of at least eight; null where there are not enough
 * for two. The cuts are times of events and count as known.
 */
export function fitPiecewise(patients: readonly PseudoPatient[]): SurvivalFit | null {
  const times = patients
    .filter(({ event }) => event)
    .map(({ time }) => time)
    .sort((a, b) => a - b);
  const pieces = Math.min(MOST_PIECES, Math.floor(times.length / LEAST_EVENTS));
  const cuts = Array.from(
    { length: pieces - 1 > 0 ? pieces - 1 : 0 },
    (_, j) => times[Math.round(((j + 1) * times.length) / pieces) - 1],
  );
  const last = times[times.length - 1];
  const starts = [0, ...new Set(cuts)].filter((time) => time < last);
  return starts.length < 2 ? null : fitPieces(patients, starts);
}

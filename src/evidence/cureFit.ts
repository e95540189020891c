/**
 * Mixture cure models by maximum likelihood: S(t) = π + (1 − π) S_u(t), of whom a share π never has the event (J. W. Boag,
 * J. R. Statist. Soc. B 11 (1949) 15–53), S_u exponential or Weibull.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { deltaStandardError } from '../maths/deltaMethod.ts';
import { nelderMead } from '../maths/nelderMead.ts';
import { type CureClock, clockTime } from '../survival/clock.ts';
import type { PseudoPatient } from './reconstruct.ts';
import { aicOf, type SurvivalFit } from './survivalFit.ts';

/** Where the likelihood rises towards no cure at all the share is 0 to this many places. */
const NONE = 1e-6;

/** logit π, log scale and, of a Weibull, log shape. */
type Unknowns = readonly number[];

const shareOf = (logit: number): number => 1 / (1 + exp(-logit));

function logLikelihoodOf(patients: readonly PseudoPatient[], [logit, logScale, logShape = 0]: Unknowns): number {
  const cured = shareOf(logit);
  const shape = exp(logShape);
  const logUncured = -log1p(exp(logit));
  let sum = 0;
  for (const { time, event } of patients) {
    const s = log(time) - logScale;
    const h = exp(shape * s);
    sum += event ? logUncured + logShape - logScale + (shape - 1) * s - h : log(cured + (1 - cured) * exp(-h));
  }
  return sum;
}

function clockOf([logit, logScale, logShape]: Unknowns): CureClock {
  const scale = exp(logScale);
  return {
    kind: 'cure',
    cureFraction: shareOf(logit),
    uncured:
      logShape === undefined
        ? { kind: 'piecewise', starts: [0], hazards: [1 / scale] }
        : { kind: 'weibull', shape: exp(logShape), scale },
  };
}

/**
 * `uncured` is the fit without cure: the search starts from it, and where none are cured it is the fit. Null where all
 * patients had the event, as the cured then cannot be told. Preconditions as those of the fit without.
 */
export function fitCure(patients: readonly PseudoPatient[], uncured: SurvivalFit): SurvivalFit | null {
  const followed = patients.filter(({ time }) => time > 0);
  if (followed.every(({ event }) => event)) return null;
  const longest = Math.max(...followed.map(({ time }) => time));
  const scaled = followed.map(({ time, event }) => ({ time: time / longest, event }));
  const shape = uncured.clock.kind === 'weibull' ? [log(uncured.clock.shape)] : [];
  const likelihood = (x: Unknowns) => logLikelihoodOf(scaled, x);
  const model = shape.length > 0 ? 'Weibull cure' : 'exponential cure';
  const parameters = 2 + shape.length;
  const share = followed.filter(({ event }) => event).length / followed.length;
  const best = [0.3, 0.8]
    .map((part) => Math.min(0.95, Math.max(0.02, part * (1 - share))))
    .map((cured) =>
      nelderMead((x) => -likelihood(x), [log(cured / (1 - cured)), log(0.4 + 0.4 * (1 - share)), ...shape]),
    )
    .reduce((least, found) => (found.value < least.value ? found : least));
  const events = followed.filter(({ event }) => event).length;
  const logLikelihood = -best.value - events * log(longest);
  if (shareOf(best.at[0]) < NONE || logLikelihood <= uncured.logLikelihood)
    return { ...uncured, model, parameters, aic: aicOf(uncured.logLikelihood, parameters) };
  const clock = clockOf([best.at[0], best.at[1] + log(longest), ...best.at.slice(2)]);
  const value = clockTime(clock, Math.LN2);
  const se = deltaStandardError(likelihood, (x) => log(clockTime(clockOf(x), Math.LN2)), best.at);
  return {
    model,
    parameters,
    logLikelihood,
    aic: aicOf(logLikelihood, parameters),
    median: Number.isFinite(value) ? { value, standardError: se === null ? null : value * se } : null,
    clock,
  };
}

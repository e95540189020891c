/** Tables of lags, covariates and exits of patients' own, written to the module's memory (ownLayout.ts). */
import type { CovariateLaw } from '../plan/covariateLaw.ts';
import type { LagLaw } from '../plan/lagLaw.ts';
import type { OwnExit, SingleLine, SinglePriming, StartSteps } from '../plan/ownExit.ts';
import type { ModuleMemory } from './memory.ts';
import * as at from './ownLayout.ts';

/** Writes a lag's table and returns its address. */
export function writeLag(memory: ModuleMemory, law: LagLaw): number {
  const steps =
    law.kind === 'discrete'
      ? law.from.map((from, k) => ({ from, lag: law.lags[k], tick: law.ticks[k] }))
      : law.kind === 'fixed'
        ? [{ from: 0, lag: law.lag, tick: law.tick }]
        : [];
  const base = memory.allocate(at.LAG_STEPS + at.LAG_STEP_BYTES * steps.length);
  switch (law.kind) {
    case 'fixed':
    case 'discrete':
      memory.setInt(base, law.kind === 'fixed' ? at.LAG_FIXED : at.LAG_DISCRETE);
      memory.setInt(base + at.LAG_COUNT, steps.length);
      break;
    case 'uniform':
      memory.setInt(base, at.LAG_UNIFORM);
      memory.setFloat(base + at.LAG_VALUE, law.middle);
      memory.setFloat(base + at.LAG_SCALE, law.half);
      break;
    case 'exponential':
      memory.setInt(base, at.LAG_EXPONENTIAL);
      memory.setFloat(base + at.LAG_VALUE, law.after);
      memory.setFloat(base + at.LAG_SCALE, law.mean);
      break;
    case 'lognormal':
      memory.setInt(base, at.LAG_LOGNORMAL);
      memory.setFloat(base + at.LAG_VALUE, law.after);
      memory.setFloat(base + at.LAG_SCALE, law.median);
      memory.setFloat(base + at.LAG_SPREAD, law.spread);
  }
  steps.forEach(({ from, lag, tick }, k) => {
    const step = base + at.LAG_STEPS + k * at.LAG_STEP_BYTES;
    memory.setInt(step, from);
    memory.setFloat(step + at.LAG_STEP_QUANTA, lag);
    memory.setInt(step + at.LAG_STEP_TICK, tick);
  });
  return base;
}

/** Writes the table of covariates and returns its address. */
export function writeCovariates(memory: ModuleMemory, laws: readonly CovariateLaw[]): number {
  const base = memory.allocate(at.COVARIATES + at.COVARIATE_BYTES * laws.length);
  memory.setInt(base, laws.length);
  laws.forEach(({ sd, log2HazardRatio }, k) => {
    const covariate = base + at.COVARIATES + k * at.COVARIATE_BYTES;
    memory.setFloat(covariate + at.COVARIATE_SD, sd);
    memory.setFloat(covariate + at.COVARIATE_LOG_HAZARD_RATIO, log2HazardRatio);
  });
  return base;
}

function writeLine(memory: ModuleMemory, { breaks, origins, slopes }: SingleLine): number {
  const base = memory.allocate(at.LINE_BREAK + at.LINE_BYTES * breaks.length);
  memory.setInt(base + at.LINE_PIECES, breaks.length);
  breaks.forEach((start, j) => {
    memory.setFloat(base + at.LINE_BREAK + j * at.LINE_BYTES, start);
    memory.setFloat(base + at.LINE_ORIGIN + j * at.LINE_BYTES, origins[j]);
    memory.setFloat(base + at.LINE_SLOPE + j * at.LINE_BYTES, slopes[j]);
  });
  return base;
}

function writePriming(memory: ModuleMemory, base: number, priming: SinglePriming): void {
  switch (priming.kind) {
    case 'constant':
      memory.setInt(base + at.OWN_PRIMING, at.PRIMING_CONSTANT);
      memory.setFloat(base + at.OWN_HAZARD_RATIO, priming.hazardRatio);
      break;
    case 'halfLife':
      memory.setInt(base + at.OWN_PRIMING, at.PRIMING_HALF_LIFE);
      memory.setFloat(base + at.OWN_RESIDUAL, priming.residual);
      memory.setFloat(base + at.OWN_PRIMED, priming.primed);
      memory.setFloat(base + at.OWN_PLATEAU, priming.plateau);
      memory.setFloat(base + at.OWN_PLATEAU_RATE, priming.rate);
      break;
    case 'table':
      memory.setInt(base + at.OWN_PRIMING, at.PRIMING_TABLE);
      memory.setInt(base + at.OWN_PRIMING_LINE, writeLine(memory, priming.line));
      memory.setFloat(base + at.OWN_PRIMING_LAST, priming.last);
  }
}

function writeSteps(memory: ModuleMemory, base: number, steps: StartSteps): void {
  const { priming, onset, waning, repeats, waiting } = steps;
  memory.setInt(base + at.OWN_STEPS, 1);
  memory.setFloat(base + at.OWN_ONSET, onset);
  memory.setInt(base + at.OWN_WANES, waning === null ? 0 : 1);
  memory.setFloat(base + at.OWN_DURATION, waning?.duration ?? 0);
  memory.setFloat(base + at.OWN_WANED, waning?.ratio ?? 1);
  memory.setInt(base + at.OWN_WAITS, waiting === null ? 0 : 1);
  memory.setFloat(base + at.OWN_WAITING, waiting ?? 1);
  const list = memory.allocate(4 * repeats.length);
  memory.setInt(base + at.OWN_REPEATS, repeats.length);
  memory.setInt(base + at.OWN_REPEATS_AT, list);
  repeats.forEach((repeat, k) => {
    memory.setFloat(list + 4 * k, repeat);
  });
  writePriming(memory, base, priming);
}

/** Writes an arm's exit and returns the address of its table. */
export function writeOwnExit(memory: ModuleMemory, law: OwnExit): number {
  const { line, cumulative, steps, cure, clock, drift, dropoutMean, limit, fine } = law;
  const base = memory.allocate(at.OWN_BYTES);
  memory.setInt(base + at.OWN_LIMIT, limit << 2);
  memory.setInt(base + at.OWN_FINE, fine ? 1 : 0);
  memory.setFloat(base + at.OWN_DROPOUT_MEAN, dropoutMean);
  if (cure !== null) {
    memory.setInt(base + at.OWN_CURE, 1);
    memory.setFloat(base + at.OWN_UNCURED, cure.uncured);
    memory.setFloat(base + at.OWN_ODDS, cure.odds);
    memory.setFloat(base + at.OWN_MOST, cure.most);
  }
  memory.setInt(base + at.OWN_LINE, writeLine(memory, line));
  memory.setInt(base + at.OWN_CUMULATIVE, writeLine(memory, cumulative));
  if (clock.kind === 'piecewise') {
    memory.setInt(base + at.OWN_CLOCK, at.CLOCK_PIECEWISE);
    memory.setInt(base + at.OWN_HAZARD, writeLine(memory, clock.hazard));
    memory.setInt(base + at.OWN_TIME, writeLine(memory, clock.time));
  } else if (clock.kind === 'weibull') {
    memory.setInt(base + at.OWN_CLOCK, at.CLOCK_WEIBULL);
    memory.setFloat(base + at.OWN_RATE, clock.rate);
    memory.setFloat(base + at.OWN_SHAPE, clock.shape);
    memory.setFloat(base + at.OWN_SCALE, clock.scale);
    memory.setFloat(base + at.OWN_EXPONENT, clock.exponent);
  }
  if (steps !== null) writeSteps(memory, base, steps);
  if (drift !== null) {
    memory.setInt(base + at.OWN_DRIFTS, 1);
    memory.setFloat(base + at.OWN_DRIFT_SLOPE, drift.log2PerTick);
    memory.setInt(base + at.OWN_DRIFT_UNTIL, drift.untilTick);
  }
  return base;
}

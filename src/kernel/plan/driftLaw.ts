/** Care that improves from entry to entry (trial/careDrift.ts), compiled: hazards × 2^(log2PerTick × min(entry, untilTick)). */
import { driftOfEntry, logHazardPerUnit } from '../../trial/careDrift.ts';
import type { Trial } from '../../trial/trial.ts';
import { NEVER, tickOf } from './ticks.ts';

export interface DriftLaw {
  /** A single-precision number. */
  readonly log2PerTick: number;
  readonly untilTick: number;
}

/** Null where the time of entry changes no hazard. */
export function planDrift(trial: Trial, ticksPerUnit: number): DriftLaw | null {
  const drift = driftOfEntry(trial);
  if (drift === null) return null;
  return {
    log2PerTick: Math.fround((logHazardPerUnit(drift, trial.arms) * Math.LOG2E) / ticksPerUnit),
    untilTick: Number.isFinite(drift.until) ? tickOf(drift.until, ticksPerUnit) : NEVER,
  };
}

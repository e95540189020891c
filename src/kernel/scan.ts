// draft
import type { SchedulePlan } from './cohortPlan.ts';
import { NEVER } from './ticks.ts';

export interface Schedule {
  readonly starts: Float64Array;
  readonly intervals: Float64Array;
  /** Number of the first scan of each piece. */
  readonly firsts: Float64Array;
  readonly jitter: number;
  readonly missed: number;
}

export function createSchedule({ starts, intervals, jitter, missed }: SchedulePlan): Schedule {
  const firsts = [0];
  for (let j = 1; j < starts.length; j++)
    firsts.push(firsts[j - 1] + Math.ceil((starts[j] - starts[j - 1]) / intervals[j - 1] - 1e-9));
  return {
    starts: Float64Array.from(starts),
    intervals: Float64Array.from(intervals),
    firsts: Float64Array.from(firsts),
    jitter,
    missed: missed * 4294967296,
  };
}

function mix(word: number, k: number): number {
  let x = (word ^ Math.imul(k + 1, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Tick of scan k (scan 0 is randomisation). */
function scanTick(s: Schedule, word: number, k: number): number {
  let j = s.firsts.length - 1;
  while (j > 0 && s.firsts[j] > k) j--;
  const nominal = s.starts[j] + (k - s.firsts[j]) * s.intervals[j];
  if (s.jitter === 0) return nominal;
  return Math.max(1, Math.round(nominal + s.jitter * (mix(word, k) * 2 ** -31 - 1)));
}

function attended(s: Schedule, word: number, k: number): boolean {
  return s.missed === 0 || mix(word ^ 0x5bd1e995, k) >= s.missed;
}

function numberNear(s: Schedule, tick: number): number {
  let j = s.starts.length - 1;
  while (j > 0 && s.starts[j] > tick) j--;
  return s.firsts[j] + Math.floor((tick - s.starts[j]) / s.intervals[j]);
}

export function firstScanFrom(s: Schedule, word: number, tick: number): number {
  if (tick >= NEVER) return NEVER;
  let k = Math.max(1, numberNear(s, tick) - 1);
  for (; ; k++) {
    const at = scanTick(s, word, k);
    if (at >= NEVER) return NEVER;
    if (at >= tick && attended(s, word, k)) return at;
  }
}

export function lastScanBy(s: Schedule, word: number, tick: number): number {
  for (let k = numberNear(s, tick) + 1; k >= 1; k--) {
    const at = scanTick(s, word, k);
    if (at <= tick && attended(s, word, k)) return at;
  }
  return 0;
}

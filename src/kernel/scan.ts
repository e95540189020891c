/**
 * When a patient is scanned, in ticks on study. Scan k = 1, 2, … has a nominal time, is moved by a uniform jitter and may be
 * missed; both are functions of the patient's word and k alone, so that nothing need be stored and any scan can be asked
 * for at any look.
 *
 * The hash is a counter mixed with the word by a 32-bit finaliser of low bias (C. Wellons, "Prospecting for hash functions",
 * 2018; the constants found there later by TheIronBorn: 0x21f0aaad, 0x735a2d97, shifts 16, 15, 15).
 */
import type { SchedulePlan } from './cohortPlan.ts';
import { NEVER } from './ticks.ts';

/** A compiled schedule; piece j holds scans firsts[j] … firsts[j + 1] − 1. Scan 0 stands for randomisation. */
export interface Schedule {
  readonly starts: Float64Array;
  readonly intervals: Float64Array;
  readonly firsts: Float64Array;
  readonly last: number;
  /** In ticks; at most half the shortest interval, so that scans keep their order. */
  readonly jitter: number;
  /** A scan is missed where its hash is below this. */
  readonly missedBelow: number;
}

export function createSchedule({ starts, intervals, jitter, missed }: SchedulePlan): Schedule {
  const firsts = [0];
  for (let j = 1; j < starts.length; j++) {
    // A piece that begins with a scan of its own has those before its start, a scan at the start itself left out.
    firsts.push(firsts[j - 1] + Math.ceil((starts[j] - starts[j - 1]) / intervals[j - 1] - 1e-9));
  }
  return {
    starts: Float64Array.from(starts),
    intervals: Float64Array.from(intervals),
    firsts: Float64Array.from(firsts),
    last: starts.length - 1,
    jitter,
    missedBelow: missed * 2 ** 32,
  };
}

function mixed(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** 32 bits of scan k of the patient with this word. */
export function scanHash(word: number, k: number): number {
  return mixed(mixed(word + Math.imul(k, 0x9e3779b9)) ^ word);
}

/** Tick of scan k ≥ 1, attended or not. */
function scanTick({ starts, intervals, firsts, last, jitter }: Schedule, word: number, k: number): number {
  let j = last;
  while (j > 0 && firsts[j] > k) j--;
  const nominal = starts[j] + (k - firsts[j]) * intervals[j];
  if (jitter === 0) return nominal;
  return Math.max(1, Math.round(nominal + jitter * scanHash(word, k) * 2 ** -31));
}

function isAttended({ missedBelow }: Schedule, word: number, k: number): boolean {
  return missedBelow === 0 || scanHash(~word, k) >>> 0 >= missedBelow;
}

/** Number of the last scan that is due by `tick`, by nominal times. */
function dueBy({ starts, intervals, firsts, last }: Schedule, tick: number): number {
  let j = last;
  while (j > 0 && starts[j] > tick) j--;
  return firsts[j] + Math.floor((tick - starts[j]) / intervals[j]);
}

/** Tick of the first scan attended at or after `tick`; NEVER at the latest. */
export function firstScanFrom(schedule: Schedule, word: number, tick: number): number {
  if (tick >= NEVER) return NEVER;
  // A scan due before may be late, and that due by `tick` early.
  for (let k = Math.max(1, dueBy(schedule, tick) - (schedule.jitter > 0 ? 1 : 0)); ; k++) {
    const at = scanTick(schedule, word, k);
    if (at >= NEVER) return NEVER;
    if (at >= tick && isAttended(schedule, word, k)) return at;
  }
}

/** Tick of the last scan attended at or before `tick`, 0 where there is none. */
export function lastScanBy(schedule: Schedule, word: number, tick: number): number {
  for (let k = dueBy(schedule, tick) + (schedule.jitter > 0 ? 1 : 0); k >= 1; k--) {
    const at = scanTick(schedule, word, k);
    if (at <= tick && isAttended(schedule, word, k)) return at;
  }
  return 0;
}

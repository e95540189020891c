/**
 * When a patient is scanned, in ticks on study. Scan k = 1, 2, … has a nominal time, is moved by a uniform jitter and may be
 * missed; both are functions of the patient's word and k alone, so that nothing need be stored and any scan can be asked
 * for at any look.
 *
 * The time of each scan is rounded to a tick on its own, never summed from rounded intervals: scans of two schedules at the
 * same time are at the same tick, and so is a milestone, a landmark or an analysis at that time (ticks.ts).
 *
 * The hash is a counter mixed with the word by a 32-bit finaliser of low bias (C. Wellons, "Prospecting for hash functions",
 * 2018; the constants found there later by TheIronBorn: 0x21f0aaad, 0x735a2d97, shifts 16, 15, 15).
 */
import { scansBefore } from '../../trial/scans.ts';
import type { ScheduleInTicks } from '../plan/cohortPlan.ts';
import { NEVER } from '../plan/ticks.ts';

/**
 * A compiled schedule; piece j holds scans firsts[j] … firsts[j + 1] − 1, the last piece all others. Scan 0 stands for
 * randomisation.
 */
export interface Schedule {
  readonly starts: Float64Array;
  readonly intervals: Float64Array;
  readonly firsts: Float64Array;
  readonly last: number;
  /** At most half the shortest interval, so that scans of a piece keep their order. */
  readonly jitter: number;
  /** A scan is missed where its hash is below this. */
  readonly missedBelow: number;
}

export function createSchedule({ starts, intervals, jitter, missed }: ScheduleInTicks): Schedule {
  const firsts = [0];
  for (let j = 1; j < starts.length; j++)
    firsts.push(firsts[j - 1] + scansBefore(starts[j] - starts[j - 1], intervals[j - 1]));
  return {
    starts: Float64Array.from(starts),
    intervals: Float64Array.from(intervals),
    firsts: Float64Array.from([...firsts, Number.POSITIVE_INFINITY]),
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

/** Time at which scan k is due, in ticks, not yet rounded. */
function dueTime({ starts, intervals, firsts, last }: Schedule, k: number): number {
  let j = last;
  while (j > 0 && firsts[j] > k) j--;
  return starts[j] + (k - firsts[j]) * intervals[j];
}

/** Tick of scan k ≥ 1, due at `due`, attended or not. */
function scanTick({ jitter }: Schedule, word: number, k: number, due: number): number {
  return Math.max(1, Math.round(jitter === 0 ? due : due + jitter * scanHash(word, k) * 2 ** -31));
}

function isAttended({ missedBelow }: Schedule, word: number, k: number): boolean {
  return missedBelow === 0 || scanHash(~word, k) >>> 0 >= missedBelow;
}

/** Number of the last scan that is due by `time`. */
function lastDueBy({ starts, intervals, firsts, last }: Schedule, time: number): number {
  let j = last;
  while (j > 0 && starts[j] > time) j--;
  return Math.min(firsts[j + 1] - 1, firsts[j] + Math.floor((time - starts[j]) / intervals[j]));
}

// A scan is at most half a tick and the jitter away from when it is due; both searches begin a whole tick and the jitter away.
// Where the interval changes scans may stand closer than the jitter and change places, so both searches go on as long as
// the next scan could still be the nearer one: one step, as a rule.

/** Tick of the first scan attended at or after `tick`; NEVER at the latest. */
export function firstScanFrom(schedule: Schedule, word: number, tick: number): number {
  const { jitter } = schedule;
  let first = NEVER;
  for (let k = Math.max(1, lastDueBy(schedule, tick - jitter - 1) + 1); ; k++) {
    const due = dueTime(schedule, k);
    if (due - jitter >= first) return first;
    const at = scanTick(schedule, word, k, due);
    if (at >= tick && at < first && isAttended(schedule, word, k)) first = at;
  }
}

/** Tick of the last scan attended at or before `tick`; 0 where there is none. */
export function lastScanBy(schedule: Schedule, word: number, tick: number): number {
  const { jitter } = schedule;
  let last = 0;
  for (let k = lastDueBy(schedule, tick + jitter + 1); k >= 1; k--) {
    const due = dueTime(schedule, k);
    if (due + jitter <= last) return last;
    const at = scanTick(schedule, word, k, due);
    if (at <= tick && at > last && isAttended(schedule, word, k)) last = at;
  }
  return last;
}

/**
 * When a patient is scanned, in ticks on study. Scan k = 1, 2, … has a nominal tick, is moved by a uniform jitter and may be
 * missed; both are functions of the patient's word and k alone, so that nothing need be stored and any scan can be asked
 * for at any look.
 *
 * The nominal time of each scan is rounded to a tick on its own, never summed from rounded intervals: scans of two schedules
 * at the same time are at the same tick, and so is a milestone, a landmark or an analysis at that time (ticks.ts).
 *
 * One hash decides both: as a signed integer g it is uniform, a scan is missed where g is below a threshold, and the g left
 * to the scans attended, as uniform as before, make the jitter. The steps are in single precision and in a fixed order, as in
 * exponential.ts: g × slope, less its middle, is rounded to a whole number of 2^shift ticks.
 *
 * The hash is a counter added to the word, mixed by the steps of a 32-bit finaliser of low bias up to its last product (C. Wellons,
 * "Prospecting for hash functions", 2018; the constants found there later by TheIronBorn: 0x21f0aaad, 0x735a2d97, shifts
 * 16, 15). Half-way the word is mixed in again, without which words as far apart as counters would have the same scans. The last
 * shift of the finaliser would improve the lower 17 bits, which decide nothing that matters.
 */
import { powerOfTwo } from '../../elementary/powersOfTwo.ts';
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
  /** The most ticks by which a scan moves, at most half the shortest interval. */
  readonly reach: number;
  readonly shift: number;
  readonly slope: number;
  readonly rounder: number;
  /** A scan is attended where its hash, signed, is at or above this. */
  readonly attendedFrom: number;
}

/** A scan moves by fewer than this many steps of 2^shift ticks, which single precision rounds to the nearest one. */
const STEPS = powerOfTwo(21);
const HALF = powerOfTwo(31);
/** 1.5 × 2²³: single-precision numbers beside it are whole, so adding it rounds (to even). */
export const ROUNDER = 12582912;

const { fround } = Math;

export function createSchedule({ starts, intervals, jitter, missed }: ScheduleInTicks): Schedule {
  const firsts = [0];
  for (let j = 1; j < starts.length; j++)
    firsts.push(firsts[j - 1] + scansBefore(starts[j] - starts[j - 1], intervals[j - 1]));
  return {
    starts: Float64Array.from(starts),
    intervals: Float64Array.from(intervals),
    firsts: Float64Array.from([...firsts, Number.POSITIVE_INFINITY]),
    last: starts.length - 1,
    ...planMoves(jitter, Math.round(missed * 2 * HALF)),
  };
}

type Moves = Pick<Schedule, 'reach' | 'shift' | 'slope' | 'rounder' | 'attendedFrom'>;

/** Moves of up to `jitter` ticks, of scans of which `missed` in 2³² are missed. */
function planMoves(jitter: number, missed: number): Moves {
  const attendedFrom = missed - HALF;
  let shift = 0;
  while (jitter >= STEPS * powerOfTwo(shift)) shift++;
  const most = Math.floor(jitter / powerOfTwo(shift)) * powerOfTwo(shift);
  for (let steps = most / powerOfTwo(shift); ; steps--) {
    const slope = fround(steps / (HALF - missed / 2));
    const moves = { reach: most, shift, slope, rounder: ROUNDER - Math.round((slope * missed) / 2), attendedFrom };
    // The middle is rounded, so that one end may lie a step too far.
    const ends = [attendedFrom, HALF - 1].map((g) => Math.abs(scanOffset(moves, g)));
    if (Math.max(...ends) <= most) return moves;
  }
}

/** Ticks by which the scan with hash g, if attended, comes later than its nominal tick. */
export function scanOffset(
  { slope, rounder, shift }: Pick<Schedule, 'slope' | 'rounder' | 'shift'>,
  g: number,
): number {
  return (fround(fround(fround(g) * slope) + rounder) - ROUNDER) * powerOfTwo(shift);
}

/** What the hash adds to the word from scan to scan, and what it multiplies by. */
export const COUNTER = 0x9e3779b9;
export const MULTIPLIERS: readonly [number, number] = [0x21f0aaad, 0x735a2d97];

/** 32 bits of scan k of the patient with this word, signed; the upper half of them is of high quality. */
export function scanHash(word: number, k: number): number {
  let x = word + Math.imul(k, COUNTER);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad) ^ word;
  return Math.imul(x ^ (x >>> 15), 0x735a2d97);
}

/** The tick of scan k ≥ 1 were it not moved. */
export function nominalTick({ starts, intervals, firsts, last }: Schedule, k: number): number {
  let j = last;
  while (j > 0 && firsts[j] > k) j--;
  return Math.floor(starts[j] + (k - firsts[j]) * intervals[j] + 0.5);
}

/** Number of the last scan that is due by `time`, to a tick. */
function lastDueBy({ starts, intervals, firsts, last }: Schedule, time: number): number {
  let j = last;
  while (j > 0 && starts[j] > time) j--;
  return Math.min(firsts[j + 1] - 1, firsts[j] + Math.floor((time - starts[j]) / intervals[j]));
}

// A scan is at most half a tick and the reach away from when it is due; both searches begin a whole tick and the reach away.
// Where the interval changes scans may stand closer than the reach and change places, so both searches go on as long as
// the next scan could still be the nearer one: one step, as a rule.

/** Tick of the first scan attended at or after `tick`; NEVER at the latest. */
export function firstScanFrom(schedule: Schedule, word: number, tick: number): number {
  const { reach, attendedFrom } = schedule;
  let first = NEVER;
  for (let k = Math.max(1, lastDueBy(schedule, tick - reach - 1) + 1); ; k++) {
    const nominal = nominalTick(schedule, k);
    if (nominal - reach >= first) return first;
    const g = scanHash(word, k);
    if (g < attendedFrom) continue;
    const at = Math.max(1, nominal + scanOffset(schedule, g));
    if (at >= tick && at < first) first = at;
  }
}

/** Tick of the last scan attended at or before `tick`; 0 where there is none. */
export function lastScanBy(schedule: Schedule, word: number, tick: number): number {
  const { reach, attendedFrom } = schedule;
  let last = 0;
  for (let k = lastDueBy(schedule, tick + reach + 1); k >= 1; k--) {
    const nominal = nominalTick(schedule, k);
    if (nominal + reach <= last) return last;
    const g = scanHash(word, k);
    if (g < attendedFrom) continue;
    const at = Math.max(1, nominal + scanOffset(schedule, g));
    if (at <= tick && at > last) last = at;
  }
  return last;
}

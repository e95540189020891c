/**
 * Exits as they become known under scans. The true exit, event or dropout, is drawn before and without regard to scans. A
 * dropout is known at once, and so is an event that is a death; a progression is known at the first scan attended at or
 * after it, unless the patient drops out before that scan: the time from the event to dropout is exponential, as dropout has
 * no memory. A fixed follow-up ends with the scan at its end.
 *
 * Words of a patient from the arm's scan stream: the word that names the patient's scans (scan.ts); the word of death, where
 * there are deaths; the word of dropout, in arms with dropout. The dropout's time is rounded as in drawArm.ts.
 */
import type { Clock } from '../../survival/clock.ts';
import type { ScansInTicks } from '../plan/cohortPlan.ts';
import { NEVER, QUANTUM } from '../plan/ticks.ts';
import { type DeathLaw, isDeath, planDeathLaw } from './deathLaw.ts';
import { ticksOf } from './drawArm.ts';
import { exponential } from './exponential.ts';
import { createSchedule, firstScanFrom, type Schedule } from './scan.ts';
import { scanWordsOf } from './streams.ts';

const { fround } = Math;

/** How exits of an arm become known. */
export interface Detection {
  readonly schedule: Schedule;
  readonly deaths: DeathLaw | null;
  /** Mean time to dropout in quanta, a single-precision number; 0 for no dropout. */
  readonly dropoutMean: number;
  /** Ticks on study to the end of a fixed follow-up; NEVER without one. */
  readonly followUp: number;
  /** Words of a patient. */
  readonly words: number;
}

/** One row per patient; exits = 4 × calendar tick + 2 × (1 if dropout), entry = 4 × calendar tick and what else its low bits hold. */
export interface DetectedPatients {
  readonly entry: Int32Array;
  readonly trueExit: Int32Array;
  readonly exit: Int32Array;
  readonly scanWord: Int32Array;
  /** 1 where the event is a death. */
  readonly death: Int32Array | Uint8Array;
  /** The patient's hazard over that of the arm's law, and the ratio of the patient's own steps at the event; null for 1. */
  readonly factor: Float32Array | Float64Array | null;
  readonly ratioAtEvent: Float32Array | null;
  /** Exit of the course after the first event, whose deaths `death` holds already; null where first events are drawn alone. */
  readonly survivalExit: Int32Array | null;
}

/** `clock` is that on which patients of the arm have steps of their own, null where its law holds for all. */
export function createDetection(
  { schedules, deaths }: ScansInTicks,
  arm: number,
  clock: Clock | null,
  dropoutHazard: number,
  ticksPerUnit: number,
  followUp: number,
  course = false,
): Detection {
  return {
    schedule: createSchedule(schedules[arm]),
    deaths: course ? null : deaths && planDeathLaw(deaths, arm, clock, ticksPerUnit),
    dropoutMean: dropoutHazard > 0 ? fround(ticksPerUnit / QUANTUM / dropoutHazard) : 0,
    followUp,
    words: course ? 1 : scanWordsOf(dropoutHazard > 0, deaths !== null),
  };
}

/**
 * Fills exit and scanWord of patient i of a course: progression is known at a scan, unless death, which is then the event, or
 * dropout comes before it.
 */
function detectInCourse(
  { schedule, followUp }: Detection,
  { entry, trueExit, exit, scanWord, death }: DetectedPatients,
  survivalExit: Int32Array,
  i: number,
  word: number,
): void {
  scanWord[i] = word;
  exit[i] = trueExit[i];
  const left = trueExit[i] >> 2;
  if (left >= NEVER || (trueExit[i] & 2) !== 0 || death[i] === 1) return;
  const began = entry[i] >> 2;
  const scan = firstScanFrom(schedule, word, left - began);
  const last = survivalExit[i];
  const gone = Math.min(NEVER, (last >> 2) - began);
  // A scan at the end of follow-up is still attended.
  const end = followUp < NEVER ? followUp + 1 : NEVER;
  if (Math.min(scan, gone) >= end) exit[i] = NEVER << 2;
  else if (scan <= gone) exit[i] = Math.min(NEVER, began + scan) << 2;
  else {
    exit[i] = last;
    death[i] = (last & 2) === 0 ? 1 : 0;
  }
}

/** Fills exit, scanWord and death of patient i, whose words are words[at …]. */
function detectPatient(
  detection: Detection,
  patients: DetectedPatients,
  i: number,
  words: Int32Array,
  at: number,
): void {
  if (patients.survivalExit !== null) {
    detectInCourse(detection, patients, patients.survivalExit, i, words[at]);
    return;
  }
  const { schedule, deaths, dropoutMean, followUp } = detection;
  const { entry, trueExit, exit, scanWord, death, factor, ratioAtEvent } = patients;
  scanWord[i] = words[at];
  death[i] = 0;
  exit[i] = trueExit[i];
  const left = trueExit[i] >> 2;
  if (left >= NEVER || (trueExit[i] & 2) !== 0) return;
  const began = entry[i] >> 2;
  const event = left - began;
  if (deaths !== null) {
    const own = factor === null ? 1 : fround(factor[i]);
    if (isDeath(deaths, words[at + 1], event, own, ratioAtEvent === null ? 1 : ratioAtEvent[i])) {
      death[i] = 1;
      return;
    }
  }
  let dropout = NEVER;
  if (dropoutMean > 0) {
    const word = words[at + (deaths === null ? 1 : 2)];
    dropout = Math.min(NEVER, event + ticksOf(fround(exponential(word) * dropoutMean), word));
  }
  const scan = firstScanFrom(schedule, words[at], event);
  const known = Math.min(scan, dropout);
  // A scan at the end of follow-up is still attended.
  const end = followUp < NEVER ? followUp + 1 : NEVER;
  if (known >= end) exit[i] = NEVER << 2;
  else exit[i] = (Math.min(NEVER, began + known) << 2) | (scan <= dropout ? 0 : 2);
}

/** The same of patients `first` to `end` − 1, all of one arm; those of patient i stand from words[i × words of a patient] on. */
export function detect(
  detection: Detection,
  patients: DetectedPatients,
  first: number,
  end: number,
  words: Int32Array,
): void {
  for (let i = first; i < end; i++) detectPatient(detection, patients, i, words, i * detection.words);
}

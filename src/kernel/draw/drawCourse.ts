/**
 * What follows the first event of an arm's patients: a death, or progression and then death or dropout.
 *
 * Words of a patient from the arm's course stream: one that decides between death, progression and a switch; then those of
 * the time from progression to death or dropout. That is drawn as the time from entry to exit is, with the first event in place
 * of entry (drawArm.ts, drawOwnArm.ts), whose word is the one that decides; where death depends on the time to progression, from
 * a word of dropout and one of death. Where 16 bits decide all, there are a word of the time and half a word that decides
 * (drawSharedWord.ts). First events are as they would be if nothing followed them. Dropout has no memory.
 */
import { clockTime, pieceAt } from '../../survival/clock.ts';
import { deathAfterProgressionGumbel } from '../../survival/gumbel.ts';
import { cumulativeHazard } from '../../survival/law.ts';
import type { CoursePlan } from '../plan/coursePlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { drawArm, ticksOf } from './drawArm.ts';
import { drawOwnArm } from './drawOwnArm.ts';
import { drawSharedWord } from './drawSharedWord.ts';
import { exponential } from './exponential.ts';
import { fillWords } from './laneWords.ts';
import { type StreamKey, uniform } from './stream.ts';
import { COURSE_STREAM } from './streams.ts';

const { fround } = Math;

/** Patients of one arm: `count` from index `first` on. */
export interface CoursePatients {
  readonly arm: number;
  readonly first: number;
  readonly count: number;
  readonly entry: Int32Array;
  readonly trueExit: Int32Array;
  readonly cell: ArrayLike<number>;
  /** Null where all patients of a cell have the same hazards. */
  readonly factor: Float32Array | null;
}

/** What a course fills in, one row per patient. */
export interface CourseDrawn {
  /** Exit by death or dropout, in calendar ticks as all exits. */
  readonly survivalExit: Int32Array;
  /** 1 where the first event is a death. */
  readonly death: Uint8Array;
  /** Calendar tick of the switch to another treatment; NEVER for none. */
  readonly switched: Int32Array;
}

/** Draws the course of an arm's patients; keeps arrays for `n` patients of all arms. */
export function createCourseDraw(
  { starts, deathBelow, switchBelow, after, switching }: CoursePlan,
  n: number,
  ticksPerUnit: number,
  followUp: number,
): (patients: CoursePatients, key: StreamKey, replicate: number, into: CourseDrawn) => void {
  const own = after.kind === 'exits' || after.kind === 'sharedWord' ? 1 : 3;
  const words = new Int32Array(n * own);
  const progressed = new Int32Array(n);
  const exits = [new Int32Array(n), new Int32Array(n)];

  /** Draws the words, and the exits after progression where these have a law of their own. */
  function drawAfter(patients: CoursePatients, key: StreamKey, replicate: number): void {
    const { arm, first, count, cell, trueExit, factor } = patients;
    const stream = COURSE_STREAM + arm;
    if (after.kind === 'sharedWord') {
      drawSharedWord(after.law, { stream, first, count, trueExit }, key, replicate, words, exits[0]);
      return;
    }
    if (after.kind !== 'exits') {
      fillWords(key, replicate, stream, first, count, own, words);
      return;
    }
    for (let i = first; i < first + count; i++) progressed[i] = trueExit[i] & ~3;
    after.exits.forEach((law, k) => {
      const span = { arm: stream, offset: first, count, cell, entries: null, words };
      if (law.kind === 'byCell') drawArm(law.laws, span, key, replicate, progressed, exits[k]);
      else {
        const hazards = { multipliers: factor, lags: null, ratioAtEvent: null };
        drawOwnArm(law, span, hazards, key, replicate, progressed, exits[k]);
      }
    });
  }

  /** Ticks on study at death of a patient who progressed at tick t; `w` is the patient's word. */
  function deathAt(t: number, multiplier: number, w: number): number {
    const time = t / ticksPerUnit;
    if (after.kind === 'ranks') {
      const death = clockTime(after.death.clock, cumulativeHazard(after.first, time) * multiplier);
      return Number.isFinite(death) ? Math.max(t, Math.round(death * ticksPerUnit)) : NEVER;
    }
    if (after.kind !== 'gumbel') throw new RangeError('the time after progression has a law of its own');
    // Hazards that are multiplied are times that are divided.
    const death = deathAfterProgressionGumbel(after, multiplier * time, uniform(w)) / multiplier;
    return Math.max(t, Math.min(NEVER, Math.round(death * ticksPerUnit)));
  }

  return (patients, key, replicate, { survivalExit, death, switched }) => {
    const { first, count, entry, trueExit, factor } = patients;
    drawAfter(patients, key, replicate);
    for (let i = first; i < first + count; i++) {
      const exit = trueExit[i];
      const left = exit >> 2;
      const began = entry[i] >> 2;
      death[i] = 0;
      switched[i] = NEVER;
      survivalExit[i] = exit;
      if (left >= NEVER || (exit & 2) !== 0) continue;
      const t = left - began;
      const shared = after.kind === 'sharedWord';
      const decides = shared ? words[i] : words[i * own] >>> 1;
      const piece = pieceAt(starts, t);
      if (decides < (shared ? after.deathBelow : deathBelow[piece])) {
        death[i] = 1;
        continue;
      }
      const switches = switching !== null && decides < switchBelow[piece];
      if (switches) switched[i] = Math.min(NEVER, left + switching.delayTicks);
      let last: number;
      if (shared || after.kind === 'exits') last = exits[switches ? 1 : 0][i];
      else {
        const word = words[i * own + 2];
        const died = deathAt(t, factor === null ? 1 : factor[i], word >>> 0);
        let lost = NEVER;
        if (after.dropoutMean > 0) {
          const dropout = words[i * own + 1];
          lost = Math.min(NEVER, t + ticksOf(fround(exponential(dropout) * after.dropoutMean), dropout));
        }
        last = (Math.min(NEVER, began + Math.min(died, lost)) << 2) | (lost < died ? 2 : 0);
      }
      survivalExit[i] = (last >> 2) - began >= followUp ? NEVER << 2 : last;
    }
  };
}

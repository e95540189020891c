/**
 * What follows the first event of an arm's patients: a death, or progression and then death or dropout.
 *
 * Words of a patient from the arm's course stream: that of death, those of switching and of the dependence after progression where
 * there are any. The time from progression to death or dropout is drawn as that from entry to exit is (drawArm.ts), from a
 * stream of its own, so that first events are as they would be if nothing followed them. Dropout has no memory.
 */
import { clockTime, pieceAt } from '../../survival/clock.ts';
import { deathAfterProgressionGumbel } from '../../survival/gumbel.ts';
import { cumulativeHazard } from '../../survival/law.ts';
import type { CoursePlan } from '../plan/coursePlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { drawArm, ticksOf } from './drawArm.ts';
import { drawOwnArm } from './drawOwnArm.ts';
import { exponential } from './exponential.ts';
import { fillWords } from './laneWords.ts';
import { type StreamKey, uniform } from './stream.ts';
import { AFTER_STREAM, COURSE_STREAM } from './streams.ts';

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

/** Words of a patient of the course stream. */
const WORDS = 3;

/** Draws the course of an arm's patients; keeps arrays for `n` patients of all arms. */
export function createCourseDraw(
  { starts, shares, after, switching }: CoursePlan,
  n: number,
  ticksPerUnit: number,
  followUp: number,
): (patients: CoursePatients, key: StreamKey, replicate: number, into: CourseDrawn) => void {
  const words = new Int32Array(n * WORDS);
  const progressed = new Int32Array(n);
  const exits = [new Int32Array(n), new Int32Array(n)];

  function drawAfter({ arm, first, count, cell, factor }: CoursePatients, key: StreamKey, replicate: number): void {
    if (after.kind !== 'exits') return;
    after.exits.forEach((law, k) => {
      const span = { arm: AFTER_STREAM + arm, offset: first, count, cell, entries: null };
      if (law.kind === 'byCell') drawArm(law.laws, span, key, replicate, progressed, exits[k]);
      else {
        const own = { multipliers: factor, lags: null, ratioAtEvent: null };
        drawOwnArm(law, span, own, key, replicate, progressed, exits[k]);
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
    const { arm, first, count, entry, trueExit, factor } = patients;
    const end = first + count;
    fillWords(key, replicate, COURSE_STREAM + arm, first, count, WORDS, words);
    for (let i = first; i < end; i++) {
      const left = trueExit[i] >> 2;
      progressed[i] = (left >= NEVER ? 0 : left) << 2;
    }
    drawAfter(patients, key, replicate);
    for (let i = first; i < end; i++) {
      const exit = trueExit[i];
      const left = exit >> 2;
      const began = entry[i] >> 2;
      death[i] = 0;
      switched[i] = NEVER;
      survivalExit[i] = exit;
      if (left >= NEVER || (exit & 2) !== 0) continue;
      const t = left - began;
      // (k + ½)·2⁻²³ of the word's upper 23 bits.
      if (((words[i * WORDS] >>> 9) + 0.5) / 8388608 < shares[pieceAt(starts, t)]) {
        death[i] = 1;
        continue;
      }
      const switches = switching !== null && uniform(words[i * WORDS + 1] >>> 0) < switching.share;
      if (switches) switched[i] = Math.min(NEVER, left + switching.delayTicks);
      let last: number;
      if (after.kind === 'exits') last = exits[switches ? 1 : 0][i];
      else {
        const word = words[i * WORDS + 2];
        const died = deathAt(t, factor === null ? 1 : factor[i], word >>> 0);
        let lost = NEVER;
        if (after.dropoutMean > 0) {
          const own = words[i * WORDS + 1];
          lost = Math.min(NEVER, t + ticksOf(fround(exponential(own) * after.dropoutMean), own));
        }
        last = (Math.min(NEVER, began + Math.min(died, lost)) << 2) | (lost < died ? 2 : 0);
      }
      survivalExit[i] = (last >> 2) - began >= followUp ? NEVER << 2 : last;
    }
  };
}

/**
 * Exits after the first event where 16 bits decide about death before progression and dropout after it: of each lane's patients
 * the word of the time, and after that of patients 0, 2, 4 … a word whose low half is theirs, its high half their successors'.
 */
import type { CompetingExit } from '../plan/exitLaw.ts';
import { NEVER } from '../plan/ticks.ts';
import { lineAt, pieceOf, ticksOf } from './drawArm.ts';
import { exponential } from './exponential.ts';
import { LANES, nextWord, type StreamKey, seedLane } from './stream.ts';

const state = new Int32Array(4);

/** Patients of one arm: `count` from index `first` on. */
interface SharedWordSpan {
  readonly stream: number;
  readonly first: number;
  readonly count: number;
  readonly trueExit: Int32Array;
}

/** Draws from the stream: what decides into `halves`, and exits as if every first event were progression into `exit`. */
export function drawSharedWord(
  law: CompetingExit,
  { stream, first, count, trueExit }: SharedWordSpan,
  key: StreamKey,
  replicate: number,
  halves: Int32Array,
  exit: Int32Array,
): void {
  for (let lane = 0; lane < LANES && lane < count; lane++) {
    seedLane(key, replicate, stream, lane, state);
    let both = 0;
    for (let j = lane; j < count; j += LANES) {
      const i = first + j;
      const word = nextWord(state);
      const e = exponential(word);
      const piece = pieceOf(law, e);
      const ticks = ticksOf(lineAt(law, piece, e), word);
      const even = (j & LANES) === 0;
      if (even) both = nextWord(state);
      halves[i] = even ? both & 0xffff : both >>> 16;
      exit[i] = (Math.min(NEVER, (trueExit[i] >> 2) + ticks) << 2) | (halves[i] >= law.eventBelow[piece] ? 2 : 0);
    }
  }
}

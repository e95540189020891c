/**
 * When the patients of an arm start the second treatment: the lag from one word of the arm's stream of starts, none where all
 * have the same, in single precision by a fixed sequence of roundings.
 */
import type { LagLaw } from '../plan/lagLaw.ts';
import { NEVER, QUANTUM } from '../plan/ticks.ts';
import { exponential } from './exponential.ts';
import { centred, normalOf } from './singleNormal.ts';
import { exp2 } from './singlePower.ts';
import { LANES, nextWord, type StreamKey, seedLane } from './stream.ts';
import { START_STREAM } from './streams.ts';

const state = new Int32Array(4);
const { fround } = Math;

/** Beyond any analysis, in quanta; no lag is longer. */
const LONGEST = 2 ** 24;

/** A lag in quanta from a word. */
function continuousLag(law: Exclude<LagLaw, { kind: 'fixed' | 'discrete' }>, word: number): number {
  switch (law.kind) {
    case 'uniform':
      return fround(law.middle + fround(law.half * centred(word)));
    case 'exponential':
      return fround(law.after + fround(law.mean * exponential(~word)));
    case 'lognormal':
      return fround(law.after + fround(law.median * exp2(fround(law.spread * normalOf(word)))));
  }
}

/** Fills lags (quanta, single precision) and starts (ticks on study) of the arm's `n` patients from index `offset` on. */
export function drawLags(
  law: LagLaw,
  arm: number,
  offset: number,
  n: number,
  key: StreamKey,
  replicate: number,
  lags: Float32Array,
  starts: Int32Array,
): void {
  if (law.kind === 'fixed') {
    lags.fill(law.lag, offset, offset + n);
    starts.fill(law.tick, offset, offset + n);
    return;
  }
  for (let lane = 0; lane < LANES && lane < n; lane++) {
    seedLane(key, replicate, START_STREAM + arm, lane, state);
    for (let j = lane; j < n; j += LANES) {
      const word = nextWord(state);
      if (law.kind === 'discrete') {
        let k = law.from.length - 1;
        while (k > 0 && word < law.from[k]) k--;
        lags[offset + j] = law.lags[k];
        starts[offset + j] = law.ticks[k];
      } else {
        const lag = Math.min(LONGEST, continuousLag(law, word));
        lags[offset + j] = lag;
        starts[offset + j] = Math.min(NEVER, Math.trunc(fround(fround(Math.max(0, lag) * QUANTUM) + 0.5)));
      }
    }
  }
}

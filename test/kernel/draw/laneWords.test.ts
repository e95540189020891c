import { describe, expect, it } from 'vitest';
import { fillWords } from '../../../src/kernel/draw/laneWords.ts';
import { LANES, nextWord, seedLane } from '../../../src/kernel/draw/stream.ts';

const KEY = [5, 8] as const;

describe('words of many patients', () => {
  it.each([
    [1, 1],
    [3, 2],
    [4, 3],
    [11, 3],
    [64, 1],
  ])('%i patients, %i words each: those of their lanes, one after another', (n, per) => {
    const first = 2;
    const words = new Int32Array((first + n) * per).fill(-7);
    fillWords(KEY, 123, 4, first, n, per, words);
    expect(Array.from(words.subarray(0, first * per)).every((word) => word === -7)).toBe(true);
    const state = new Int32Array(4);
    for (let lane = 0; lane < Math.min(LANES, n); lane++) {
      seedLane(KEY, 123, 4, lane, state);
      for (let j = lane; j < n; j += LANES)
        for (let c = 0; c < per; c++) expect(words[(first + j) * per + c] >>> 0).toBe(nextWord(state));
    }
  });
});

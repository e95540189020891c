import { describe, expect, it } from 'vitest';
import { nextWord, philox, seedLane } from '../../src/kernel/stream.ts';

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ');

describe('philox', () => {
  // Known answers of Random123 (kat_vectors: philox 4x32 10).
  it('returns the known answers', () => {
    const out = new Uint32Array(4);
    philox(0, 0, 0, 0, 0, 0, out);
    expect(hex(out)).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    philox(-1, -1, -1, -1, -1, -1, out);
    expect(hex(out)).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
  });
});

describe('xoshiro128++', () => {
  // First outputs from state 1, 2, 3, 4 of the authors' C code (prng.di.unimi.it/xoshiro128plusplus.c).
  it('returns the reference sequence', () => {
    const state = Int32Array.of(1, 2, 3, 4);
    const words = Array.from({ length: 10 }, () => nextWord(state));
    expect(words).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
    ]);
  });
});

describe('seedLane', () => {
  it('gives every replicate, arm and lane a state of its own', () => {
    const seen = new Set<string>();
    const state = new Int32Array(4);
    for (const replicate of [0, 1, 2, 2 ** 32, 2 ** 40 + 1])
      for (const arm of [0, 1, 0xffff])
        for (let lane = 0; lane < 4; lane++) {
          seedLane([1, 2], replicate, arm, lane, state);
          seen.add(state.join());
        }
    expect(seen.size).toBe(60);
  });
});

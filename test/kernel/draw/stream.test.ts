/** Random numbers against the known answers of their authors and against second programs in whole-number arithmetic. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import {
  LANES,
  nextWord,
  philox,
  seedLane,
  streamKey,
  TRIAL_STREAM,
  uniform,
} from '../../../src/kernel/draw/stream.ts';

const WORD = 0xffffffffn;

function hex(words: ArrayLike<number>): string {
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
}

function philoxHex(counter: readonly number[], key: readonly number[]): string {
  const [c0, c1, c2, c3] = counter;
  const out = new Int32Array(4);
  philox(c0, c1, c2, c3, key[0], key[1], out);
  return hex(out);
}

/** The bijection as the paper writes it. */
function philoxAgain(counter: readonly number[], key: readonly number[]): string {
  let [a, b, c, d] = counter.map((word) => BigInt(word >>> 0));
  let [k0, k1] = key.map((word) => BigInt(word >>> 0));
  for (let round = 0; round < 10; round++) {
    const left = 0xd2511f53n * a;
    const right = 0xcd9e8d57n * c;
    [a, b, c, d] = [(right >> 32n) ^ b ^ k0, right & WORD, (left >> 32n) ^ d ^ k1, left & WORD];
    k0 = (k0 + 0x9e3779b9n) & WORD;
    k1 = (k1 + 0xbb67ae85n) & WORD;
  }
  return hex([a, b, c, d].map(Number));
}

describe('philox', () => {
  it('gives the known answers of Random123 (kat_vectors, philox4x32 10)', () => {
    expect(philoxHex([0, 0, 0, 0], [0, 0])).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    const ones = 0xffffffff;
    expect(philoxHex([ones, ones, ones, ones], [ones, ones])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
    expect(philoxHex([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    );
  });

  it('is the paper’s bijection on random counters', () => {
    const random = seedrandom('philox');
    for (let i = 0; i < 2000; i++) {
      const words = Array.from({ length: 6 }, () => random.int32());
      expect(philoxHex(words.slice(0, 4), words.slice(4))).toBe(philoxAgain(words.slice(0, 4), words.slice(4)));
    }
  });
});

describe('xoshiro128++', () => {
  it('gives the sequence of the authors’ C program from state 1, 2, 3, 4', () => {
    const state = Int32Array.of(1, 2, 3, 4);
    const expected = [
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
    ];
    expect(expected.map(() => nextWord(state))).toEqual(expected);
  });

  it('follows the recurrence from any state', () => {
    const random = seedrandom('xoshiro');
    const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & WORD;
    for (let i = 0; i < 200; i++) {
      const state = Int32Array.from({ length: 4 }, () => random.int32());
      const s = Array.from(state, (word) => BigInt(word >>> 0));
      for (let step = 0; step < 50; step++) {
        const word = (rotate((s[0] + s[3]) & WORD, 7n) + s[0]) & WORD;
        const t = (s[1] << 9n) & WORD;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = rotate(s[3], 11n);
        expect(nextWord(state)).toBe(Number(word));
      }
    }
  });
});

describe('streams', () => {
  it('start from the block of the counter (replicate low, replicate high, pair of arms, lane)', () => {
    const key = [0x12345678, -7] as const;
    const state = new Int32Array(4);
    const block = new Int32Array(4);
    for (const replicate of [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, 2 ** 53 - 1])
      for (const arm of [0, 1, TRIAL_STREAM])
        for (let lane = 0; lane < LANES; lane++) {
          seedLane(key, replicate, arm, lane, state);
          const counter = [replicate % 2 ** 32, Math.floor(replicate / 2 ** 32), arm >> 1, lane];
          const [c0, c1, c2, c3] = counter;
          philox(c0, c1, c2, c3, key[0], key[1], block);
          expect(hex(block)).toBe(philoxAgain(counter, key));
          const words = [0, 1, 2, 3].map(() => nextWord(block));
          expect([...state]).toEqual(arm % 2 === 0 ? [...block] : words.map((word) => word | 0));
        }
  });

  it('have a key for every seed and purpose', () => {
    const keys = new Set<string>();
    const seeds = ['', 'a', 'b', 'guo-2022', 'guo-2022 ', 'ä', '0', '1'];
    const purposes = ['power', 'null', 'curve', 'replay no difference', 'size 0.8 search', 'size 0.8 confirm'];
    for (const seed of seeds) for (const purpose of purposes) keys.add(String(streamKey(seed, purpose)));
    expect(keys.size).toBe(seeds.length * purposes.length);
    expect(streamKey('guo-2022', 'power')).toEqual(streamKey('guo-2022', 'power'));
    // Seed and purpose do not run into each other.
    expect(streamKey('ab', 'c')).not.toEqual(streamKey('a', 'bc'));
  });

  it('turn words into uniform numbers strictly inside (0, 1)', () => {
    expect(uniform(0)).toBe(2 ** -33);
    expect(uniform(0xffffffff)).toBe(1 - 2 ** -33);
    expect(uniform(0x80000000)).toBe(0.5 + 2 ** -33);
  });
});

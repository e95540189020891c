/**
 * The raw words of the kernel's streams before a battery of randomness tests: along the streams, across them, and the
 * differences of neighbours. A test fails below 1e-6 ÷ the number of p-values, so for seeds drawn at random all of them
 * together would fail about once in a million. The seed was never changed. A longer battery is run
 * by hand: bench/rawStream.ts.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { kernelWords, ORDERS, type Order, orderedWords, STREAMS, type WordSource } from '../../bench/streamOrders.ts';
import { nextWord, seedLane, streamKey, TRIAL_STREAM } from '../../src/kernel/draw/stream.ts';
import { battery, chiSquareTail, TEST_NAMES } from './battery.ts';

/** Words of a stretch: 16.8 million bits. */
const LENGTH = 2 ** 19;

/** Words taken from each stream when two are compared. */
const COMPARED = 8;

const key = streamKey('battery', 'test');
const kernel = kernelWords(key);

type Stream = readonly [replicate: number, arm: number, lane: number];

function ordered(source: WordSource, order: Order): Uint32Array {
  const words = new Uint32Array(LENGTH);
  let filled = 0;
  for (const group of orderedWords(source, order, 0)) {
    words.set(group.subarray(0, LENGTH - filled), filled);
    filled += group.length;
    if (filled >= LENGTH) return words;
  }
  return words;
}

/**
 * What two streams have in common shows in the exclusive or of their words. If all words are independent and uniform so are
 * these, although a stream is compared with the one before it and with the one after.
 */
function compared(source: WordSource, streams: typeof STREAMS, neighbour: (of: Stream) => Stream): Uint32Array {
  const words = new Uint32Array(LENGTH);
  const one = new Int32Array(4);
  const other = new Int32Array(4);
  let filled = 0;
  for (let replicate = 0; ; replicate++)
    for (const [arm, lane] of streams) {
      source.seed(replicate, arm, lane, one);
      source.seed(...neighbour([replicate, arm, lane]), other);
      for (let word = 0; word < COMPARED; word++) {
        words[filled++] = source.next(one) ^ source.next(other);
        if (filled === LENGTH) return words;
      }
    }
}

function later(source: WordSource, distance: number): Uint32Array {
  return compared(source, STREAMS, ([replicate, arm, lane]) => [replicate + distance, arm, lane]);
}

const STRETCHES: Record<string, (source: WordSource) => Uint32Array> = {
  'one stream after another': (source) => ordered(source, 'lane'),
  'streams of a replicate side by side': (source) => ordered(source, 'arms'),
  'neighbouring replicates side by side': (source) => ordered(source, 'replicates'),
  'a replicate against the next': (source) => later(source, 1),
  'a replicate against the 256th after it': (source) => later(source, 256),
  'a replicate against the 2³²th after it': (source) => later(source, 2 ** 32),
  'arm against arm': (source) =>
    compared(
      source,
      STREAMS.filter(([arm]) => arm === 0),
      ([replicate, , lane]) => [replicate, 1, lane],
    ),
  'lane against next lane': (source) =>
    compared(
      source,
      STREAMS.filter(([arm, lane]) => arm !== TRIAL_STREAM && lane < 3),
      ([replicate, arm, lane]) => [replicate, arm, lane + 1],
    ),
};

const LEAST = 1e-6 / (Object.keys(STRETCHES).length * TEST_NAMES.length);

/** Names of the tests that notice the source in that stretch, with their p-values. */
function noticed(source: WordSource, stretch: string): Record<string, number> {
  const found = Object.entries(battery(STRETCHES[stretch](source)));
  expect(found.every(([, p]) => p >= 0 && p <= 1)).toBe(true);
  return Object.fromEntries(found.filter(([, p]) => p < LEAST));
}

describe('the kernel’s words', () => {
  for (const stretch of Object.keys(STRETCHES))
    it(`pass: ${stretch}`, () => {
      expect(noticed(kernel, stretch)).toEqual({});
    });
});

describe('orders of words', () => {
  const state = new Int32Array(4);
  const wordOf = (replicate: number, arm: number, lane: number, index: number) => {
    seedLane(key, replicate, arm, lane, state);
    for (let skipped = 0; skipped < index; skipped++) nextWord(state);
    return nextWord(state);
  };
  const streams = STREAMS.length;

  it('go along one stream, then the next', () => {
    const words = ordered(kernel, 'lane');
    const each = ORDERS.lane.words;
    expect([words[0], words[1], words[each]]).toEqual([wordOf(0, 0, 0, 0), wordOf(0, 0, 0, 1), wordOf(0, 1, 0, 0)]);
    expect(words[2 * each + 7]).toBe(wordOf(0, 0, 1, 7));
    expect(words[8 * each]).toBe(wordOf(0, TRIAL_STREAM, 0, 0));
    expect(words[(2 * streams + 5) * each + 999]).toBe(wordOf(2, 1, 2, 999));
  });

  it('go across the streams of a replicate', () => {
    const words = ordered(kernel, 'arms');
    expect(words.slice(0, 3)).toEqual(Uint32Array.of(wordOf(0, 0, 0, 0), wordOf(0, 1, 0, 0), wordOf(0, 0, 1, 0)));
    expect(words[8]).toBe(wordOf(0, TRIAL_STREAM, 0, 0));
    expect(words[3 * streams + 7]).toBe(wordOf(0, 1, 3, 3));
    expect(words[(ORDERS.arms.words * 4 + 3) * streams + 4]).toBe(wordOf(4, 0, 2, 3));
  });

  it('go across neighbouring replicates', () => {
    const words = ordered(kernel, 'replicates');
    const { replicates, words: each } = ORDERS.replicates;
    expect(words.slice(0, 2)).toEqual(Uint32Array.of(wordOf(0, 0, 0, 0), wordOf(1, 0, 0, 0)));
    expect(words[replicates]).toBe(wordOf(0, 0, 0, 1));
    expect(words[replicates * each + 9]).toBe(wordOf(9, 1, 0, 0));
    expect(words[replicates * each * (2 * streams + 6) + 3 * replicates + 9]).toBe(wordOf(2 * replicates + 9, 0, 3, 3));
  });
});

describe('the battery', () => {
  const { seed } = kernel;
  const seededBy = (bad: WordSource['seed']): WordSource => ({ seed: bad, next: nextWord });
  const added = seededBy((replicate, arm, lane, state) => {
    seed(0, arm, lane, state);
    state[0] += replicate;
  });

  const bad: readonly {
    name: string;
    source: WordSource;
    stretch: string;
    by: readonly string[];
  }[] = [
    {
      name: 'a replicate added to the state instead of hashed into it',
      source: added,
      stretch: 'a replicate against the next',
      by: TEST_NAMES,
    },
    {
      name: 'the same, beside its neighbours',
      source: added,
      stretch: 'neighbouring replicates side by side',
      by: TEST_NAMES,
    },
    {
      name: 'a replicate in a thousand that repeats the one before',
      source: seededBy((replicate, arm, lane, state) =>
        seed(replicate % 1000 === 999 ? replicate - 1 : replicate, arm, lane, state),
      ),
      stretch: 'a replicate against the next',
      by: ['weights', 'bytes'],
    },
    {
      name: 'replicates counted in 32 bits',
      source: seededBy((replicate, arm, lane, state) => seed(replicate % 2 ** 32, arm, lane, state)),
      stretch: 'a replicate against the 2³²th after it',
      by: TEST_NAMES,
    },
    {
      name: 'arms that share their streams',
      source: seededBy((replicate, _arm, lane, state) => seed(replicate, 0, lane, state)),
      stretch: 'streams of a replicate side by side',
      by: ['serial 0', 'birthdays', 'birthdays reversed', 'ranks'],
    },
    {
      name: 'lanes that share a stream',
      source: seededBy((replicate, arm, _lane, state) => seed(replicate, arm, 0, state)),
      stretch: 'one stream after another',
      by: ['birthdays', 'birthdays reversed'],
    },
    {
      name: 'a linear congruential generator, well seeded',
      source: {
        seed,
        next: (state) => {
          state[0] = Math.imul(state[0], 1664525) + 1013904223;
          return state[0] >>> 0;
        },
      },
      stretch: 'one stream after another',
      by: ['serial 0', 'gaps low', 'birthdays reversed'],
    },
    {
      name: 'a linear generator of 32 bits, well seeded',
      source: {
        seed,
        next: (state) => {
          state[0] ^= state[0] << 13;
          state[0] ^= state[0] >>> 17;
          state[0] ^= state[0] << 5;
          return state[0] >>> 0;
        },
      },
      stretch: 'one stream after another',
      by: ['ranks'],
    },
    {
      name: 'one word in 64 that is made odd',
      source: {
        seed,
        next: (state) => {
          const word = nextWord(state);
          return word >>> 26 === 0 ? (word | 1) >>> 0 : word;
        },
      },
      stretch: 'one stream after another',
      by: ['positions'],
    },
  ];
  for (const { name, source, stretch, by } of bad)
    it(`notices ${name}`, () => {
      expect(Object.keys(noticed(source, stretch))).toEqual(expect.arrayContaining([...by]));
    });

  it('notices words that are too even', () => {
    // Multiples of the golden ratio: every cell is filled alike.
    const words = Uint32Array.from({ length: LENGTH }, (_, i) => Math.imul(i, 0x9e3779b9));
    const found = battery(words);
    for (const name of ['positions', 'bytes']) expect(found[name]).toBeLessThan(LEAST);
  });

  it('has the tails of chi-square', () => {
    // Tables: upper 5 %, 1 % and 0.1 % points.
    for (const [df, points] of [
      [1, [3.841, 6.635, 10.828]],
      [2, [5.991, 9.21, 13.816]],
      [3, [7.815, 11.345, 16.266]],
      [40, [55.758, 63.691, 73.402]],
      [255, [293.248, 310.457, 330.52]],
    ] as const)
      for (const [i, p] of [0.05, 0.01, 0.001].entries()) expect(chiSquareTail(points[i], df) / p).toBeCloseTo(1, 2);
  });
});

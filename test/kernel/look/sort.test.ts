/** The bucket sort against the built-in one, where buckets are even and where they are not. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { sortWords } from '../../../src/kernel/look/sort.ts';

function sorted(words: Int32Array): Int32Array {
  const n = words.length;
  const copy = Int32Array.from(words);
  // Scratch as the workspace leaves it: longer than needed, with old contents.
  sortWords(copy, n, new Int32Array(n + 5).fill(77), new Int32Array(n + 6).fill(77));
  return copy;
}

describe('sort', () => {
  const random = seedrandom('sort');
  const most = 2 ** 31 - 1;
  const shapes: Record<string, (i: number, n: number) => number> = {
    'uniform words': () => Math.floor(random() * most),
    'words with ties': () => Math.floor(random() * 10) << 2,
    'equal words': () => 12_345,
    'all but one in a sliver': (i) => (i === 0 ? most : Math.floor(random() * 5000)),
    'exponential words': () => Math.min(most, Math.floor(-Math.log(random()) * 2e8)),
    'ascending words': (i) => i * 100,
    'descending words': (i, n) => (n - i) * 100,
    zeros: () => 0,
    'largest words': (i) => most - (i % 3),
  };
  for (const [name, word] of Object.entries(shapes))
    it(`sorts ${name}`, () => {
      for (const n of [0, 1, 2, 3, 47, 48, 49, 50, 71, 500, 5000]) {
        const words = Int32Array.from({ length: n }, (_, i) => word(i, n));
        expect(sorted(words)).toEqual(Int32Array.from(words).sort());
      }
    });

  it('sorts the first n words and leaves the rest', () => {
    const words = Int32Array.of(5, 3, 9, 1, 0);
    sortWords(words, 3, new Int32Array(5), new Int32Array(6));
    expect([...words]).toEqual([3, 5, 9, 1, 0]);
  });
});

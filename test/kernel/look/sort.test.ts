/** The bucket sort against the built-in one, where buckets are even and where they are not. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { sortAscending } from '../../../src/kernel/look/sort.ts';

function sorted(values: Int32Array): Int32Array {
  const n = values.length;
  const copy = Int32Array.from(values);
  // Scratch as the workspace leaves it: longer than needed, with old contents.
  sortAscending(copy, n, new Int32Array(n + 5).fill(77), new Int32Array(n + 6).fill(77));
  return copy;
}

describe('sort', () => {
  const random = seedrandom('sort');
  const most = 2 ** 31 - 1;
  const shapes: Record<string, (i: number, n: number) => number> = {
    'uniform values': () => Math.floor(random() * most),
    'values with ties': () => Math.floor(random() * 10) << 2,
    'equal values': () => 12_345,
    'all but one in a sliver': (i) => (i === 0 ? most : Math.floor(random() * 5000)),
    'exponential values': () => Math.min(most, Math.floor(-Math.log(random()) * 2e8)),
    'ascending values': (i) => i * 100,
    'descending values': (i, n) => (n - i) * 100,
    zeros: () => 0,
    'largest values': (i) => most - (i % 3),
  };
  for (const [name, value] of Object.entries(shapes))
    it(`sorts ${name}`, () => {
      for (const n of [0, 1, 2, 3, 47, 48, 49, 50, 71, 500, 5000]) {
        const values = Int32Array.from({ length: n }, (_, i) => value(i, n));
        expect(sorted(values)).toEqual(Int32Array.from(values).sort());
      }
    });

  it('sorts the first n values and leaves the rest', () => {
    const values = Int32Array.of(5, 3, 9, 1, 0);
    sortAscending(values, 3, new Int32Array(5), new Int32Array(6));
    expect([...values]).toEqual([3, 5, 9, 1, 0]);
  });
});

import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { orderOf } from '../../src/maths/orderOf.ts';

it('orders whole numbers of any size as a stable sort does, ties in their own order', () => {
  const random = seedrandom('order of whole numbers');
  for (const n of [0, 1, 2, 3, 50, 1000])
    for (const most of [1, 2, 255, 256, 65_536, 2 ** 24, 2 ** 31]) {
      const values = Int32Array.from({ length: n }, () => Math.floor(random() * most));
      const order = new Int32Array(n + 1).fill(-1);
      orderOf(values, n, order);
      const expected = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
      expect([...order]).toEqual([...expected, -1]);
    }
});

it('orders values that are alike in their first digits', () => {
  const values = Int32Array.from({ length: 500 }, (_, i) => (i === 7 ? 2 ** 31 - 1 : 500 - (i >> 1)));
  const order = new Int32Array(500);
  orderOf(values, 500, order);
  const expected = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
  expect([...order]).toEqual(expected);
});

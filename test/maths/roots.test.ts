import { describe, expect, test } from 'vitest';
import { findRoot, findRootPair, type Pair } from '../../src/maths/roots.ts';

describe('findRoot', () => {
  test.each<[string, (x: number) => number, number, number, number]>([
    ['a line', (x) => 3 * x - 1, -10, 10, 1 / 3],
    ['cos x = x', (x) => Math.cos(x) - x, 0, 1, 0.7390851332151607],
    ['a steep exponential', (x) => Math.exp(50 * x) - 2, -3, 3, Math.LN2 / 50],
    ['a decreasing function', (x) => 5 - x * x, 1, 4, Math.sqrt(5)],
    ['a jump', (x) => (x < 0.7 ? -1 : 1), 0, 1, 0.7],
    ['a triple root', (x) => (x - 2) ** 3, 0, 5, 2],
  ])('%s, from either end', (_, f, a, b, root) => {
    expect(Math.abs(findRoot(f, a, b, 1e-12) - root)).toBeLessThan(2e-12);
    expect(Math.abs(findRoot(f, b, a, 1e-12) - root)).toBeLessThan(2e-12);
  });

  test('a root at an end is returned as it is', () => {
    expect(findRoot((x) => x, 0, 1)).toBe(0);
    expect(findRoot((x) => x - 1, 0, 1)).toBe(1);
  });

  test('uses few evaluations on a smooth function', () => {
    let calls = 0;
    findRoot(
      (x) => {
        calls++;
        return Math.exp(x) - 10;
      },
      0,
      10,
    );
    expect(calls).toBeLessThan(20);
  });

  test('throws when nothing is bracketed', () => {
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(RangeError);
    expect(() => findRoot(() => Number.NaN, -1, 1)).toThrow(RangeError);
  });
});

describe('findRootPair', () => {
  /** A circle of radius 2 and the curve y = e^x − 1. */
  const crossing = ([x, y]: Pair): Pair => [(x * x + y * y) / 4 - 1, y + 1 - Math.exp(x)];

  test('finds where two curves meet, in few evaluations', () => {
    let calls = 0;
    const found = findRootPair(
      (at) => {
        calls++;
        return crossing(at);
      },
      [1, 1],
    );
    const [x, y] = found ?? [Number.NaN, Number.NaN];
    expect(Math.abs(x * x + y * y - 4)).toBeLessThan(1e-11);
    expect(Math.abs(y - Math.expm1(x))).toBeLessThan(1e-11);
    expect(calls).toBeLessThan(13);
  });

  test('gives up where there is nothing to find, or the way leads out of the domain', () => {
    expect(findRootPair(([x, y]) => [x * x + 1, y], [1, 1])).toBeNull();
    expect(findRootPair(([x, y]) => [Math.log(x), y], [20, 1])).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { preciseExponential } from '../../../src/kernel/draw/preciseExponential.ts';

const exact = (word: number) => -Math.log(((word >>> 0) + 0.5) * 2 ** -32);

describe('a unit exponential in double precision', () => {
  it('is the logarithm at words of every magnitude, to 1e-9 of itself and 1e-13 in all', () => {
    for (let bit = 0; bit < 32; bit++)
      for (const off of [-1, 0, 1, 12345, 987654321]) {
        const word = (2 ** bit + off) | 0;
        const e = preciseExponential(word);
        // ln of a number just below 1 loses digits, here and there alike.
        expect(Math.abs(e - exact(word))).toBeLessThan(1e-13 + 1e-9 * Math.min(1e-4, exact(word)));
      }
  });

  it('falls as the word rises, also where slices and leading zeros change', () => {
    for (const from of [0, 1020, 2 ** 21 - 3, 2 ** 31 - 3, 2 ** 32 - 2000]) {
      let before = Number.POSITIVE_INFINITY;
      for (let k = from; k < from + 1000 && k < 2 ** 32; k++) {
        const e = preciseExponential(k | 0);
        expect(e).toBeGreaterThan(0);
        expect(e).toBeLessThan(before);
        before = e;
      }
    }
  });

  it('has mean and variance 1 over words that are evenly spread', () => {
    const n = 1 << 20;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const e = preciseExponential((i * 4096 + 2048) | 0);
      sum += e;
      squares += e * e;
    }
    // The midpoint rule of the integral of −ln u: its error is ln 2 / (2 n) near 0.
    expect(Math.abs(sum / n - 1)).toBeLessThan(1e-6);
    expect(Math.abs(squares / n - 2)).toBeLessThan(1e-4);
  });
});

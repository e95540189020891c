import { describe, expect, it } from 'vitest';
import { exponential } from '../../../src/kernel/draw/exponential.ts';

describe('exponential', () => {
  it('is −ln of the rounded uniform to 5e-7 of itself', () => {
    let worst = 0;
    const check = (word: number) => {
      const u = Math.fround((word >>> 1) | 1) / 2 ** 31;
      const exact = -Math.log(u);
      const e = exponential(word);
      worst = Math.max(worst, exact === 0 ? Math.abs(e) : Math.abs(e / exact - 1));
    };
    // A dense grid, and every neighbourhood of a power of two and of both ends.
    for (let word = 0; word < 2 ** 32; word += 2039) check(word);
    for (let bit = 1; bit <= 32; bit++)
      for (let k = -3000; k < 3000; k++) check(Math.min(2 ** 32 - 1, Math.max(0, 2 ** bit + k)));
    expect(worst).toBeLessThan(5e-7);
  });

  it('is finite and not negative at the ends', () => {
    expect(exponential(0)).toBeCloseTo(31 * Math.LN2, 5);
    expect(exponential(-1)).toBe(0);
  });

  it('has mean 1, second moment 2 and quantiles −ln p over the whole grid', () => {
    let sum = 0;
    let squares = 0;
    let above = 0;
    let n = 0;
    // The middles of cells of 1021 words: the first cell holds the longest times.
    for (let word = 510; word < 2 ** 32; word += 1021) {
      const e = exponential(word);
      sum += e;
      squares += e * e;
      if (e > Math.LN2) above++;
      n++;
    }
    expect(sum / n).toBeCloseTo(1, 5);
    expect(squares / n).toBeCloseTo(2, 4);
    expect(above / n).toBeCloseTo(0.5, 6);
  });
});

/** Single-precision normals and cosines against double precision. */
import { describe, expect, it } from 'vitest';
import { cosineOf, normalOf, normalOfPair } from '../../../src/kernel/draw/singleNormal.ts';
import { uniform } from '../../../src/kernel/draw/stream.ts';
import { normalQuantile } from '../../../src/maths/normal.ts';

/** Words that cover all, and the last of either end. */
function* words(): Generator<number> {
  for (let word = 0; word < 2 ** 32; word += 43_117) yield word;
  for (let k = 0; k < 3000; k++) {
    yield k;
    yield 2 ** 32 - 1 - k;
    yield 2 ** 31 - 1500 + k;
  }
}

/** The largest of errors by group. */
function worst(errorOf: (word: number) => readonly [number, number]): number[] {
  const most = [0, 0, 0];
  for (const word of words()) {
    const [group, error] = errorOf(word);
    most[group] = Math.max(most[group], Math.abs(error));
  }
  return most;
}

describe('normalOf', () => {
  it('is the quantile to 6e-7 within 2, to 1.1e-6 within 4 and to 5e-6 beyond', () => {
    const [inner, outer, tail] = worst((word) => {
      const exact = normalQuantile(uniform(word));
      return [Math.abs(exact) < 2 ? 0 : Math.abs(exact) < 4 ? 1 : 2, normalOf(word) - exact];
    });
    expect(inner).toBeLessThan(6e-7);
    expect(outer).toBeLessThan(1.1e-6);
    expect(tail).toBeLessThan(5e-6);
  });
});

describe('cosineOf', () => {
  it('is the cosine to 2e-7', () => {
    const [most] = worst((word) => [0, cosineOf(word) - Math.cos((2 * Math.PI * word) / 2 ** 32)]);
    expect(most).toBeLessThan(2e-7);
  });
});

describe('normalOfPair', () => {
  it('is √(2E) cos', () => {
    // E of 2³¹ is ln 2, and of the first word 31 ln 2, for U = ½ and 2⁻³¹.
    expect(normalOfPair(2 ** 31, 0)).toBeCloseTo(Math.sqrt(2 * Math.LN2), 6);
    expect(normalOfPair(0, 2 ** 31)).toBeCloseTo(-Math.sqrt(62 * Math.LN2), 5);
    expect(normalOfPair(12345, 2 ** 30)).toBe(0);
  });
});

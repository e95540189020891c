import { describe, expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../src/maths/normal.ts';
import { integrate } from '../../src/maths/quadrature.ts';
import {
  advance,
  boundAbove,
  boundBelow,
  COARSE_RESOLUTION,
  exits,
  goOn,
  probabilityAbove,
  probabilityBelow,
  probabilityOfContinuing,
  start,
} from '../../src/sequential/recursion.ts';

const INFINITY = Number.POSITIVE_INFINITY;

/** P(l < Z₁ < u, Z₂ > v) by one integral over the score at the first look. */
function secondLookAbove(t1: number, t2: number, drift: number, lower: number, upper: number, v: number): number {
  const sd = Math.sqrt(t2 - t1);
  const inner = (z: number) => {
    const needed = v * Math.sqrt(t2) - z * Math.sqrt(t1) - drift * (t2 - t1);
    return normalDensity(z - drift * Math.sqrt(t1)) * normalCdf(-needed / sd);
  };
  const jump = (v * Math.sqrt(t2) - drift * (t2 - t1)) / Math.sqrt(t1);
  const near = [-8, -4, -2, -1, -0.5, 0, 0.5, 1, 2, 4, 8].map((x) => jump + (x * sd) / Math.sqrt(t1));
  return integrate(inner, Math.max(lower, -9), Math.min(upper, 9), [-6, -4, -2, 0, 2, 4, 6, ...near]);
}

describe('recursion', () => {
  test('the first look is exact', () => {
    const look = advance(start(1.7), 0.3, -0.4, 2.2);
    expect(look.above).toBeCloseTo(normalCdf(1.7 * Math.sqrt(0.3) - 2.2), 15);
    expect(look.below).toBeCloseTo(normalCdf(-0.4 - 1.7 * Math.sqrt(0.3)), 15);
    expect(probabilityOfContinuing(look.next)).toBeCloseTo(1 - look.above - look.below, 13);
    expect(boundAbove(start(0), 0.3, 0.025)).toBeCloseTo(-normalQuantile(0.025), 13);
    expect(boundBelow(start(2), 0.25, 0.1)).toBeCloseTo(1 + normalQuantile(0.1), 13);
  });

  test.each([
    [0.5, 1, 0],
    [0.5, 1, 3],
    [0.05, 1, 2],
    [0.9, 1, 1],
    [0.748, 0.75, 2],
    [0.9999, 1, 0],
  ])('two looks at %d and %d under drift %d against one integral', (t1, t2, drift) => {
    for (const [lower, upper] of [
      [-INFINITY, 2.2],
      [0.1, 2.5],
      [-2.5, 2.5],
      [1.5, 1.6],
    ]) {
      const state = goOn(start(drift), t1, lower, upper);
      for (const v of [-1, 1.5, 1.96, 2.6]) {
        const expected = secondLookAbove(t1, t2, drift, lower, upper, v);
        expect(Math.abs(probabilityAbove(state, t2, v) - expected)).toBeLessThan(1e-11);
      }
    }
  });

  test('what leaves and what goes on add up, at any spacing of the looks', () => {
    let state = start(1.2);
    let left = 1;
    for (const t of [0.2, 0.5, 0.503, 0.5031, 0.9, 1.4]) {
      const { above, below, next } = advance(state, t, -0.5 + t, 2.4 - 0.3 * t);
      left -= above + below;
      expect(Math.abs(probabilityOfContinuing(next) - left)).toBeLessThan(1e-9);
      state = next;
    }
  });

  test('bounds undo probabilities', () => {
    for (const drift of [-1, 0, 3]) {
      const state = goOn(goOn(start(drift), 0.3, -1, 2.8), 0.6, 0, 2.3);
      const left = probabilityOfContinuing(state);
      for (const t of [0.6001, 0.61, 0.8, 1.2])
        for (const share of [1e-9, 1e-4, 0.02, 0.5, 0.99]) {
          const upper = boundAbove(state, t, share * left);
          const lower = boundBelow(state, t, share * left);
          expect(probabilityAbove(state, t, upper) / (share * left)).toBeCloseTo(1, 9);
          expect(probabilityBelow(state, t, lower) / (share * left)).toBeCloseTo(1, 9);
        }
    }
  });

  test('nothing to spend is no bound; all that is left is a bound everyone passes', () => {
    const state = goOn(start(0), 0.5, 0, 2);
    expect(boundAbove(state, 1, 0)).toBe(INFINITY);
    expect(boundBelow(state, 1, 0)).toBe(-INFINITY);
    expect(boundAbove(state, 1, 0.6)).toBe(-INFINITY);
    expect(boundBelow(state, 1, 0.6)).toBe(INFINITY);
    expect(exits(state, 1, -INFINITY, INFINITY)).toEqual({ above: 0, below: 0 });
  });

  test('a look at the same information adds nothing under the same bounds', () => {
    const first = goOn(start(1), 0.5, 0, 2.5);
    const again = advance(first, 0.5, 0, 2.5);
    expect(again.above).toBeLessThan(1e-15);
    expect(again.below).toBeLessThan(1e-15);
    expect(boundAbove(first, 0.5, 0)).toBe(2.5);
    expect(boundBelow(first, 0.5, 0)).toBe(0);
    expect(probabilityAbove(again.next, 1, 2)).toBeCloseTo(probabilityAbove(first, 1, 2), 14);
    // Wider bounds bring nobody back.
    const wider = advance(first, 0.5, -1, 3);
    expect(wider.above + wider.below).toBeLessThan(1e-15);
    expect(probabilityAbove(wider.next, 1, 2)).toBeCloseTo(probabilityAbove(first, 1, 2), 14);
  });

  test('a look at the same information under closer bounds is the first look with those', () => {
    const first = goOn(start(1), 0.5, 0, 2.5);
    const closer = advance(first, 0.5, 0.4, 2.1);
    expect(closer.above).toBeCloseTo(normalCdf(2.5 - Math.SQRT1_2) - normalCdf(2.1 - Math.SQRT1_2), 14);
    expect(closer.below).toBeCloseTo(normalCdf(0.4 - Math.SQRT1_2) - normalCdf(0 - Math.SQRT1_2), 14);
    const direct = goOn(start(1), 0.5, 0.4, 2.1);
    expect(probabilityAbove(closer.next, 1, 2)).toBeCloseTo(probabilityAbove(direct, 1, 2), 14);
    expect(boundAbove(first, 0.5, closer.above)).toBeCloseTo(2.1, 11);
    expect(boundBelow(first, 0.5, closer.below)).toBeCloseTo(0.4, 11);
  });

  test('looks that nearly coincide come close to looks that do', () => {
    const first = goOn(start(0), 0.5, -INFINITY, 2.2);
    const same = probabilityAbove(first, 0.5, 1.9);
    expect(Math.abs(probabilityAbove(first, 0.5 * (1 + 1e-7), 1.9) - same)).toBeLessThan(3e-5);
  });

  test('overlapping bounds let nobody go on, and those above the upper one leave above', () => {
    const look = advance(start(0), 0.5, 2, 1);
    expect(look.above).toBeCloseTo(normalCdf(-1), 14);
    expect(look.below).toBeCloseTo(normalCdf(1), 14);
    expect(probabilityOfContinuing(look.next)).toBe(0);
    expect(probabilityAbove(look.next, 1, 0)).toBe(0);
  });

  test('going on from a known z', () => {
    const known = start(2, undefined, 1.1, 0.4);
    const score = 1.1 * Math.sqrt(0.4);
    expect(probabilityAbove(known, 1, 1.9)).toBeCloseTo(normalCdf((score + 1.2 - 1.9) / Math.sqrt(0.6)), 14);
    expect(exits(known, 0.4, -INFINITY, 1)).toEqual({ above: 1, below: 0 });
    expect(exits(known, 0.4, -INFINITY, 1.2)).toEqual({ above: 0, below: 0 });
    expect(probabilityOfContinuing(goOn(known, 0.4, 0, 1))).toBe(0);
    expect(probabilityOfContinuing(goOn(known, 0.4, 0, 1.2))).toBe(1);
  });

  test('a state can be continued many times, and is left as it was', () => {
    const state = goOn(start(0.5), 0.4, 0, 2.6);
    const masses = [...state.masses];
    const once = probabilityAbove(goOn(state, 0.7, 0.3, 2.3), 1, 2);
    goOn(state, 0.4001, 0, 2);
    probabilityAbove(state, 0.41, 1);
    expect([...state.masses]).toEqual(masses);
    expect(probabilityAbove(goOn(state, 0.7, 0.3, 2.3), 1, 2)).toBe(once);
  });

  test('the coarse grid is good to 1e-7 at usual spacings', () => {
    const bound = (resolution: number | undefined) =>
      boundAbove(goOn(goOn(start(0, resolution), 0.4, -0.5, 2.9), 0.7, 0.2, 2.4), 1, 0.015);
    expect(Math.abs(bound(COARSE_RESOLUTION) - bound(undefined))).toBeLessThan(1e-7);
    expect(Math.abs(bound(5) - bound(undefined))).toBeLessThan(1e-12);
  });

  test('information does not go back', () => {
    const state = goOn(start(0), 0.5, 0, 2);
    expect(() => goOn(state, 0.4, 0, 2)).toThrow(RangeError);
    expect(() => probabilityAbove(start(0), 0, 2)).toThrow('information fraction 0 after 0');
  });
});

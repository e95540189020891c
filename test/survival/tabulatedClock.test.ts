import { describe, expect, test } from 'vitest';
import { planHazardAtTick } from '../../src/kernel/draw/deathLaw.ts';
import { planExit } from '../../src/kernel/plan/exitLaw.ts';
import { planOwnExit } from '../../src/kernel/plan/ownExit.ts';
import { clockBreaks, clockCumulativeHazard, clockHazard, clockTime, exponential } from '../../src/survival/clock.ts';
import { invertLaw, median, NO_EFFECT, timeAtCumulativeHazard } from '../../src/survival/law.ts';
import { type ClockNode, stretchedClock, tabulatedClock } from '../../src/survival/tabulatedClock.ts';

/** H = t² up to 2, then a jump of the hazard from 4 to 1, constant beyond. */
const node = (time: number): ClockNode => ({ time, cumulative: time * time, before: 2 * time, after: 2 * time });
const clock = tabulatedClock([
  node(0),
  node(0.5),
  node(1.25),
  { ...node(2), after: 1 },
  { time: 3, cumulative: 5, before: 1, after: 1 },
]);

describe('a tabulated clock', () => {
  test('holds cubics between nodes exactly, and a constant hazard beyond the last', () => {
    for (const t of [0, 0.1, 0.5, 0.9, 1.3, 1.99]) {
      expect(clockCumulativeHazard(clock, t)).toBeCloseTo(t * t, 14);
      expect(clockHazard(clock, t)).toBeCloseTo(2 * t, 13);
    }
    for (const t of [2, 2.5, 3, 7]) {
      expect(clockCumulativeHazard(clock, t)).toBeCloseTo(2 + t, 14);
      expect(clockHazard(clock, t)).toBeCloseTo(1, 14);
    }
    expect(clockBreaks(clock)).toEqual([2]);
    expect(clockCumulativeHazard(clock, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  test('is inverted to 1e-12', () => {
    for (let k = 0; k <= 400; k++) {
      const t = (k * k) / 40000 / 0.8;
      expect(Math.abs(clockTime(clock, clockCumulativeHazard(clock, t)) - t)).toBeLessThanOrEqual(1e-12 * t);
    }
  });

  test('never ends where nobody fails any more, and jumps over times without hazard', () => {
    const gap = tabulatedClock([
      { time: 0, cumulative: 0, before: 1, after: 1 },
      { time: 1, cumulative: 1, before: 1, after: 0 },
      { time: 2, cumulative: 1, before: 0, after: 0.5 },
      { time: 4, cumulative: 2, before: 0.5, after: 0 },
    ]);
    expect(clockTime(gap, 1)).toBe(1);
    expect(clockTime(gap, 1.5)).toBeCloseTo(3, 12);
    expect(clockTime(gap, 2.1)).toBe(Number.POSITIVE_INFINITY);
    expect(clockCumulativeHazard(gap, Number.POSITIVE_INFINITY)).toBe(2);
  });

  test('never falls, whatever slopes it is given', () => {
    const steep = tabulatedClock([
      { time: 0, cumulative: 0, before: 0, after: Number.POSITIVE_INFINITY },
      { time: 1, cumulative: 1, before: 9, after: 9 },
      { time: 2, cumulative: 1.5, before: 0, after: 0 },
    ]);
    let last = 0;
    for (let t = 0; t < 3; t += 0.01) {
      const h = clockCumulativeHazard(steep, t);
      expect(h).toBeGreaterThanOrEqual(last);
      last = h;
    }
  });

  test('is a law as others are, and stretches', () => {
    const law = { clock, steps: { starts: [0, 1], ratios: [2, 0.5] } };
    expect(timeAtCumulativeHazard(invertLaw(law), 2 + 0.5 * 1.25)).toBeCloseTo(1.5, 12);
    expect(median({ clock: stretchedClock(clock, 3), steps: NO_EFFECT })).toBeCloseTo(3 * Math.sqrt(Math.LN2), 12);
  });

  test('is refused where patients are drawn', () => {
    const law = { clock, steps: NO_EFFECT };
    expect(planExit({ law, dropoutHazard: 0 }, 1000)).toBe(null);
    expect(() => planOwnExit({ law, dropoutHazard: 0 }, null, 1000, 1e6)).toThrow(
      /their times follow from their histories/,
    );
    expect(() => planHazardAtTick(law, 1000)).toThrow(RangeError);
    expect(() => planHazardAtTick({ ...law, clock: exponential(1) }, 1000)).not.toThrow();
  });
});

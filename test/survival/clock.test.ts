import { describe, expect, test } from 'vitest';
import {
  type Clock,
  clockBreaks,
  clockCumulativeHazard,
  clockHazard,
  clockTime,
  exponential,
  pieceAt,
} from '../../src/survival/clock.ts';

describe('clocks', () => {
  test('pieceAt finds the piece that holds x, starts included', () => {
    expect([0, 1.9, 2, 4.9, 5, 99].map((x) => pieceAt([0, 2, 5], x))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('exponential: H = hazard × t', () => {
    expect(clockCumulativeHazard(exponential(0.1), 7)).toBeCloseTo(0.7, 14);
    expect(clockTime(exponential(0.1), 0.7)).toBeCloseTo(7, 14);
  });

  test('Weibull: H = (t / scale)^shape, median = scale (ln 2)^(1/shape)', () => {
    for (const shape of [0.5, 0.8, 1, 1.5, 3]) {
      const clock: Clock = { kind: 'weibull', shape, scale: 11 };
      expect(clockCumulativeHazard(clock, 5)).toBeCloseTo((5 / 11) ** shape, 14);
      expect(clockTime(clock, Math.LN2)).toBeCloseTo(11 * Math.LN2 ** (1 / shape), 12);
    }
    expect(clockHazard({ kind: 'weibull', shape: 0.5, scale: 11 }, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('cure: S = π + (1 − π) S_u', () => {
    const clock: Clock = { kind: 'cure', cureFraction: 0.3, uncured: exponential(0.2) };
    for (const t of [0, 0.01, 1, 10, 100])
      expect(Math.exp(-clockCumulativeHazard(clock, t))).toBeCloseTo(0.3 + 0.7 * Math.exp(-0.2 * t), 14);
    expect(clockCumulativeHazard(clock, Number.POSITIVE_INFINITY)).toBeCloseTo(-Math.log(0.3), 14);
    expect(clockTime(clock, -Math.log(0.3) + 1e-9)).toBe(Number.POSITIVE_INFINITY);
    expect(clockTime(clock, -Math.log(0.3 + 0.7 * Math.exp(-0.2 * 6)))).toBeCloseTo(6, 12);
  });

  test('piecewise: no hazard in the last piece means never, in the middle a jump of the inverse', () => {
    const clock: Clock = { kind: 'piecewise', starts: [0, 2, 5, 9], hazards: [0.1, 0, 0.3, 0] };
    expect(clockCumulativeHazard(clock, 4)).toBeCloseTo(0.2, 15);
    expect(clockCumulativeHazard(clock, Number.POSITIVE_INFINITY)).toBeCloseTo(1.4, 14);
    expect(clockTime(clock, 0.1999999)).toBeLessThan(2);
    expect(clockTime(clock, 0.2000001)).toBeGreaterThan(5);
    expect(clockTime(clock, 1.41)).toBe(Number.POSITIVE_INFINITY);
    expect(clockBreaks(clock)).toEqual([2, 5, 9]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  type Accrual,
  accrualDuration,
  cumulativeRate,
  expectedEnrolled,
  timeAtCumulativeRate,
} from '../../src/trial/accrual.ts';

const ramp: Accrual = { pattern: 'uniform', starts: [0, 3, 9], rates: [2, 0, 7], duration: null };

describe('accrual', () => {
  test('cumulative rate and its inverse', () => {
    expect(cumulativeRate(ramp, 2)).toBe(4);
    expect(cumulativeRate(ramp, 7)).toBe(6);
    expect(cumulativeRate(ramp, 11)).toBe(20);
    for (const total of [1, 6, 6.5, 20, 500])
      expect(cumulativeRate(ramp, timeAtCumulativeRate(ramp, total))).toBeCloseTo(total, 12);
  });

  test('the last patient sets the duration when rates are patients per unit time', () => {
    expect(accrualDuration(ramp, 76)).toBe(19);
    expect(expectedEnrolled(ramp, 76, 10)).toBe(13);
    expect(expectedEnrolled(ramp, 76, 30)).toBe(76);
    expect(expectedEnrolled(ramp, 76, -1)).toBe(0);
  });

  test('with a given duration rates are only a shape', () => {
    const shaped: Accrual = { ...ramp, duration: 11 };
    expect(accrualDuration(shaped, 400)).toBe(11);
    expect(expectedEnrolled(shaped, 400, 7)).toBeCloseTo(120, 12);
    expect(expectedEnrolled(shaped, 400, 11)).toBe(400);
    expect(expectedEnrolled({ ...shaped, rates: [20, 0, 70] }, 400, 7)).toBeCloseTo(120, 12);
  });

  test('rates that run dry enrol no more than they can', () => {
    const dry: Accrual = { pattern: 'uniform', starts: [0, 10], rates: [5, 0], duration: null };
    expect(accrualDuration(dry, 60)).toBe(Number.POSITIVE_INFINITY);
    expect(expectedEnrolled(dry, 60, 4)).toBe(20);
    expect(expectedEnrolled(dry, 60, Number.POSITIVE_INFINITY)).toBe(50);
  });
});

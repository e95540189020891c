import { describe, expect, test } from 'vitest';
import {
  hazardRatioOfMedians,
  hazardRatioTest,
  impliedEvents,
  logHazardRatioSe,
  medianPrecision,
  twoProportionsTest,
} from '../../src/formulas/publication.ts';
import { schoenfeldPower } from '../../src/formulas/schoenfeld.ts';

/** Guo, Ren et al., BMC Cancer 2022;22:270: 20 experimental and 51 control patients. */
const HAZARD_RATIO = 1.206;
const INTERVAL = { lower: 0.599, upper: 2.428 };

describe('what the published study implies', () => {
  test('the hazard ratio: SE 0.3570, 38.8 events at 20 : 51', () => {
    const se = logHazardRatioSe(INTERVAL);
    expect(Math.abs(se - 0.357)).toBeLessThan(0.00005);
    expect(Math.abs(impliedEvents(se, 20 / 71) - 38.8)).toBeLessThan(0.05);
  });

  test('the hazard ratio: z < 0 as control did better, P 0.60 beside the published log-rank 0.586', () => {
    const { z, p } = hazardRatioTest(HAZARD_RATIO, INTERVAL);
    expect(z).toBeCloseTo(-Math.log(1.206) / 0.35703, 3);
    expect(Math.abs(p - 0.586)).toBeLessThan(0.02);
  });

  test('the medians: HR 1.5, not 1.206, and power 0.21 at the implied events', () => {
    expect(hazardRatioOfMedians(9, 6)).toBe(1.5);
    const events = impliedEvents(logHazardRatioSe(INTERVAL), 20 / 71);
    expect(Math.abs(schoenfeldPower(1.5, 0.025, events, 20 / 71) - 0.21)).toBeLessThan(0.006);
  });

  test.each([
    [6, 3.5, 8.6, 1.3],
    [9, 3.0, 15.0, 3.06],
  ])('the median %f: Wald interval, SE', (median, lower, upper, se) => {
    const precision = medianPrecision(median, { lower, upper });
    expect(precision.scale).toBe('linear');
    expect(Math.abs(precision.se - se)).toBeLessThan(0.005);
  });

  test('both BCLC-C medians are Wald too', () => {
    expect(medianPrecision(6, { lower: 2.6, upper: 9.4 }).scale).toBe('linear');
    expect(medianPrecision(8, { lower: 4.6, upper: 11.4 }).scale).toBe('linear');
  });

  test('responses: P 0.2007 and 0.6626 without continuity correction', () => {
    const response = twoProportionsTest({ events: 8, patients: 20 }, { events: 29, patients: 51 });
    const control = twoProportionsTest({ events: 16, patients: 20 }, { events: 43, patients: 51 });
    expect(Math.abs(response.p - 0.2007)).toBeLessThan(0.00005);
    expect(Math.abs(control.p - 0.6626)).toBeLessThan(0.00005);
    // R 4.2.2: chisq.test(matrix(c(8, 12, 29, 22), 2), correct = FALSE)$statistic
    expect(response.chiSquare).toBeCloseTo(1.636946289, 8);
  });
});

describe('intervals', () => {
  test('a log-scale interval is told from a linear one, a lopsided one from both', () => {
    const median = 10;
    const log = { lower: 10 * Math.exp(-1.959964 * 0.3), upper: 10 * Math.exp(1.959964 * 0.3) };
    const precision = medianPrecision(median, log);
    expect(precision.scale).toBe('log');
    expect(precision.logSe).toBeCloseTo(0.3, 6);
    expect(medianPrecision(10, { lower: 9, upper: 24 }).scale).toBe('neither');
    expect(medianPrecision(3, { lower: -1, upper: 7 })).toMatchObject({ scale: 'linear', logSe: Number.NaN });
  });

  test('an interval at another level', () => {
    const at = (z: number) => ({ lower: 0.7 * Math.exp(-z * 0.2), upper: 0.7 * Math.exp(z * 0.2) });
    expect(logHazardRatioSe(at(1.6448536269514722), 0.9)).toBeCloseTo(0.2, 12);
    expect(hazardRatioTest(0.7, at(1.6448536269514722), 0.9).z).toBeCloseTo(-Math.log(0.7) / 0.2, 10);
  });
});

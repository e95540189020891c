import { describe, expect, test } from 'vitest';
import { schoenfeldEvents, schoenfeldPower } from '../../src/formulas/schoenfeld.ts';

describe('Schoenfeld', () => {
  test.each([
    [0.5, 65.346, 87.479],
    [0.6, 120.316, 161.069],
    [0.7, 246.787, 330.378],
    [0.75, 379.352, 507.844],
    [0.8, 630.52, 844.088],
  ])('events for HR %f', (hazardRatio, at80, at90) => {
    expect(Math.abs(schoenfeldEvents(hazardRatio, 0.025, 0.8) - at80)).toBeLessThan(0.0006);
    expect(Math.abs(schoenfeldEvents(hazardRatio, 0.025, 0.9) - at90)).toBeLessThan(0.0006);
  });

  test('HR 1.5, two-sided 0.05, from the published medians', () => {
    expect(Math.abs(schoenfeldEvents(1.5, 0.025, 0.8) - 190.97)).toBeLessThan(0.006);
    expect(Math.abs(schoenfeldEvents(1.5, 0.025, 0.9) - 255.65)).toBeLessThan(0.006);
    expect(Math.abs(schoenfeldPower(1.5, 0.025, 38.8, 20 / 71) - 0.21)).toBeLessThan(0.006);
  });

  test('agrees with rpact at 2 : 1 (test/reference/rpact.R)', () => {
    expect(Math.abs(schoenfeldEvents(0.7, 0.025, 0.8, 2 / 3) - 277.6354926)).toBeLessThan(1e-6);
  });

  test('against a margin of 1.291 agrees with rpact at 1 : 1 and 2 : 1 (test/reference/margin.R)', () => {
    expect(Math.abs(schoenfeldEvents(1 / 1.291, 0.025, 0.9) - 644.2526749)).toBeLessThan(1e-6);
    expect(Math.abs(schoenfeldEvents(1 / 1.291, 0.025, 0.9, 2 / 3) - 724.7842593)).toBeLessThan(1e-6);
  });

  test('power undoes events, and HR and its inverse need the same', () => {
    for (const share of [0.5, 2 / 3, 0.2]) {
      const events = schoenfeldEvents(0.72, 0.02, 0.85, share);
      expect(schoenfeldPower(0.72, 0.02, events, share)).toBeCloseTo(0.85, 12);
      expect(schoenfeldEvents(1 / 0.72, 0.02, 0.85, share)).toBeCloseTo(events, 8);
    }
    expect(schoenfeldEvents(1, 0.025, 0.8)).toBe(Number.POSITIVE_INFINITY);
    expect(schoenfeldPower(1, 0.025, 400)).toBeCloseTo(0.025, 14);
  });
});

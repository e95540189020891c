import { describe, expect, test } from 'vitest';
import { freedmanEvents, freedmanPower } from '../../src/formulas/freedman.ts';

describe('Freedman', () => {
  test('events at 1 : 1', () => {
    expect(Math.abs(freedmanEvents(0.5, 0.025, 0.8) - 70.64)).toBeLessThan(0.0006);
    expect(Math.abs(freedmanEvents(0.5, 0.025, 0.9) - 94.567)).toBeLessThan(0.0006);
    expect(Math.abs(freedmanEvents(0.7, 0.025, 0.8) - 252.036)).toBeLessThan(0.0006);
  });

  test('agrees with rpact at 2 : 1 and 1 : 2 (test/reference/rpact.R)', () => {
    expect(Math.abs(freedmanEvents(0.7, 0.025, 0.8, 2 / 3) - 251.1641515)).toBeLessThan(1e-6);
    expect(Math.abs(freedmanEvents(0.7, 0.025, 0.8, 1 / 3) - 317.8796292)).toBeLessThan(1e-6);
  });

  test('power undoes events; swapping the arms changes nothing', () => {
    const events = freedmanEvents(0.65, 0.025, 0.9, 2 / 3);
    expect(freedmanPower(0.65, 0.025, events, 2 / 3)).toBeCloseTo(0.9, 12);
    expect(freedmanEvents(1 / 0.65, 0.025, 0.9, 1 / 3)).toBeCloseTo(events, 9);
    expect(freedmanEvents(1, 0.025, 0.8)).toBe(Number.POSITIVE_INFINITY);
  });
});

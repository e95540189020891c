import { describe, expect, it } from 'vitest';
import { inUnit, parseDuration } from '../../src/scenario/duration.ts';

describe('durations', () => {
  it('are in the scenario’s unit unless they say otherwise', () => {
    expect(inUnit(9, 'month')).toBe(9);
    expect(inUnit(9, 'month', 'year')).toBe(108);
    expect(inUnit('1 year', 'month')).toBe(12);
    expect(inUnit('24 months', 'year')).toBe(2);
    expect(inUnit('8 weeks', 'week', 'month')).toBe(8);
    expect(inUnit('-8 weeks', 'week', 'month')).toBe(-8);
    expect(inUnit(-9, 'month', 'year')).toBe(-108);
    expect(inUnit('1.5 months', 'day')).toBeCloseTo(45.65625, 12);
  });

  it.each(['8 weks', 'weeks', '-8 weeks', '8', '8  weeks', '1e3 days', '8 weeks ', ''])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

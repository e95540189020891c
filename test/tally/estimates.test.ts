/** Proportions with their Wilson interval against R's `prop.test`; means with their error. */
import { describe, expect, it } from 'vitest';
import { meanEstimate, proportion } from '../../src/tally/estimates.ts';
import { addValue, emptyMoments } from '../../src/tally/moments.ts';
import wilson from '../reference/wilson.json' with { type: 'json' };

describe('proportion', () => {
  for (const { count, replicates, low, high } of wilson)
    it(`of ${count} in ${replicates} has R's interval`, () => {
      const found = proportion(count, replicates);
      expect(found.estimate).toBe(count / replicates);
      expect(found.low).toBeCloseTo(low, 12);
      expect(found.high).toBeCloseTo(high, 12);
    });

  it('stays inside 0 to 1 and holds its estimate', () => {
    for (const replicates of [1, 2, 3, 7, 100, 1_000_000])
      for (const count of new Set([0, 1, Math.floor(replicates / 2), replicates - 1, replicates])) {
        const { low, high, estimate } = proportion(count, replicates);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
      }
  });
});

describe('mean', () => {
  it('has the error of a sample mean', () => {
    const moments = emptyMoments();
    for (const x of [2, 4, 4, 4, 5, 5, 7, 9]) addValue(moments, x);
    const { mean, standardDeviation, standardError, replicates } = meanEstimate(moments);
    expect(mean).toBe(5);
    expect(standardDeviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
    expect(replicates).toBe(8);
  });
});

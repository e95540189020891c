import { describe, expect, test } from 'vitest';
import { normalCdf } from '../../src/maths/normal.ts';
import type { Boundaries } from '../../src/sequential/crossing.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import { biasAdjustedEstimate, expectedEstimate, stagewiseInference } from '../../src/sequential/stagewise.ts';
import reference from '../reference/groupSequential.json' with { type: 'json' };
import { expectMean, expectProportion, normals, zPath } from './brownian.ts';
import { OBRIEN_FLEMING_LIKE } from './rpact.ts';

const INFINITY = Number.POSITIVE_INFINITY;
const fractions = [0.5, 0.75, 1];
const efficacy = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions, alpha: 0.025, sides: 1 });
const bounds: Boundaries = { fractions, sides: 1, efficacy };

describe('stagewise ordering', () => {
  // rpact finds these estimates to about 1e-6 (getAnalysisResults has no tolerance to set).
  test.each(reference.stagewise)('rpact final p-value and interval, z = $z at look $look', (result) => {
    const inference = stagewiseInference(bounds, result);
    expect(Math.abs(inference.pOneSided - result.p)).toBeLessThan(1e-9);
    expect(Math.abs(inference.medianUnbiased - result.median)).toBeLessThan(2e-6);
    expect(Math.abs(inference.lower - result.interval[0])).toBeLessThan(2e-6);
    expect(Math.abs(inference.upper - result.interval[1])).toBeLessThan(2e-6);
  });

  test('at the first look it is the fixed design', () => {
    const { pOneSided, pTwoSided, medianUnbiased, lower, upper } = stagewiseInference(bounds, { look: 1, z: 3.1 });
    const root = Math.sqrt(0.5);
    expect(pOneSided).toBeCloseTo(normalCdf(-3.1), 15);
    expect(pTwoSided).toBeCloseTo(2 * normalCdf(-3.1), 15);
    expect(medianUnbiased).toBeCloseTo(3.1 / root, 10);
    expect(lower).toBeCloseTo((3.1 - 1.959963984540054) / root, 10);
    expect(upper).toBeCloseTo((3.1 + 1.959963984540054) / root, 10);
  });

  test('at the bounds the p-value is the alpha spent, and the interval touches 0 with the last of it', () => {
    expect(stagewiseInference(bounds, { look: 3, z: efficacy[2] }).pOneSided).toBeCloseTo(0.025, 12);
    expect(stagewiseInference(bounds, { look: 3, z: efficacy[2] }).lower).toBeCloseTo(0, 9);
  });

  test('earlier is stronger, larger is stronger', () => {
    const p = (look: number, z: number) => stagewiseInference(bounds, { look, z }).pOneSided;
    expect(p(1, 3.5)).toBeLessThan(p(1, 3));
    expect(p(1, efficacy[0])).toBeLessThan(p(2, 6));
    expect(p(2, efficacy[1])).toBeLessThan(p(3, 6));
    expect(p(3, 1)).toBeLessThan(p(3, 0.9));
  });

  test('a drift turned round turns two-sided inference round', () => {
    const twoSided: Boundaries = { ...bounds, sides: 2 };
    for (const stop of [
      { look: 2, z: 2.5 },
      { look: 3, z: 1.1 },
    ]) {
      const benefit = stagewiseInference(twoSided, stop);
      const harm = stagewiseInference(twoSided, { ...stop, z: -stop.z });
      expect(harm.pTwoSided).toBeCloseTo(benefit.pTwoSided, 12);
      expect(harm.medianUnbiased).toBeCloseTo(-benefit.medianUnbiased, 9);
      expect(harm.lower).toBeCloseTo(-benefit.upper, 9);
    }
  });

  test('futility bounds count only when asked to', () => {
    const stopping: Boundaries = { ...bounds, futility: [0.5, 1, -INFINITY] };
    const stop = { look: 3, z: 2.1 };
    expect(stagewiseInference(stopping, stop)).toEqual(stagewiseInference(bounds, stop));
    const respected = stagewiseInference(stopping, stop, { respectFutility: true });
    expect(respected.pOneSided).toBeLessThan(stagewiseInference(bounds, stop).pOneSided);
  });

  test('covers as often as it says, with as many estimates above as below', { tags: ['long'] }, () => {
    const drift = 2.2;
    const trials = 2_000;
    const normal = normals('stagewise');
    let covered = 0;
    let above = 0;
    for (let trial = 0; trial < trials; trial++) {
      const z = zPath(fractions, drift, normal);
      const crossed = z.findIndex((x, k) => x >= efficacy[k]);
      const look = crossed < 0 ? 3 : crossed + 1;
      const { lower, upper, medianUnbiased } = stagewiseInference(bounds, { look, z: z[look - 1] }, { level: 0.8 });
      if (lower <= drift && drift <= upper) covered++;
      if (medianUnbiased > drift) above++;
    }
    expectProportion(covered, trials, 0.8);
    expectProportion(above, trials, 0.5);
  });
});

describe('bias-adjusted estimate', () => {
  test.each([1, 2] as const)('the expected estimate against simulated trials, %d sides', (sides) => {
    const stopping: Boundaries = { fractions, sides, efficacy: [2.5, 2.3, 2], futility: [0, 0.7, 2] };
    const normal = normals(`estimate ${sides}`);
    const estimates = Array.from({ length: 100_000 }, () => {
      const z = zPath(fractions, 1.4, normal);
      const end = z.findIndex(
        (x, k) => k === 2 || x >= stopping.efficacy[k] || x <= (stopping.futility?.[k] ?? -INFINITY),
      );
      return z[end] / Math.sqrt(fractions[end]);
    });
    expectMean(estimates, expectedEstimate(stopping, 1.4));
  });

  test('is unbiased already with one look, and pulls early stops back', () => {
    expect(biasAdjustedEstimate({ fractions: [0.8], sides: 1, efficacy: [2] }, { look: 1, z: 2.4 })).toBeCloseTo(
      2.4 / Math.sqrt(0.8),
      10,
    );
    const stop = { look: 1, z: 3.1 };
    const adjusted = biasAdjustedEstimate(bounds, stop);
    expect(adjusted).toBeLessThan(3.1 / Math.sqrt(0.5));
    expect(expectedEstimate(bounds, adjusted)).toBeCloseTo(3.1 / Math.sqrt(0.5), 10);
  });
});

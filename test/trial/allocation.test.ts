/** Arms of whole patients: sizes as near the ratio as N allows, N rounded up arm by arm, how far the ratio is missed. */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { apportion, roundedByArm } from '../../src/trial/allocation.ts';
import { missedAllocation } from '../../src/trial/missedAllocation.ts';
import { expectedSizes, experimentalShare, sizesOf } from '../../src/trial/trial.ts';
import { eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';

describe('apportion', () => {
  it('keeps whole blocks, and gives the rest to the largest remainders', () => {
    expect(apportion(376, [20, 51])).toEqual([106, 270]);
    expect(apportion(284, [20, 51])).toEqual([80, 204]);
    expect(apportion(385, [1, 1])).toEqual([193, 192]);
    expect(apportion(301, [1, 1, 1])).toEqual([101, 100, 100]);
    expect(apportion(100, [1, 2, 4])).toEqual([14, 29, 57]);
  });

  it('sums to N, each arm within a patient of its share and none empty', () => {
    for (const weights of [
      [1, 1],
      [1, 2],
      [51, 20],
      [1, 1, 2],
      [1000, 1],
      [3, 5, 7, 11],
    ])
      for (let n = weights.length; n < 300; n++) {
        const sizes = apportion(n, weights);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(n);
        expect(Math.min(...sizes)).toBeGreaterThan(0);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        sizes.forEach((size, arm) => {
          if (size > 1) expect(Math.abs(size - (n * weights[arm]) / total)).toBeLessThan(weights.length - 1 || 1);
        });
      }
  });
});

describe('N rounded up by arm', () => {
  it('gives each arm its share at least', () => {
    expect(roundedByArm(375.7, [20, 51])).toBe(376);
    expect(roundedByArm(278.7, [20, 51])).toBe(280);
    expect(roundedByArm(486.4, [1, 1])).toBe(488);
    expect(roundedByArm(488, [1, 1])).toBe(488);
    expect(roundedByArm(1, [1, 1])).toBe(2);
  });
});

describe('a trial whose N does not fill blocks', () => {
  const trial = { ...publishedShape(), patients: 376 };

  it('has the arms that its whole patients make', () => {
    expect(sizesOf(trial)).toEqual([270, 106]);
    expect(expectedSizes(trial)).toEqual([270, 106]);
    expect(experimentalShare(trial)).toBe(106 / 376);
    const [control, experimental] = expectationOf(trial).counts(36);
    expect([control.enrolled, experimental.enrolled]).toEqual([270, 106]);
    expect(missedAllocation(trial)).toEqual({
      sizes: '106:270',
      planned: '20:51',
      ratio: 106 / 270,
      plannedRatio: 20 / 51,
    });
  });

  it('has them by chance where patients are randomised as they come', () => {
    const complete = { ...trial, randomisation: { kind: 'complete' as const } };
    expect(expectedSizes(complete)).toEqual([(376 * 51) / 71, (376 * 20) / 71]);
    expect(missedAllocation(complete)).toBeNull();
  });

  it('is told exact where it is', () => {
    expect(missedAllocation(eventDrivenTrial())).toBeNull();
    expect(missedAllocation({ ...trial, patients: 355 })).toBeNull();
  });
});

/** A patient's event, dropout and entry depend on seed, replicate and patient alone: what a trial has besides leaves them. */
import { describe, expect, it } from 'vitest';
import { d2 } from '../../bench/designs.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import type { Centres } from '../../src/trial/centres.ts';
import type { Population } from '../../src/trial/population.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';

const KEY = [19, -7] as const;

/** By arm, when each patient entered, and how long each stayed: 2 × ticks from entry to exit + (1 if by dropout). */
function drawsOf(trial: Trial): { entries: number[][]; stays: number[][] } {
  const plan = planKernel(trial);
  const { firsts, entry, trueExit } = createReference(plan).draw(KEY, 3);
  const byArm = (of: (i: number) => number) =>
    plan.sizes.map((_, arm) => {
      const n = firsts[arm + 1] - firsts[arm];
      return Array.from({ length: n }, (_, j) => of(firsts[arm] + j));
    });
  return {
    entries: byArm((i) => entry[i] >> 2),
    stays: byArm((i) => 2 * ((trueExit[i] >> 2) - (entry[i] >> 2)) + ((trueExit[i] >> 1) & 1)),
  };
}

const plain = drawsOf(d2);

const oneLevel: Population = {
  factors: [{ name: 'one', levels: [{ name: 'all', prevalence: 1, hazardRatio: 1, effectRatio: 1 }] }],
  covariates: [],
  survivalOf: 'everyone',
};

const twoLevels: Population = {
  ...oneLevel,
  factors: [
    {
      name: 'two',
      levels: ['low', 'high'].map((name) => ({ name, prevalence: 0.5, hazardRatio: 1, effectRatio: 1 })),
    },
  ],
};

const centres: Centres = {
  regions: [
    {
      name: 'here',
      centres: 20,
      start: 0,
      opening: { kind: 'ramp', over: 6 },
      rate: 25 / 20,
      variation: 0.5,
      cap: Number.POSITIVE_INFINITY,
    },
  ],
  recruit: true,
  frailty: null,
  effectSd: 0,
};

describe('draws stay to the bit', () => {
  it.each<[string, Partial<Trial>]>([
    ['a factor of one level', { population: oneLevel }],
    ['levels that do not differ', { population: twoLevels }],
    ['strata', { population: twoLevels, test: { ...d2.test, stratifiedBy: ['two'] } }],
    ['a look', { interims: [{ kind: 'events', events: 100 }] }],
    ['another analysis', { analysis: { kind: 'events', events: 250 } }],
    [
      'scans',
      {
        scans: {
          schedules: d2.arms.map(() => ({ starts: [0], intervals: [2], jitter: 0.2, missed: 0.1 })),
          deaths: null,
        },
      },
    ],
  ])('with %s', (_, more) => {
    expect(drawsOf({ ...d2, ...more })).toEqual(plain);
  });

  it('with a second experimental arm', () => {
    const [control, first] = d2.arms;
    const three = drawsOf({ ...d2, patients: 750, arms: armsOfLaws(control, first, { ...first, name: 'second' }) });
    expect(three.stays.slice(0, 2)).toEqual(plain.stays);
    expect(three.entries.slice(0, 2)).toEqual(plain.entries);
  });

  it.each<[string, Partial<Trial>]>([
    ['randomised in blocks', { randomisation: { kind: 'permutedBlocks', sizes: [4], stratifiedBy: [] } }],
    ['each at random', { randomisation: { kind: 'complete' } }],
    [
      'by centres that recruit',
      { centres, accrual: { pattern: 'centres', starts: [0], rates: [500 / 24], duration: null } },
    ],
  ])('of the time on study of the k-th patient of an arm, enrolled %s', (_, more) => {
    const plan = planKernel({ ...d2, ...more });
    const { stays } = drawsOf({ ...d2, ...more });
    // A clock of another period has ticks of another length, by a power of two.
    const scale = plan.ticksPerUnit / planKernel(d2).ticksPerUnit;
    expect(scale).toBe(1);
    stays.forEach((own, arm) => {
      const both = Math.min(own.length, plain.stays[arm].length);
      expect(both).toBeGreaterThan(200);
      expect(own.slice(0, both)).toEqual(plain.stays[arm].slice(0, both));
    });
  });
});

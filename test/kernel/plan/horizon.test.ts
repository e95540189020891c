/** The horizon of trials whose centres differ much: replicates are not cut off before their events, and ticks stay short. */

import { describe, expect, it } from 'vitest';
import { streamKey } from '../../../src/kernel/draw/stream.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../../src/kernel/reference.ts';
import { NO_EFFECT } from '../../../src/survival/law.ts';
import { type ArmParts, makeArms } from '../../../src/trial/arm.ts';
import { timeToEvent } from '../../../src/trial/endpoint.ts';
import { logRankTest, type Trial } from '../../../src/trial/trial.ts';

const REPLICATES = 200;

const arm = (name: string, dropoutHazard = 0): ArmParts => ({
  name,
  weight: 1,
  effect: { kind: 'own', law: { clock: { kind: 'piecewise', starts: [0], hazards: [0.1] }, steps: NO_EFFECT } },
  dropoutHazard,
});

/** 100 patients over 10 months in 40 centres. */
function trialOf(variance: number, events: number, rest: Partial<Trial> = {}): Trial {
  const region = { name: 'all', centres: 40, start: 0, rate: 1, variation: 0, cap: Number.POSITIVE_INFINITY };
  return {
    endpoints: [timeToEvent()],
    arms: makeArms(arm('control'), arm('experimental')),
    patients: 100,
    accrual: { pattern: 'uniform', starts: [0], rates: [10], duration: 10 },
    centres: {
      regions: [{ ...region, opening: { kind: 'ramp', over: 0 } }],
      recruit: false,
      frailty: { kind: 'gamma', variance },
      effectSd: 0,
    },
    analysis: { kind: 'events', events },
    test: logRankTest(0.025, 1),
    ...rest,
  };
}

describe('the horizon with gamma frailty of centres', () => {
  for (const variance of [0.5, 1, 2])
    it(`lets trials have 70 of 100 events at variance ${variance}`, () => {
      const seed = `horizon ${variance}`;
      const [columns] = createReference(planKernel(trialOf(variance, 70))).simulate(
        streamKey(seed, 'horizon'),
        0,
        REPLICATES,
        { hazardRatio: false, medians: false },
      );
      const reached = columns.reached.reduce((sum, each) => sum + each, 0);
      expect(reached).toBeGreaterThanOrEqual(REPLICATES - 2);
    });

  it('keeps ticks short where the events may never come', () => {
    for (const variance of [0.5, 1, 2]) {
      const lost = planKernel(trialOf(variance, 80, { arms: makeArms(arm('control'), arm('experimental', 0.02)) }));
      for (const plan of [lost, planKernel(trialOf(variance, 100))]) expect(1 / plan.ticksPerUnit).toBeLessThan(0.001);
    }
  });

  it('is found at once where scans go on for ever', () => {
    const schedule = { starts: [0], intervals: [2], jitter: 0.2, missed: 0.05 };
    const scans = { schedules: [schedule, schedule], deaths: null };
    const began = performance.now();
    planKernel(trialOf(0.5, 100, { scans }));
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

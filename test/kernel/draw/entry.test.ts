/** Entry times: slots of an even enrolment, the inverse of the accrual intensity, the arrival that closes a Poisson process. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { drawSpan, entryTick } from '../../../src/kernel/draw/entry.ts';
import { drawGamma } from '../../../src/kernel/draw/gamma.ts';
import { seedLane, streamKey } from '../../../src/kernel/draw/stream.ts';
import { entryTimeAt } from '../../../src/kernel/plan/entryLaw.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { planSlots, slotOf } from '../../../src/kernel/plan/slots.ts';
import { NEVER } from '../../../src/kernel/plan/ticks.ts';
import { apportion } from '../../../src/trial/allocation.ts';
import { type Trial, underNull } from '../../../src/trial/trial.ts';
import { eventDrivenTrial } from '../../expectation/plannedTrial.ts';

describe('even slots', () => {
  const ratios = [
    [1, 1],
    [2, 1],
    [1, 2],
    [3, 2],
    [2, 3],
    [1, 9],
    [51, 20],
    [37, 18],
    [7, 7],
  ];
  for (const [control, experimental] of ratios)
    it(`are taken once each at ${experimental}:${control}, blocks filled one after another`, () => {
      const block = control + experimental;
      const plan = planSlots([control, experimental], [control * 5, experimental * 5]);
      const slots = [control, experimental].map((own, arm) =>
        Array.from({ length: own * 5 }, (_, j) => slotOf(plan, arm, j)),
      );
      expect(slots.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: block * 5 }, (_, i) => i));
      for (const [arm, own] of [control, experimental].entries()) {
        // Patient by patient later, each in the block it belongs to.
        expect(slots[arm]).toEqual([...slots[arm]].sort((a, b) => a - b));
        slots[arm].forEach((slot, j) => {
          expect(Math.floor(slot / block)).toBe(Math.floor(j / own));
        });
        // Spread over the block: within a slot of its share at any point.
        slots[arm].slice(0, own).forEach((slot, k) => {
          expect(Math.abs((slot + 0.5) * (own / block) - (k + 0.5))).toBeLessThanOrEqual(1);
        });
      }
    });
});

describe('even slots of an N that does not fill its blocks', () => {
  it('are taken once each, the last block spread like the others', () => {
    for (const weights of [
      [1, 1],
      [51, 20],
      [1, 2, 1],
    ])
      for (const patients of [weights.length, 5, 7, 100, 143]) {
        const sizes = apportion(patients, weights);
        const plan = planSlots(weights, sizes);
        const slots = sizes.map((own, arm) => Array.from({ length: own }, (_, j) => slotOf(plan, arm, j)));
        expect(slots.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: patients }, (_, i) => i));
        for (const own of slots) expect(own).toEqual([...own].sort((a, b) => a - b));
      }
  });
});

describe('entry ticks', () => {
  it('invert the cumulative intensity, pauses included', () => {
    const random = seedrandom('ticks');
    for (const duration of [24, null]) {
      const accrual = { pattern: 'uniform' as const, starts: [0, 3, 9, 14], rates: [10, 0, 40, 20], duration };
      const trial: Trial = { ...eventDrivenTrial(), accrual };
      const plan = planKernel(trial);
      for (let i = 0; i < 1000; i++) {
        const x = random() * 500;
        const time = entryTick(plan.entry, x) / plan.ticksPerUnit;
        expect(Math.abs(time - entryTimeAt(trial, x))).toBeLessThan(2 / plan.ticksPerUnit);
        expect(time >= 3 && time < 9).toBe(false);
      }
    }
  });

  it('never pass the end of the clock', () => {
    const plan = planKernel(eventDrivenTrial());
    expect(entryTick(plan.entry, 1e12)).toBe(NEVER);
  });

  it('are the upper bits of the word under a constant intensity', () => {
    expect(planKernel(eventDrivenTrial()).entry.shift).not.toBeNull();
    expect(planKernel({ ...eventDrivenTrial(), patients: 502 }).entry.shift).not.toBeNull();
    const ramp = { pattern: 'uniform' as const, starts: [0, 6], rates: [1, 2], duration: 24 };
    expect(planKernel({ ...eventDrivenTrial(), accrual: ramp }).entry.shift).toBeNull();
  });
});

describe('gamma', () => {
  // 200,000 draws: mean and variance within 5 standard errors, each check false at 5.7e-7.
  for (const shape of [0.1, 0.3, 0.7, 1, 2, 10, 71, 500])
    it(`of shape ${shape} has mean and variance ${shape}`, () => {
      const state = new Int32Array(4);
      seedLane(streamKey('gamma', String(shape)), 0, 0, 0, state);
      const n = 200_000;
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const x = drawGamma(shape, state) - shape;
        sum += x;
        squares += x * x;
      }
      const mean = sum / n;
      const variance = squares / n - mean * mean;
      // Var of the sample variance is (μ₄ − σ⁴)/n, with μ₄ = 3·shape² + 6·shape.
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(shape / n));
      expect(Math.abs(variance - shape)).toBeLessThan(5 * Math.sqrt((2 * shape ** 2 + 6 * shape) / n));
    });
});

describe('the arrival that closes a Poisson enrolment', () => {
  it('is a gamma away, and any patient with equal probability', () => {
    const trial = underNull(eventDrivenTrial());
    const poisson: Trial = {
      ...trial,
      patients: 20,
      accrual: { pattern: 'poisson', starts: [0], rates: [2], duration: null },
      analysis: { kind: 'events', events: 5 },
    };
    const plan = planKernel(poisson);
    const key = streamKey('span', 'test');
    const n = 100_000;
    const closes = new Array(20).fill(0);
    let sum = 0;
    for (let replicate = 0; replicate < n; replicate++) {
      const { span, last } = drawSpan(plan, key, replicate);
      closes[last]++;
      sum += span;
    }
    // 5.5 standard errors, 21 checks: false at 8e-7.
    expect(Math.abs(sum / n - 20)).toBeLessThan(5.5 * Math.sqrt(20 / n));
    for (const times of closes) expect(Math.abs(times - n / 20)).toBeLessThan(5.5 * Math.sqrt((n / 20) * (19 / 20)));
  });

  it('is nobody where the number enrolled is given', () => {
    const plan = planKernel(eventDrivenTrial());
    expect(drawSpan(plan, [1, 2], 3)).toEqual({ span: 500, last: -1 });
  });
});

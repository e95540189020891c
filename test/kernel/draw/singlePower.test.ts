import { describe, expect, it } from 'vitest';
import { designs, trialOf } from '../../../bench/designs.ts';
import { power } from '../../../src/kernel/draw/singlePower.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { cumulativeHazard } from '../../../src/survival/law.ts';
import type { Trial } from '../../../src/trial/trial.ts';
import { armsOfLaws, lawOfArm } from '../../trial/armsOfLaws.ts';
import { drawsOfArm } from '../drawsOfArm.ts';

describe('power', () => {
  it('is x^a to 1e-7 (2 + |log₂ x^a|) of itself', () => {
    for (const a of [0.25, 0.5, 1 / 1.3, 1, 1.7, 2.5].map(Math.fround)) {
      for (let k = -24; k < 6; k += 0.00371) {
        const x = Math.fround(2 ** k);
        const exact = x ** a;
        const bound = 1e-7 * (2 + Math.abs(Math.log2(exact)));
        expect(Math.abs(power(x, a) / exact - 1), `${x}^${a}`).toBeLessThan(bound);
      }
    }
  });

  it('of zero is next to nothing', () => {
    expect(power(0, 0.5)).toBeLessThan(1e-18);
  });
});

describe('Weibull exits', () => {
  it('follow their law', () => {
    // Kolmogorov–Smirnov on 20,000 patients without dropout; fails by chance once in 10^9.
    const weibullTrial = trialOf(designs.weibull);
    const trial: Trial = {
      ...weibullTrial,
      patients: 40_000,
      arms: armsOfLaws({ ...weibullTrial.arms[0], dropoutHazard: 0 }, weibullTrial.arms[1]),
    };
    const plan = planKernel(trial);
    expect(plan.exits[0][0].kind).toBe('weibull');
    const n = plan.sizes[0];
    const { entry, exit } = drawsOfArm(plan, 0, [3, 4], 0);
    const times = entry.map((start, i) => (exit[i] >> 2) - (start >> 2)).sort();
    let distance = 0;
    times.forEach((t, i) => {
      const p = -Math.expm1(-cumulativeHazard(lawOfArm(trial.arms[0]), t / plan.ticksPerUnit));
      distance = Math.max(distance, Math.abs(p - (i + 0.5) / n));
    });
    expect(distance * Math.sqrt(n)).toBeLessThan(3.3);
  });
});

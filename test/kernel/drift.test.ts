/**
 * Care that improves from entry to entry: the module against the reference to the bit, and laws that hold to the bit.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { d2 } from '../../bench/designs.ts';
import { chooseKernel, createSimulator } from '../../src/kernel/choose.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import type { CareDrift } from '../../src/trial/careDrift.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { randomTrial } from './randomTrial.ts';
import { realTrial } from './realTrial.ts';

const KEY = [0x2468ace, -17] as const;
const wants = { hazardRatio: true, medians: true, compensators: true };

const drift = (logPerUnit: number, until = Number.POSITIVE_INFINITY): CareDrift => ({
  logPerUnit,
  sincePublication: 0,
  until,
});

/** Every number that two simulators give of each look, beside each other. */
function compare(trial: Trial, replicates: number, what: string): void {
  const plan = planKernel(trial);
  // A Poisson process whose arms have exactly their sizes is left to the reference.
  if (trial.accrual.pattern === 'poisson' && plan.cohort.randomisation === null) {
    expect(chooseKernel(plan).name).not.toBe('wasm-simd');
    return;
  }
  expect(chooseKernel(plan).name).toBe('wasm-simd');
  const asked = { ...wants, operations: plan.reportsOperations };
  const own = createReference(plan).simulate(KEY, 0, replicates, asked);
  const fast = createSimulator(plan).simulate(KEY, 0, replicates, asked);
  own.forEach((look, k) => {
    const other = fast[k];
    expect(Array.from(other.performed), what).toEqual(Array.from(look.performed));
    const rows = Array.from(look.performed, (done, row) => (done === 1 ? row : -1)).filter((row) => row >= 0);
    const at = (values: ArrayLike<number>) => rows.map((row) => values[row]);
    expect(at(other.analysisTime), what).toEqual(at(look.analysisTime));
    look.events.forEach((events, arm) => {
      expect(at(other.events[arm]), `${what}: events ${arm}`).toEqual(at(events));
      expect(at(other.dropouts[arm]), `${what}: dropouts ${arm}`).toEqual(at(look.dropouts[arm]));
    });
    look.compensators?.forEach((values, arm) => {
      expect(at(other.compensators?.[arm] ?? []), `${what}: compensator ${arm}`).toEqual(at(values));
    });
    look.further.forEach((endpoint, e) => {
      endpoint.events.forEach((events, arm) => {
        expect(at(other.further[e].events[arm]), `${what}: endpoint ${e + 1}`).toEqual(at(events));
      });
    });
    at(look.z).forEach((z, i) => {
      const fastZ = at(other.z)[i];
      expect(Object.is(z, fastZ) || Math.abs(z - fastZ) < 1e-9 * Math.max(1, Math.abs(z)), `${what}: z`).toBe(true);
    });
  });
}

/** Times of the random designs span orders of magnitude, so that the drift is one over their enrolment. */
function drifting(trial: Trial, seed: number): Trial {
  const duration = trial.accrual.duration ?? trial.patients / Math.max(...trial.accrual.rates);
  const whole = [0.5, -0.4, 2, 0.05][seed % 4];
  return { ...trial, drift: drift(whole / duration, seed % 3 === 0 ? 0.4 * duration : undefined) };
}

describe('drift of care in the kernel', () => {
  it('is drawn alike by module and reference, in 60 random plain designs', () => {
    for (let seed = 0; seed < 60; seed++)
      compare(drifting(randomTrial(`drift ${seed}`, 600), seed), 8, `plain ${seed}`);
  });

  it('is drawn alike in 25 random real designs', () => {
    for (let seed = 0; seed < 25; seed++) {
      const trial = realTrial(`drift real ${seed}`, 400);
      compare(drifting(trial, seed), 6, `real ${seed}`);
    }
  });

  const plain: Trial = d2;
  const simulate = (trial: Trial) => createSimulator(planKernel(trial)).simulate(KEY, 0, 200, wants);

  it.each([
    ['of factor 1', plain, drift(0)],
    ['that has ended before the trial', plain, drift(0.01, 0)],
    ['over no enrolment at all', { ...plain, accrual: { ...plain.accrual, duration: 0 } }, drift(0.01)],
  ] as const)('%s is none, to the bit', (_, trial, none) => {
    expect(simulate({ ...trial, drift: none })).toEqual(simulate(trial));
    expect(planKernel({ ...trial, drift: none })).toEqual(planKernel(trial));
  });

  it('does not change with the unit of time: all times twice as long', () => {
    const twice = (trial: Trial): Trial => {
      const clock = { kind: 'piecewise', starts: [0], hazards: [0.08 / 2] } as const;
      const [control, experimental] = trial.arms;
      return {
        ...trial,
        arms: makeArms({ ...control, effect: { kind: 'own', law: { clock, steps: NO_EFFECT } } }, experimental),
        accrual: { ...trial.accrual, duration: 2 * (trial.accrual.duration as number) },
        drift: drift((trial.drift?.logPerUnit as number) / 2),
      };
    };
    const [, experimental] = d2.arms;
    const clock = { kind: 'piecewise', starts: [0], hazards: [0.08] } as const;
    const relative = { kind: 'relative', steps: { starts: [0], ratios: [0.7] } } as const;
    const arm = { ...experimental, dropoutHazard: 0 };
    const once: Trial = {
      ...d2,
      arms: makeArms(
        { ...arm, name: 'C', effect: { kind: 'own', law: { clock, steps: NO_EFFECT } } },
        { ...arm, effect: relative },
      ),
      accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 24 },
      interims: [],
      analysis: { kind: 'events', events: 100 },
      drift: drift(0.02),
    };
    const [a] = simulate(once);
    const [b] = simulate(twice(once));
    expect(Array.from(b.z)).toEqual(Array.from(a.z));
    expect(Array.from(b.analysisTime)).toEqual(Array.from(a.analysisTime, (time) => 2 * time));
  });
});

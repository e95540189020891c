/**
 * Adjusted models in the module against the definition, bit for bit: by number of covariates, with ties, and with follow-up
 * that ends.
 */
import { expect, it } from 'vitest';
import { designs, trialOf } from '../../../bench/designs.ts';
import { chooseKernel, createSimulator } from '../../../src/kernel/choose.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../../src/kernel/reference.ts';
import type { Trial } from '../../../src/trial/trial.ts';

const d2 = trialOf(designs.d2);

/**
 * D2 with `continuous` covariates and a factor of three levels, tested by models adjusted for the covariates and, if asked, for
 * the factor; otherwise stratified by it.
 */
function adjustedTrial(continuous: number, byStage: boolean, more: Partial<Trial>): Trial {
  const names = Array.from({ length: continuous }, (_, k) => `covariate ${k}`);
  const adjustedFor = byStage ? ['stage', ...names] : names;
  const models = ['wald', 'score'].map((test) => ({
    statistic: { kind: 'cox', parameters: { test } },
    stratifiedBy: byStage ? [] : ['stage'],
    adjustedFor,
  }));
  const levels = [1, 1.5, 0.7].map((hazardRatio, l) => ({
    name: `${l}`,
    prevalence: 1 / 3,
    hazardRatio,
    effectRatio: 1,
  }));
  return {
    ...d2,
    population: {
      factors: [{ name: 'stage', levels }],
      covariates: names.map((name) => ({ name, mean: 1, sd: 0.5, hazardRatio: 1.4 })),
      survivalOf: 'everyone',
    },
    test: { ...d2.test, beside: models },
    ...more,
  };
}

/** Scans that all patients have at the same times on study, so that events are tied. */
const schedule = { starts: [0], intervals: [2], jitter: 0, missed: 0 };
const VARIANTS: readonly [string, Partial<Trial>][] = [
  ['', {}],
  [' with tied events', { scans: { schedules: [schedule, schedule], deaths: null } }],
  [' with follow-up that ends', { followUpOfEach: 12 }],
];

for (const [what, more] of VARIANTS)
  for (const [continuous, byStage] of [
    [1, false],
    [2, false],
    [3, false],
    [0, true],
    [1, true],
    [3, true],
  ] as const)
    it(`is that of the definition for ${continuous} covariates${byStage ? ' and a factor' : ''}${what}`, () => {
      const plan = planKernel(adjustedTrial(continuous, byStage, more));
      expect(chooseKernel(plan).name).toBe('wasm-simd');
      const wants = { hazardRatio: false, medians: false };
      const [own] = createSimulator(plan).simulate([5, 9], 0, 20, wants);
      const [defined] = createReference(plan).simulate([5, 9], 0, 20, wants);
      for (const s of [1, 2])
        for (const column of ['z', 'estimate', 'information'] as const)
          expect(own.statistics[s][column], column).toEqual(defined.statistics[s][column]);
      expect(own.statistics[1].estimate.every(Number.isFinite)).toBe(true);
    });

/** Comparisons from every time origin, and adjusted models, in the module against the definition over random trials. */
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { chooseKernel, createSimulator } from '../../../src/kernel/choose.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../../src/kernel/reference.ts';
import { hazard } from '../../../src/survival/law.ts';
import { makeArms } from '../../../src/trial/arm.ts';
import { lastingEffect } from '../../../src/trial/treatmentStart.ts';
import type { Trial } from '../../../src/trial/trial.ts';
import { lawOfArm } from '../../trial/armsOfLaws.ts';
import { randomComparisons } from '../randomComparisons.ts';
import { randomLag } from '../randomStarts.ts';
import { randomTrial } from '../randomTrial.ts';

/** A random trial of two or three arms, some of whose patients start a second treatment, with factors and a covariate. */
function comparedTrial(seed: number): Trial {
  const plain = randomTrial(`compared ${seed}`, 1200);
  const random = seedrandom(`compared ${seed}`);
  const pick = <T>(...all: readonly T[]): T => all[Math.floor(random() * all.length)];
  const scale = 1 / Math.max(1e-9, hazard(lawOfArm(plain.arms[0]), 0) || 1);
  const [control, first] = plain.arms.map(({ accrual: _, ...arm }) => arm);
  const started = {
    ...first,
    start: { lag: randomLag(random, 0.3 * scale) },
    effect: {
      kind: 'timed' as const,
      timing: lastingEffect({ kind: 'constant', hazardRatio: pick(0.5, 0.7, 1) }),
    },
  };
  const further = pick([], [{ ...started, name: 'third' }], [{ ...first, name: 'third' }]);
  const factors = ['stage', 'size'].slice(0, pick(0, 1, 2)).map((name) => {
    const levels = pick(2, 3);
    return {
      name,
      levels: Array.from({ length: levels }, (_, l) => ({
        name: `${name} ${l}`,
        prevalence: 1 / levels,
        hazardRatio: 1 + l / 2,
        effectRatio: 1,
      })),
    };
  });
  const covariates = pick([], [{ name: 'marker', mean: 1, sd: pick(0.5, 2), hazardRatio: 1.3 }]);
  const names = factors.map(({ name }) => name);
  const hypotheses = ['experimental', ...further.map(({ name }) => name)].map((name, k) => ({
    endpoint: 0,
    name,
    arm: k + 1,
    subgroup: names.length > 0 && random() < 0.2 ? { factor: names[0], level: `${names[0]} 0` } : null,
  }));
  const test = {
    ...plain.test,
    stratifiedBy: pick(names, []),
    beside: randomComparisons(random, {
      factors: names,
      covariates: covariates.map(({ name }) => name),
      strata: pick(names, []),
      scale,
    }),
  };
  const family = { hypotheses, procedure: { kind: 'bonferroni' }, dropping: null } as unknown as Trial['family'];
  return {
    ...plain,
    population: { factors, covariates, survivalOf: 'everyone' },
    ...(hypotheses.length > 1 && family ? { family } : {}),
    ...(random() < 0.3 ? { randomisation: { kind: 'complete' } as const } : {}),
    test,
    patients: Math.max(plain.patients, 3),
    arms: makeArms(control, started, ...further),
  };
}

function differences(trial: Trial): string[] {
  const plan = planKernel(trial);
  expect(chooseKernel(plan).name).toBe('wasm-simd');
  const wants = { hazardRatio: true, medians: true };
  const looks = createReference(plan).simulate([3, -7], 0, 5, wants);
  const again = createSimulator(plan).simulate([3, -7], 0, 5, wants);
  return looks.flatMap(({ statistics, performed, logHazardRatio }, l) => {
    const found: string[] = [];
    const compare = (name: string, x: Float64Array | null, y: Float64Array | null) => {
      x?.forEach((value, i) => {
        if (performed[i] === 0) return;
        const other = y?.[i] ?? Number.NaN;
        const same = Object.is(value, other) || Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(value));
        if (!same) found.push(`look ${l} ${name}[${i}]: ${value}, in the module ${other}`);
      });
    };
    statistics.forEach((columns, s) => {
      const { statistic, tables } = plan.statistics?.statistics[s] ?? { statistic: null, tables: -1 };
      const origin = plan.statistics?.tables[tables]?.origin.kind ?? 'randomisation';
      for (const name of ['z', 'estimate', 'information'] as const)
        compare(`${statistic?.kind} from ${origin} ${name}`, columns[name], again[l].statistics[s][name]);
    });
    compare('log hazard ratio', logHazardRatio, again[l].logHazardRatio);
    return found;
  });
}

function agree(first: number, end: number): void {
  for (let seed = first; seed < end; seed++) {
    const trial = comparedTrial(seed);
    const found = differences(trial);
    if (found.length > 0) expect.fail(`trial ${seed}: ${found.slice(0, 5).join('\n')}\n${JSON.stringify(trial)}`);
  }
}

it('compares as the definition does in 200 random trials', () => agree(0, 200));

it('compares as the definition does in 4000 more', { timeout: 600_000, tags: ['long'] }, () => agree(200, 4200));

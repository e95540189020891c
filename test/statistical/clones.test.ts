/**
 * Clones in the shipped trial of camrelizumab's start, with no effect at all. Quick: within 5.5 standard errors, a false failure in
 * 3.8e-8 each; long: within 3, in 0.27 %, at the scenario's own 20,000 replicates.
 */
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { originLimit } from '../../src/expectation/originBias.ts';
import { comparableOrigins } from '../../src/questions/origins.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { COX_WALD } from '../../src/statistics/registry.ts';
import type { Test } from '../../src/trial/test.ts';
import type { TimeOrigin } from '../../src/trial/timeOrigin.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { columnsOf, expectNear, K, proportionError } from './monteCarlo.ts';

const test = (origin: TimeOrigin): Test => ({ statistic: COX_WALD, stratifiedBy: [], adjustedFor: [], origin });

/** The trial of the first experimental arm compared from every origin, without effect, and the kinds of the origins. */
async function comparedByAll() {
  const file = new URL('../../scenarios/timing-camrelizumab.yaml', import.meta.url).pathname;
  const loaded = (await loadScenario(file)).trial;
  if (loaded?.patients == null) throw new Error('it plans a trial of 600 patients');
  const { family, ...unsized } = loaded.unsized;
  const trial: Trial = { ...unsized, patients: loaded.patients };
  const [first, ...beside] = comparableOrigins(trial).map(test);
  const nothing: Trial = underNull({ ...trial, test: { alpha: 0.025, sides: 1, ...first, beside } });
  return { nothing, kinds: comparableOrigins(trial).map(({ kind }) => kind) };
}

function meanOf(values: Float64Array): { mean: number; standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}

async function findNothing(replicates: number, k: number): Promise<void> {
  const { nothing, kinds } = await comparedByAll();
  const { statistics } = columnsOf(nothing, 'clones without effect', replicates);
  const of = (kind: TimeOrigin['kind']) => statistics[kinds.indexOf(kind)];
  for (const kind of ['cloneCensor', 'cloneCensorWeight'] as const) {
    const { mean, standardError } = meanOf(of(kind).estimate);
    expectNear(mean, 0, standardError, 0, k);
    const claimed = of(kind).z.filter((z) => z >= 1.959964).length / replicates;
    // The standard error takes weights as given: claims are as many as allowed, or fewer.
    expectNear(claimed, 0.025, proportionError(0.025, replicates), 0.004, k);
  }
  const { mean, standardError } = meanOf(of('everTreated').estimate);
  expectNear(mean, Math.log(0.889), standardError, 0.002, k);
}

describe('clones in the trial of the start of camrelizumab', () => {
  it('find nothing where there is nothing, and ever treated 0.889', { tags: ['slow'] }, () => findNothing(2000, K));

  it('find 1.000 in 20,000 replicates', { tags: ['long'] }, () => findNothing(20_000, 3));

  it('find it in large samples', async () => {
    const { nothing } = await comparedByAll();
    const expected = expectationOf(nothing);
    for (const origin of comparableOrigins(nothing).slice(-2))
      expect(originLimit(expected, expected.analysisTime, origin).logHazardRatio).toBeCloseTo(0, 9);
  });
});

import { describe, expect, test } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { askDetriment, type DetrimentWorld, type SurvivalTruth } from '../../src/questions/detrimentResult.ts';
import { FLAT_PRIOR, type ThresholdRule } from '../../src/sequential/detriment.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { asking } from './asked.ts';
import { survivalTrial } from './survivalTrial.ts';

const PLAIN = survivalTrial({
  patients: 400,
  hazards: [0.0693147, 0.0077016, 0.0555999],
  ratios: [0.7, 0.7, 0.9],
  looks: [24, 36, 48],
});
const watched = (thresholds: ThresholdRule, looks = [true, true, true]): Trial => ({
  ...PLAIN,
  detriment: {
    endpoint: 1,
    rule: { harmful: 1.3, planned: 0.8, thresholds },
    looks,
    binding: false,
    prior: FLAT_PRIOR,
  },
});
const REPLICATES = 1500;
const ask = async (trial: Trial, replicates = REPLICATES) => {
  const result = await askDetriment(asking('detriment', { replicates }), planDesign(trial));
  if (result === null) throw new Error('survival is not watched');
  return result;
};

describe('thresholds by probability', async () => {
  const result = await ask(watched({ kind: 'probability', passing: 0.9, missing: 0.025 }));
  const world = (truth: SurvivalTruth): DetrimentWorld => {
    const found = result.worlds.find((each) => each.truth === truth);
    if (found === undefined) throw new Error(truth);
    return found;
  };

  test('truths have the hazard ratio they are named for', () => {
    expect(result.impossible).toEqual([]);
    expect(world('harmful').hazardRatio).toBeCloseTo(1.3, 6);
    expect(world('neutral').hazardRatio).toBeCloseTo(1, 6);
    expect(world('planned').hazardRatio).toBeLessThan(0.85);
  });

  // The ratio of the truth changes over time and averages to 1.3 or 1 at the last look only: .03 there, beside 5 standard errors.
  test('the last look sees a detriment as often as the joint normal says', () => {
    const last = result.looks[2];
    for (const truth of ['harmful', 'neutral'] as const) {
      const { above } = world(truth).looks[2];
      expect(Math.abs(above.estimate - last[truth].each)).toBeLessThan(5 * above.standardError + 0.03);
    }
  });

  test('deaths at the looks are those expected', () => {
    result.looks.forEach(({ deaths }, k) => {
      const seen = world('planned').looks[k].deaths;
      expect(Math.abs(seen.mean - deaths)).toBeLessThan(5 * seen.standardError + 0.01);
    });
  });

  test('first sights and trials without any make up all, and power is as planned where a detriment is ignored', () => {
    for (const { looks, neverAbove, powerIgnoring, powerActing } of result.worlds) {
      const seen = looks.reduce((sum, { firstAbove }) => sum + firstAbove.count, 0);
      expect(seen + neverAbove.count).toBe(REPLICATES);
      expect(powerActing.count).toBeLessThanOrEqual(powerIgnoring.count);
      // The first events are the same patients' in every world.
      expect(powerIgnoring.count).toBe(world('planned').powerIgnoring.count);
    }
  });
});

test('by spending, all looks together stop a neutral treatment with the chance spent', async () => {
  const error = 0.2;
  const spending = { kind: 'pocock' } as const;
  const result = await ask(watched({ kind: 'stoppedNeutral', spending, error }), 1500);
  const neutral = result.worlds.find(({ truth }) => truth === 'neutral');
  const seen = 1 - (neutral?.neverAbove.estimate ?? 0);
  expect(Math.abs(seen - error)).toBeLessThan(5 * (neutral?.neverAbove.standardError ?? 0) + 0.03);
  expect(result.looks[2].neutral.byLook).toBeCloseTo(error, 9);
});

test('looks that are not taken are left out, and given thresholds are taken in order', async () => {
  const result = await ask(watched({ kind: 'given', thresholds: [1.1, 0.95] }, [true, false, true]), 200);
  expect(result.looks.map(({ look, threshold }) => [look, threshold])).toEqual([
    [0, 1.1],
    [2, 0.95],
  ]);
  for (const { looks } of result.worlds) {
    expect(looks.map(({ look }) => look)).toEqual([0, 2]);
    expect(looks.map(({ threshold }) => Number(threshold.toFixed(10)))).toEqual([1.1, 0.95]);
  }
});

test('a trial that does not watch survival is not asked', async () => {
  expect(await askDetriment(asking('s', { replicates: 10 }), planDesign(PLAIN))).toBeNull();
});

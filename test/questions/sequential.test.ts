/**
 * Group-sequential trials asked for power and size: known values, and what must not depend on how they are simulated.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { d2 } from '../../bench/designs.ts';
import { planDesign } from '../../src/design/planDesign.ts';
import type { Asking } from '../../src/questions/asking.ts';
import { sequentialSummary } from '../../src/questions/boundaryTable.ts';
import { askPower } from '../../src/questions/power.ts';
import { estimateTables } from '../../src/questions/sequentialSpec.ts';
import { askSize } from '../../src/questions/size.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { seriesOf } from '../../src/trial/series.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { looksOf } from '../design/looksOf.ts';
import { sequentialPlan } from '../sequential/sequentialPlan.ts';

const asking = (replicates: number): Asking => ({
  seed: 'sequential questions',
  precision: { replicates },
  executor: inlineExecutor(),
  progress: { begin() {}, advance() {} },
  account: { replicates: 0, blocks: 0, kernels: new Set() },
});

/** 500 patients, looks at 175, 262 and 350 events. */
const d3: Trial = {
  ...d2,
  interims: [
    { kind: 'events', events: 175 },
    { kind: 'events', events: 262 },
  ],
  sequential: sequentialPlan(),
};

/** Standard errors allowed; a dozen comparisons, a false failure in 100,000 runs of other seeds. */
const K = 5;

describe('three looks at 175, 262 and 350 events', () => {
  it('have the bounds of rpact', () => {
    // getDesignGroupSequential(informationRates = c(175, 262, 350) / 350, typeOfDesign = "asOF", alpha = 0.025)
    const { looks, fixedInformation } = looksOf(d3);
    [2.96258804273, 2.36181297153, 2.01371162385].forEach((bound, k) => {
      expect(looks[k].efficacy).toBeCloseTo(bound, 6);
    });
    expect(fixedInformation).toBe(true);
    expect(looks.map(({ events }) => events)).toEqual([175, 262, 350]);
  });

  it('have the power, events and duration that another simulation found', { timeout: 600_000 }, async () => {
    const n = 100_000;
    const { alternative, sequential } = await askPower(asking(n), d3, 'month');
    // methods.md: 0.9087 (0.0003), 264.86 events, month 22.176 over a million replicates.
    const near = (estimate: number, known: number, error: number) =>
      expect(Math.abs(estimate - known)).toBeLessThan(K * error);
    near(alternative.power.estimate, 0.9087, Math.hypot(alternative.power.standardError, 0.0003));
    near(alternative.events.mean, 264.86, alternative.events.standardError * 1.05);
    near(alternative.analysisTime.mean, 22.176, alternative.analysisTime.standardError * 1.05);
    // The normal theory of z is good to half a per cent here.
    expect(sequential?.numerical.power).toBeCloseTo(0.91, 2);
    expect(Math.abs((sequential?.numerical.expectedEventsUnderPlanned ?? 0) - 264.86)).toBeLessThan(1);
    expect(sequential?.numerical.typeOneErrorIgnoringFutility).toBeCloseTo(0.025, 9);
    // A 95 % interval by the stagewise ordering, with room for the normal approximation.
    const unbiased = alternative.sequential?.medianUnbiased;
    expect(unbiased?.coverage?.estimate).toBeGreaterThan(0.945);
    expect(unbiased?.coverage?.estimate).toBeLessThan(0.955);
    // The observed hazard ratio exaggerates, the median-unbiased one less.
    const bias = (ratio: number) => Math.abs(Math.log(ratio / 0.7));
    expect(bias(unbiased?.geometricMean ?? 0)).toBeLessThan(0.6 * bias(alternative.hazardRatio?.geometricMean ?? 0));
  });
});

describe('a design', () => {
  it('with bounds that are never met is the fixed design, replicate by replicate', { timeout: 600_000 }, async () => {
    const fixed = await askPower(asking(4000), d2, 'month');
    const looks = await askPower(
      asking(4000),
      { ...d3, sequential: sequentialPlan({ efficacy: { kind: 'none' } }) },
      'month',
    );
    expect(looks.alternative.power.count).toBe(fixed.alternative.power.count);
    expect(looks.null.power.count).toBe(fixed.null.power.count);
    expect(looks.alternative.hazardRatio).toEqual(fixed.alternative.hazardRatio);
  });

  it('resolves information fractions to whole events, up', () => {
    const trial = {
      ...d3,
      interims: [{ kind: 'informationFraction', fraction: 0.501 } as const, d3.interims?.[1] ?? d3.analysis],
    };
    expect(planDesign(trial).trial.interims?.[0]).toEqual({ kind: 'events', events: 176 });
    expect(looksOf(trial).looks[0].fraction).toBeCloseTo(176 / 350, 12);
  });

  it('counts looks that the final analysis overtakes', { timeout: 600_000 }, async () => {
    const late: Trial = {
      ...d3,
      interims: [
        { kind: 'calendarTime', time: 14 },
        { kind: 'calendarTime', time: 27.2 },
      ],
    };
    const { alternative } = await askPower(asking(4000), late, 'month');
    const [, second, final] = alternative.sequential?.looks ?? [];
    expect(second.skipped.count).toBeGreaterThan(500);
    expect(second.reached.count).toBeGreaterThan(500);
    expect(final.reached.count).toBeGreaterThan(1000);
  });

  it('gives no stagewise estimates after a re-estimation', () => {
    const reestimation = {
      look: 1,
      effect: 'observed',
      lowerLimit: 0.3,
      target: 0.9,
      maxFactor: 1.3,
      statistic: 'weighted',
    } as const;
    expect(estimateTables(looksOf({ ...d3, sequential: sequentialPlan({ reestimation }) }))).toBeNull();
  });

  it('names what is expected of it: stopping probabilities add up, alpha is spent', () => {
    const beta = { kind: 'spending', spending: { kind: 'pocock' }, beta: 0.1 } as const;
    for (const sides of [1, 2] as const) {
      const test = { ...d2.test, alpha: sides * 0.025, sides };
      const design = planDesign({ ...d3, test, sequential: sequentialPlan({ futility: beta }) });
      const { rows, numerical } = sequentialSummary(design) ?? expect.fail();
      expect(rows[2].alphaSpent).toBeCloseTo(sides * 0.025, 9);
      const claimed = rows.reduce((sum, row) => sum + row.efficacyUnderPlanned + row.harmUnderPlanned, 0);
      expect(claimed).toBeCloseTo(numerical.power, 12);
      expect(numerical.power).toBeLessThan(numerical.powerIgnoringFutility);
      expect(numerical.typeOneError).toBeLessThan(numerical.typeOneErrorIgnoringFutility);
    }
  });
});

describe('the size of a trial with looks', () => {
  it('is found beside the joint distribution and the inflated formulas', { timeout: 600_000 }, async () => {
    const { patients, ...unsized } = d3;
    const { targets } = await askSize(asking(20_000), seriesOf(unsized, patients), [0.9], 0.02);
    const [{ simulated, numerical, inflation, closed }] = targets;
    if (simulated.kind !== 'size') throw new Error(simulated.reason);
    expect(inflation).toBeCloseTo(1.018, 3);
    expect(Math.abs((numerical?.patients ?? 0) / simulated.patients - 1)).toBeLessThan(0.04);
    for (const { result } of closed)
      if (result.kind === 'size') expect(Math.abs(result.patients / simulated.patients - 1)).toBeLessThan(0.05);
    expect(simulated.characteristics.events.mean).toBeLessThan(0.8 * (simulated.events ?? 0));
  });

  it('is found where patients are left open and looks are fractions of the events expected', {
    timeout: 600_000,
  }, async () => {
    const { patients: _, ...unsized } = d3;
    const open = {
      ...unsized,
      analysis: { kind: 'followUp', time: 12 },
      interims: [0.5, 0.75].map((fraction) => ({ kind: 'informationFraction', fraction }) as const),
    } as const;
    const { targets } = await askSize(asking(5000), seriesOf(open, null), [0.9], 0.05);
    const [{ simulated, inflation }] = targets;
    expect(simulated.kind).toBe('size');
    expect(inflation).toBeCloseTo(1.018, 3);
  });
});

describe('a log-rank at the interim and a MaxCombo at the end', () => {
  it('are decided by the test of each look, at alpha, with the power of their joint distribution', async () => {
    const { trial } = await loadScenario('test/cases/log-rank-then-max-combo.yaml');
    if (trial?.patients == null) throw new Error('no trial');
    const n = 10_000;
    const result = await askPower(asking(n), { ...trial.unsized, patients: trial.patients }, 'month');
    const { alternative, null: none, sequential } = result;
    const [first, final] = sequential?.rows ?? [];
    expect([sequential?.method, sequential?.tests]).toEqual(['joint normal distribution', ['log-rank', 'maxCombo']]);
    // Large samples are good to half a per cent of the power here, and to a thousandth of alpha.
    const look = none.sequential?.looks[0].efficacy;
    expect(Math.abs((look?.estimate ?? 1) - first.alphaSpent)).toBeLessThan(K * (look?.standardError ?? 0) + 0.001);
    expect(Math.abs(none.power.estimate - 0.025)).toBeLessThan(K * none.power.standardError + 0.001);
    const promised = sequential?.numerical.power ?? 0;
    expect(Math.abs(alternative.power.estimate - promised)).toBeLessThan(K * alternative.power.standardError + 0.008);
    expect(final.alphaSpent).toBeCloseTo(0.025, 9);
  });
});

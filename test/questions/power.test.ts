/** What `power`, the curve and `run` report, against tallies of the same design. */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { askCurve, patientsAt } from '../../src/questions/curve.ts';
import { askPower } from '../../src/questions/power.ts';
import type { RunResult } from '../../src/questions/run.ts';
import { Interrupted } from '../../src/run/executor.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { expectNear, proportionError } from '../statistical/monteCarlo.ts';
import { askAll, asking } from './asked.ts';

describe('power', () => {
  it('reports what is put in: coverage, medians, ratio, events, times', async () => {
    const n = 30_000;
    const {
      alternative: a,
      null: none,
      patients,
      closedForms,
    } = await askPower(asking('power', { replicates: n }), eventDrivenTrial(), 'month');
    expect([patients, a.replicates, none.replicates]).toEqual([500, n, n]);
    expectNear(a.power.estimate, 0.9135, Math.hypot(0.0003, a.power.standardError));
    expectNear(none.power.estimate, 0.025, proportionError(0.025, n), 0.0003);
    const ratio = a.hazardRatio;
    if (ratio === null || ratio.coverage === null || a.medianControl === null || a.medianExperimental === null)
      throw new Error('asked for');
    expectNear(ratio.coverage.estimate, 0.95, proportionError(0.95, n), 1 / 350);
    expectNear(ratio.logHazardRatio.mean, Math.log(0.7), ratio.logHazardRatio.standardError, 1 / 350);
    expect(ratio.geometricMean).toBe(Math.exp(ratio.logHazardRatio.mean));
    expect(ratio.notEstimable.count).toBe(0);
    // Medians of 250 patients: the middle of their distribution is the truth to well under their spread.
    expect(Math.abs(a.medianControl.p50 - 6)).toBeLessThan(0.1);
    expect(Math.abs(a.medianExperimental.p50 - 6 / 0.7)).toBeLessThan(0.15);
    expect([a.events.p5, a.events.p95]).toEqual([350, 350]);
    expect(a.eventsControl.mean + a.eventsExperimental.mean).toBeCloseTo(a.events.mean, 9);
    expect(a.enrolled.mean).toBeCloseTo(a.events.mean + a.dropouts.mean + a.stillAtRisk.mean, 9);
    expect(a.analysisTime.p5).toBeLessThan(a.analysisTime.mean);
    expect(a.analysisTime.p95).toBeGreaterThan(a.analysisTime.mean);
    expect(a.significantBenefit).toEqual(a.power);
    expect(closedForms?.powers.find(({ formula }) => formula === 'schoenfeld')?.power).toBeCloseTo(0.916, 2);
    // Only the null's rejections are asked for.
    expect([none.hazardRatio, none.medianControl]).toEqual([null, null]);
  });

  it('has no coverage where there is no single hazard ratio', async () => {
    const { alternative } = await askPower(asking('delayed', { replicates: 2000 }), delayedTrial(3), 'month');
    expect(alternative.hazardRatio?.coverage).toBeNull();
    expect(alternative.hazardRatio?.geometricMean).toBeGreaterThan(0.6);
    expect(alternative.hazardRatio?.geometricMean).toBeLessThan(1);
  });

  it('rejects either way when the test has two sides', async () => {
    const { alternative: a, null: none } = await askPower(
      asking('two', { replicates: 20_000 }),
      publishedShape(),
      'month',
    );
    expect(a.power.count).toBe(a.significantBenefit.count + a.significantHarm.count);
    expect(none.power.count).toBe(none.significantBenefit.count + none.significantHarm.count);
    const [control, experimental] = expectationOf(publishedShape()).counts(36);
    expectNear(a.events.mean, control.events + experimental.events, a.events.standardError);
  });

  it('covers its own power: the Wilson interval of 400 askings', { tags: ['long'] }, async () => {
    // 60.08-event design, power for harm 0.3190 (a million replicates); 95 % of 400 intervals ± 5.5 √(0.95 × 0.05 / 400),
    // at most 0.2 % more for the target's own error: false at 4e-8.
    let covered = 0;
    const trial = publishedShape();
    const { alternative: long } = await askPower(asking('long', { replicates: 400_000 }), trial, 'month');
    for (let seed = 0; seed < 400; seed++) {
      const { alternative } = await askPower(asking(`coverage ${seed}`, { replicates: 500 }), trial, 'month');
      if (alternative.power.low <= long.power.estimate && alternative.power.high >= long.power.estimate) covered++;
    }
    expectNear(covered / 400, 0.95, proportionError(0.95, 400), 0.01);
  });
});

describe('power curve', () => {
  it('rises through the blocks, near its own model and the formulas', async () => {
    const family = seriesOf(eventDrivenTrial(), 500);
    const { points, model } = await askCurve(asking('curve', { replicates: 5000 }), family, [300, 500]);
    expect(points.length).toBe(11);
    expect(points[0].patients).toBeLessThanOrEqual(122);
    expect(points[10].patients).toBeGreaterThanOrEqual(700);
    for (const [i, { patients, power, fitted, closed }] of points.entries()) {
      expect(patients % 2).toBe(0);
      // The same random numbers throughout: the curve rises without crossings that noise would make.
      if (i > 0) expect(power.estimate).toBeGreaterThan(points[i - 1].power.estimate);
      expectNear(power.estimate, fitted, power.standardError, 0.01);
      const drift = closed.find(({ formula }) => formula === 'logRankDrift')?.power ?? 0;
      expectNear(power.estimate, drift, power.standardError, 0.02);
    }
    const n = patientsAt(model, 0.9);
    expect(n).toBeGreaterThan(400);
    expect(n).toBeLessThan(540);
  });

  it('stays within the patients that the rates allow', async () => {
    const accrual = { pattern: 'uniform' as const, starts: [0], rates: [10], duration: null };
    const family = seriesOf({ ...delayedTrial(0), accrual, analysis: { kind: 'calendarTime', time: 30 } }, 200);
    const { points } = await askCurve(asking('limit', { replicates: 500 }), family, [280]);
    expect(Math.max(...points.map(({ patients }) => patients))).toBeLessThanOrEqual(300);
    expect(points.every(({ patients, accrualDuration }) => Math.abs(accrualDuration - patients / 10) < 1e-9)).toBe(
      true,
    );
  });
});

describe('run', () => {
  const file = new URL('../../scenarios/guo-2022.yaml', import.meta.url).pathname;

  it('answers every question, each as if asked alone', async () => {
    const scenario = { ...(await loadScenario(file)), sizeInterval: 0.05 };
    const result = await askAll(asking(scenario.seed, { replicates: 1000 }), scenario);
    for (const part of ['check', 'replay', 'power', 'size', 'curve'] as const) expect(result[part]).not.toBeNull();
    const { trial } = scenario;
    if (trial?.patients == null) throw new Error('planned');
    const planned = { ...trial.unsized, patients: trial.patients };
    const alone = await askPower(asking(scenario.seed, { replicates: 1000 }), planned, scenario.timeUnit);
    expect(result.power).toEqual(alone);
    const sizes =
      result.size?.targets.map(({ simulated }) => (simulated.kind === 'size' ? simulated.patients : 0)) ?? [];
    const largest = result.curve?.points.at(-1)?.patients ?? 0;
    expect(largest).toBeGreaterThanOrEqual(Math.max(...sizes));
  });

  it('keeps what is finished when it is stopped', async () => {
    const scenario = await loadScenario(file);
    const stop = new AbortController();
    const kept: RunResult[] = [];
    const progress = {
      begin(stage: string) {
        if (stage === 'power') stop.abort();
      },
      advance() {},
    };
    const some = asking(scenario.seed, { replicates: 5000 }, { signal: stop.signal, progress });
    await expect(askAll(some, scenario, (found) => kept.push(found))).rejects.toBeInstanceOf(Interrupted);
    const result = kept[0];
    expect(result.replay?.truths.length).toBe(4);
    expect([result.power, result.size, result.curve]).toEqual([null, null, null]);
  });
});

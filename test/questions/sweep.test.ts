/**
 * A sweep's points have the numbers that each question alone has.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { askPower } from '../../src/questions/power.ts';
import type { PowerAt } from '../../src/questions/powerAt.ts';
import type { SweptQuestion } from '../../src/questions/question.ts';
import { QUESTIONS } from '../../src/questions/registry.ts';
import { askReplay } from '../../src/questions/replay.ts';
import { askSize } from '../../src/questions/size.ts';
import { askSweep, type PlannedPoint, type SweepResult } from '../../src/questions/sweep.ts';
import { Interrupted } from '../../src/run/executor.ts';
import { findField } from '../../src/scenario/field.ts';
import { readSources } from '../../src/scenario/load.ts';
import { resolveWith } from '../../src/scenario/vary.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { draft, save } from '../scenario/draft.ts';
import { asking } from './asked.ts';

const PRECISION = { replicates: 1500 };

async function pointsOf(name: string, values: readonly number[]): Promise<PlannedPoint[]> {
  const sources = await readSources(save(draft()));
  const field = findField(sources, name);
  return values.map((value) => ({ values: [value], scenario: resolveWith(sources, [{ field, value }]) }));
}

function sweptBy(question: string): SweptQuestion {
  const swept = QUESTIONS.find(({ name }) => name === question)?.swept;
  if (swept === undefined) throw new Error(question);
  return swept;
}

function emptyResult(question: string, points: readonly PlannedPoint[]): SweepResult {
  return {
    question,
    varied: [{ path: 'x', heading: 'x', values: points.flatMap(({ values }) => values) }],
    scalesEvents: false,
    asked: points.length,
    points: [],
  };
}

async function sweepOf(question: string, points: readonly PlannedPoint[], withNull = false) {
  const result = emptyResult(question, points);
  await askSweep(asking('x', PRECISION), sweptBy(question), points, PRECISION, withNull, result);
  return result.points;
}

describe('a sweep', () => {
  it('of power has at each point what power alone has', async () => {
    const planned = await pointsOf('trial.arms[1].survival.hazardRatio', [0.6, 0.8]);
    const points = await sweepOf('power', planned, true);
    expect(points.map(({ values }) => values)).toEqual([[0.6], [0.8]]);
    for (const [i, { scenario }] of planned.entries()) {
      const { unsized, patients } = scenario.trial ?? {};
      if (!unsized || !patients) throw new Error('no trial');
      const alone = await askPower(asking(scenario.seed, PRECISION), { ...unsized, patients }, 'month');
      const { question, scenarioHash } = points[i];
      const result = points[i].result as PowerAt;
      expect(question).toBe('power');
      expect(scenarioHash).toBe(scenario.hash);
      expect(result.alternative.power).toEqual(alone.alternative.power);
      expect(result.alternative.events).toEqual(alone.alternative.events);
      expect(result.typeOneError).toEqual(alone.null.power);
      expect(result.closedForms).toEqual(alone.closedForms);
      expect([result.patients, result.hazardRatio]).toEqual([alone.patients, alone.hazardRatio]);
      expect(result.averageHazardRatio).toBeCloseTo(i === 0 ? 0.6 : 0.8, 6);
    }
    // The null does not depend on the hazard ratio, only the expected time of the analysis.
    const [first, second] = points.map(({ result }) => (result as PowerAt).typeOneError);
    expect(first).toEqual(second);
  });

  it('leaves the null out unless it is asked for', async () => {
    const [point] = await sweepOf('power', await pointsOf('trial.patients', [300]));
    expect(point.result).toMatchObject({ typeOneError: null });
  });

  it('of size, check and replay has what they alone have', async () => {
    const [planned] = await pointsOf('trial.targetPower[1]', [0.85]);
    const { scenario } = planned;
    const { trial, reported } = scenario;
    if (!trial || !reported) throw new Error('no trial');
    const size = await askSize(
      asking(scenario.seed, PRECISION),
      seriesOf(trial.unsized, trial.patients),
      trial.targetPower,
      scenario.sizeInterval,
    );
    expect((await sweepOf('size', [planned]))[0].result).toEqual(size);
    expect((await sweepOf('replay', [planned]))[0].result).toEqual(
      await askReplay(asking(scenario.seed, PRECISION), reported),
    );
    expect(askCheck(scenario).trial).toMatchObject((await sweepOf('check', [planned]))[0].result as object);
  });

  it('keeps the points that are finished when it is interrupted', async () => {
    const points = await pointsOf('trial.patients', [200 + 40, 300, 400, 500]);
    const result = emptyResult('power', points);
    const stop = new AbortController();
    let heard = 0;
    const progress = {
      begin() {},
      advance(replicates: number) {
        heard += replicates;
        if (heard >= 2 * PRECISION.replicates) stop.abort();
      },
    };
    const more = { progress, signal: stop.signal };
    await expect(
      askSweep(asking('x', PRECISION, more), sweptBy('power'), points, PRECISION, false, result),
    ).rejects.toThrow(Interrupted);
    expect(result.points).toEqual((await sweepOf('power', points)).slice(0, 2));
  });
});

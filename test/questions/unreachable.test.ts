/** Targets that no trial reaches: the reason is true of the plan, and found without simulating what it makes plain. */

import { describe, expect, it } from 'vitest';
import type { UnreachableSize } from '../../src/questions/simulatedSize.ts';
import { askSize } from '../../src/questions/size.ts';
import { seriesOf } from '../../src/trial/series.ts';
import type { UnsizedTrial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial, plannedTrial } from '../expectation/plannedTrial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { asking } from './asked.ts';

/** What is said of a design, and how many replicates were simulated to say it. */
async function ask(
  trial: UnsizedTrial,
  patients: number,
  target = 0.8,
): Promise<UnreachableSize & { replicates: number }> {
  const some = asking('no', { replicates: 2000 });
  const { targets } = await askSize(some, seriesOf(trial, patients), [target], 0.05);
  const { simulated } = targets[0];
  if (simulated.kind !== 'unreachable') throw new Error(`found ${simulated.patients}`);
  return { ...simulated, replicates: some.account.replicates };
}

const atMonth = (time: number) => ({ kind: 'calendarTime', time }) as const;
const slow = (rate: number) => ({ pattern: 'uniform', starts: [0], rates: [rate], duration: null }) as const;
const steps = (...[starts, ratios]: [number[], number[]]) => ({ starts, ratios });

describe('an unreachable target', () => {
  it('is one of no effect, whatever the analysis waits for and however slow the accrual', async () => {
    const none = plannedTrial({
      controlMedian: 9,
      steps: steps([0], [1]),
      patients: 300,
      dropoutHazard: 0,
      analysis: atMonth(36),
    });
    const events = { kind: 'events', events: 150 } as const;
    for (const unsized of [none, { ...none, analysis: events }, { ...none, accrual: slow(20) }]) {
      const found = await ask(unsized, 300);
      expect(found.reason).toBe('the planned hazard ratio is 1, so that there is no effect to detect');
      expect(found.remedy).toMatch(/effect/);
      expect([found.power, found.replicates]).toEqual([null, 0]);
    }
  });

  it('is one of an effect that sets in when nobody is followed any more, or hardly anybody', async () => {
    // Entry over 24 months, analysis at 30: nobody is followed for longer than 30.
    const delayed = (lag: number, more: Partial<UnsizedTrial> = {}): UnsizedTrial => ({
      ...plannedTrial({
        controlMedian: 12,
        steps: steps([0, lag], [1, 0.5]),
        patients: 400,
        dropoutHazard: 0,
        analysis: atMonth(30),
      }),
      ...more,
    });
    const beyond = await ask(delayed(30), 400);
    expect(beyond.reason).toMatch(/hazard ratio is 1 for as long as anybody is followed .* sets in later/);
    expect(beyond.remedy).toMatch(/later analysis or longer follow-up/);
    for (const more of [{}, { accrual: slow(400 / 24) }]) {
      const hardly = await ask(delayed(28, more), 400);
      expect(hardly.reason).toMatch(
        /hardly sets in before the analysis: 0\.\d+ % of the events .* not 1 \(it is 0\.5 there\)/,
      );
      expect(hardly.reason).toMatch(/about [\d,]{7,} patients would be needed/);
      expect(hardly.replicates).toBeLessThanOrEqual(4096);
    }
  });

  it('is one of an effect that a one-sided test does not look for', async () => {
    const found = await ask(eventDrivenTrial(steps([0], [1.5])), 500);
    expect(found.reason).toMatch(/one-sided test rejects for benefit.* above 1 \(on average 1.5\)/);
    expect(found.remedy).toMatch(/two-sided/);
    expect(found.replicates).toBe(0);
  });

  it('is one of rates that allow few patients by the analysis, with how many it would take', async () => {
    const unsized: UnsizedTrial = { ...delayedTrial(0), accrual: slow(5), analysis: atMonth(20) };
    const found = await ask(unsized, 80);
    expect(found.reason).toMatch(/at most 100 patients.*; about [23]\d\d patients would be needed/);
    expect(found.remedy).toMatch(/later analysis, faster accrual/);
    expect(found.patients).toBe(100);
    expect(found.power?.estimate).toBeLessThan(0.8);
  });

  it('is one of events that never come, at once and at any rate of accrual', async () => {
    // The hazard ends when 1 − exp(−0.05) have failed: 24.4 of 500, where the analysis waits for 450.
    const trial = eventDrivenTrial();
    const clock = { kind: 'piecewise' as const, starts: [0, 5], hazards: [0.01, 0] };
    const design = (ratio: number): UnsizedTrial => ({
      ...trial,
      arms: armsOfLaws(
        { ...trial.arms[0], dropoutHazard: 0, law: { clock, steps: steps([0], [1]) } },
        { ...trial.arms[1], dropoutHazard: 0, law: { clock, steps: steps([0], [ratio]) } },
      ),
      analysis: { kind: 'events', events: 450 },
    });
    for (const accrual of [trial.accrual, slow(10)]) {
      const found = await ask({ ...design(1), accrual }, 500);
      expect(found.reason).toMatch(/never come: 500 patients are expected to have 24 in all/);
      expect(found.remedy).toMatch(/at most 4\.8 % of the patients/);
      expect(found.replicates).toBe(0);
    }
  });

  it('is one of more patients than any trial has, told by large samples', async () => {
    const found = await ask(eventDrivenTrial(steps([0], [0.997])), 500);
    // Schoenfeld: (1.96 + 0.84)² · 4 / ln²(0.997) = 3.48 million events of 70 % of the patients.
    expect(found.reason).toMatch(/4,9\d\d,\d\d\d patients would be needed/);
    expect(found.replicates).toBe(0);
  });
});

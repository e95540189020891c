/** Powers told twice, maximum events, and why a type I error is not alpha. */
import { describe, expect, it } from 'vitest';
import { askPower } from '../../src/questions/power.ts';
import { levelRemark } from '../../src/report/levelRemark.ts';
import { powerSections } from '../../src/report/powerReport.ts';
import { proportion } from '../../src/tally/estimates.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { asking } from '../questions/asked.ts';
import { sequentialPlan } from '../sequential/sequentialPlan.ts';

const events = (count: number) => ({ kind: 'events', events: count }) as const;

describe('a trial that may stop for futility', () => {
  it('tells both powers, both type I errors and the most events in its first sentences', async () => {
    const trial: Trial = {
      ...eventDrivenTrial(),
      interims: [events(175)],
      sequential: sequentialPlan({ futility: { kind: 'z', z: [0.5] }, tested: [true], chosen: [true] }),
    };
    const result = await askPower(asking('both powers', { replicates: 2000 }), trial, 'month');
    const [{ answer = [], tables }] = powerSections(result, trial, 'month');
    const both = /\d % \(SE [^)]*\) with futility stops acted on and [\d.]+ % \(SE [^)]*\) with them ignored\.$/;
    expect(answer[0]).toMatch(/^With 500 patients and at most 350 events, [\d.]+ on average, the log-rank test/);
    expect(answer[0]).toMatch(both);
    expect(answer[1]).toMatch(both);
    const rows = tables.find(({ name }) => name === 'operating-characteristics')?.rows.map(([label]) => label.text);
    expect(rows?.[1]).toBe('  with futility ignored');
  });
});

describe('a type I error', () => {
  it('off its level says what the design shows, and nothing where it is not or where it shows nothing', async () => {
    const small = publishedShape();
    const { null: none } = await askPower(asking('level', { replicates: 400 }), small, 'month');
    const levelled = (count: number) => ({ ...none, power: proportion(count, 100_000) });
    expect(levelRemark(levelled(5550), small)).toEqual([
      expect.stringMatching(
        /^That is above the two-sided 5 % .* off with 5\d(\.\d)? events and arms as unequal as 20:51\.$/,
      ),
    ]);
    expect(levelRemark(levelled(4500), small)[0]).toMatch(/^That is below/);
    expect(levelRemark(levelled(5010), small)).toEqual([]);
    const large = eventDrivenTrial();
    const many = { ...levelled(2900), events: { ...none.events, mean: 350 } };
    expect(levelRemark(many, large)).toEqual([]);
  });
});

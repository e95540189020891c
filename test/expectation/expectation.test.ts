import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import type { AnalysisRule } from '../../src/trial/analysis.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { delayedTrial, eventDrivenTrial } from './plannedTrial.ts';

describe('expected analysis time', () => {
  test('350 events of 500: rpact study duration 27.38758756 (test/reference/rpact.R)', () => {
    expect(Math.abs(expectationOf(eventDrivenTrial()).analysisTime - 27.38758756)).toBeLessThan(1e-7);
  });

  test('350 events: within 0.03 of the simulated means 27.365 and, delayed by 3, 27.322', () => {
    // The mean time of the 350th event is a little earlier than the time of 350 expected events.
    const delayed = eventDrivenTrial({ starts: [0, 3], ratios: [1, 0.6] });
    expect(Math.abs(expectationOf(eventDrivenTrial()).analysisTime - 27.365)).toBeLessThan(0.03);
    expect(Math.abs(expectationOf(delayed).analysisTime - 27.322)).toBeLessThan(0.03);
  });

  test('undoes expected events, early, late and during accrual', () => {
    const trial = delayedTrial(3);
    for (const t of [0.5, 7, 24, 31.4, 90])
      expect(expectationOf(trial).timeOfEvents(expectationOf(trial).events(t))).toBeCloseTo(t, 6);
  });

  test('events that never come', () => {
    const trial = eventDrivenTrial();
    const cured = { kind: 'cure', cureFraction: 0.5, uncured: trial.arms[0].law.clock } as const;
    const law = { clock: cured, steps: trial.arms[0].law.steps } as SurvivalLaw;
    const half: Trial = {
      ...trial,
      arms: armsOfLaws({ ...trial.arms[0], law, dropoutHazard: 0 }, { ...trial.arms[1], law, dropoutHazard: 0 }),
    };
    expect(expectationOf(half).timeOfEvents(249)).toBeLessThan(200);
    expect(expectationOf(half).timeOfEvents(250)).toBe(Number.POSITIVE_INFINITY);
    expect(expectationOf(trial).timeOfEvents(499)).toBe(Number.POSITIVE_INFINITY);
    expect(expectationOf(trial).timeOfEvents(0)).toBe(0);
  });

  test('a hazard that pauses', () => {
    const trial = eventDrivenTrial();
    const clock = { kind: 'piecewise', starts: [0, 1, 500], hazards: [0.2, 0, 0.2] } as const;
    const paused = { clock, steps: trial.arms[0].law.steps };
    const arms: Trial = {
      ...trial,
      arms: armsOfLaws(
        { ...trial.arms[0], law: paused, dropoutHazard: 0 },
        { ...trial.arms[1], law: paused, dropoutHazard: 0 },
      ),
    };
    const t = expectationOf(arms).timeOfEvents(300);
    expect(t).toBeGreaterThan(500);
    expect(expectationOf(arms).events(t)).toBeCloseTo(300, 6);
  });

  test('calendar, follow-up, the later and the earlier of them', () => {
    const timeOf = (analysis: AnalysisRule) => expectationOf({ ...eventDrivenTrial(), analysis }).analysisTime;
    const calendar = { kind: 'calendarTime', time: 30 } as const;
    const followUp = { kind: 'followUp', time: 3.5 } as const;
    const events = { kind: 'events', events: 350 } as const;
    expect(timeOf(calendar)).toBe(30);
    expect(timeOf(followUp)).toBe(27.5);
    expect(timeOf({ kind: 'laterOf', rules: [events, followUp] })).toBe(27.5);
    expect(timeOf({ kind: 'earlierOf', rules: [events, followUp, calendar] })).toBeCloseTo(27.3876, 3);
    const never = { kind: 'events', events: 499 } as const;
    expect(timeOf({ kind: 'earlierOf', rules: [never, calendar] })).toBe(30);
    const nested = { kind: 'laterOf', rules: [{ kind: 'earlierOf', rules: [never, calendar] }, followUp] } as const;
    expect(timeOf(nested)).toBe(30);
  });

  test('after a patient, and after the look before', () => {
    const trial = eventDrivenTrial();
    const interims = [
      { kind: 'followUp', time: 6, patients: trial.patients / 2 },
      { kind: 'sinceLook', time: 5 },
    ] as const;
    expect(expectationOf({ ...trial, interims }).lookTimes[0]).toBeCloseTo(18, 10);
    expect(expectationOf({ ...trial, interims }).lookTimes[1]).toBeCloseTo(23, 10);
  });
});

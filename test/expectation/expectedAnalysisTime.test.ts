import { describe, expect, test } from 'vitest';
import {
  expectedAnalysisTime,
  expectedLookTimes,
  expectedTimeOfEvents,
} from '../../src/expectation/expectedAnalysisTime.ts';
import { expectedEvents } from '../../src/expectation/expectedEvents.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import type { AnalysisRule } from '../../src/trial/analysis.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { delayedTrial, eventDrivenTrial } from './plannedTrial.ts';

describe('expected analysis time', () => {
  test('350 events of 500: rpact study duration 27.38758756 (test/reference/rpact.R)', () => {
    expect(Math.abs(expectedAnalysisTime(eventDrivenTrial()) - 27.38758756)).toBeLessThan(1e-7);
  });

  test('350 events: within 0.03 of the simulated means 27.365 and, delayed by 3, 27.322', () => {
    // The mean time of the 350th event is a little earlier than the time of 350 expected events.
    const delayed = eventDrivenTrial({ starts: [0, 3], ratios: [1, 0.6] });
    expect(Math.abs(expectedAnalysisTime(eventDrivenTrial()) - 27.365)).toBeLessThan(0.03);
    expect(Math.abs(expectedAnalysisTime(delayed) - 27.322)).toBeLessThan(0.03);
  });

  test('undoes expected events, early, late and during accrual', () => {
    const trial = delayedTrial(3);
    for (const t of [0.5, 7, 24, 31.4, 90])
      expect(expectedTimeOfEvents(trial, expectedEvents(trial, t))).toBeCloseTo(t, 6);
  });

  test('events that never come', () => {
    const trial = eventDrivenTrial();
    const cured = { kind: 'cure', cureFraction: 0.5, uncured: trial.arms[0].law.clock } as const;
    const law = { clock: cured, steps: trial.arms[0].law.steps } as SurvivalLaw;
    const half: Trial = {
      ...trial,
      arms: armsOfLaws({ ...trial.arms[0], law, dropoutHazard: 0 }, { ...trial.arms[1], law, dropoutHazard: 0 }),
    };
    expect(expectedTimeOfEvents(half, 249)).toBeLessThan(200);
    expect(expectedTimeOfEvents(half, 250)).toBe(Number.POSITIVE_INFINITY);
    expect(expectedTimeOfEvents(trial, 499)).toBe(Number.POSITIVE_INFINITY);
    expect(expectedTimeOfEvents(trial, 0)).toBe(0);
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
    const t = expectedTimeOfEvents(arms, 300);
    expect(t).toBeGreaterThan(500);
    expect(expectedEvents(arms, t)).toBeCloseTo(300, 6);
  });

  test('calendar, follow-up, the later and the earlier of them', () => {
    const timeOf = (analysis: AnalysisRule) => expectedAnalysisTime({ ...eventDrivenTrial(), analysis });
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
    expect(expectedLookTimes({ ...trial, interims })[0]).toBeCloseTo(18, 10);
    expect(expectedLookTimes({ ...trial, interims })[1]).toBeCloseTo(23, 10);
  });
});

import { describe, expect, test } from 'vitest';
import { averageHazardRatio } from '../../src/expectation/averageHazardRatio.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { exponential } from '../../src/survival/clock.ts';
import type { Trial } from '../../src/trial/trial.ts';
import reference from '../reference/expectedEvents.json' with { type: 'json' };
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { delayedTrial, eventDrivenTrial } from './plannedTrial.ts';
import { delayedTwoToOne, shapesTwoToOne } from './unequalTrials.ts';

describe('average hazard ratio', () => {
  test('is the hazard ratio when that is constant', () => {
    for (const t of [3, 24, 36, 200])
      expect(averageHazardRatio(expectationOf(eventDrivenTrial()), t)).toBeCloseTo(0.7, 12);
  });

  test('agrees with R integrate() (test/reference/expectedEvents.R)', () => {
    expect(Math.abs(averageHazardRatio(expectationOf(delayedTwoToOne), 36) - reference.delayed.ahr)).toBeLessThan(1e-9);
    expect(Math.abs(averageHazardRatio(expectationOf(shapesTwoToOne), 30) - reference.shapes.ahr)).toBeLessThan(1e-9);
  });

  test('is 1 before a delayed effect can show and falls afterwards', () => {
    expect(averageHazardRatio(expectationOf(delayedTrial(6)), 6)).toBeCloseTo(1, 12);
    expect(averageHazardRatio(expectationOf(delayedTrial(6)), 60)).toBeLessThan(
      averageHazardRatio(expectationOf(delayedTrial(6)), 20),
    );
  });

  test('one arm without hazard, and no events at all', () => {
    const trial = eventDrivenTrial();
    const none = { clock: exponential(0), steps: trial.arms[0].law.steps };
    const noExperimental: Trial = { ...trial, arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], law: none }) };
    expect(averageHazardRatio(expectationOf(noExperimental), 30)).toBe(0);
    expect(
      averageHazardRatio(
        expectationOf({ ...noExperimental, arms: armsOfLaws({ ...trial.arms[0], law: none }, noExperimental.arms[1]) }),
        30,
      ),
    ).toBeNaN();
  });
});

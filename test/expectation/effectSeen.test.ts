import { describe, expect, test } from 'vitest';
import { averageHazardRatio } from '../../src/expectation/averageHazardRatio.ts';
import { effectSeen, hardlySeenText, noEffectText } from '../../src/expectation/effectSeen.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { delayedTrial, eventDrivenTrial, exponentialLaw, plannedTrial } from './plannedTrial.ts';

const delayed = (lag: number, ratio = 0.5) =>
  plannedTrial({
    controlMedian: 12,
    steps: { starts: [0, lag], ratios: [1, ratio] },
    patients: 400,
    dropoutHazard: 0,
    analysis: { kind: 'calendarTime', time: 30 },
  });

describe('the effect that an analysis sees', () => {
  test('averages as the average hazard ratio does, and goes the way of the log-rank', () => {
    for (const trial of [delayedTrial(0), delayedTrial(3), eventDrivenTrial()]) {
      const seen = effectSeen(expectationOf(trial), 36);
      expect(seen.averageHazardRatio).toBeCloseTo(averageHazardRatio(expectationOf(trial), 36), 12);
      expect(seen.direction).toBe('benefit');
    }
    expect(effectSeen(expectationOf(delayedTrial(0)), 36)).toMatchObject({
      share: 1,
      ratioWhereDifferent: expect.closeTo(0.6, 12),
    });
    expect(effectSeen(expectationOf(eventDrivenTrial({ starts: [0], ratios: [1.5] })), 36).direction).toBe('harm');
  });

  test('is none where hazards are the same while anybody is followed, for one of two reasons', () => {
    const nothing = eventDrivenTrial({ starts: [0], ratios: [1] });
    expect(effectSeen(expectationOf(nothing), 36).direction).toBe('none');
    expect(noEffectText(nothing)).toMatch(/ratio is 1, so that there is no effect/);
    expect(effectSeen(expectationOf(delayed(30)), 30).direction).toBe('none');
    expect(noEffectText(delayed(30))).toMatch(/sets in later/);
    expect(effectSeen(expectationOf(delayed(30)), Number.POSITIVE_INFINITY).direction).toBe('benefit');
  });

  test('hardly sets in where few events are late enough', () => {
    // Entry uniform over 24, analysis at 30: P(T > 28 seen) of a control is ∫ over u from 28 to 30 of λe^(−λu)(30 − u)/24.
    const lambda = Math.LN2 / 12;
    const late = (rate: number) => {
      let sum = 0;
      for (let i = 0; i < 4000; i++) {
        const u = 28 + (i + 0.5) / 2000;
        sum += (rate * Math.exp(-lambda * 28 - rate * (u - 28)) * (30 - u)) / 24 / 2000;
      }
      return sum;
    };
    const early = (u: number) => 1 - Math.exp(-lambda * u);
    let before = 0;
    for (let i = 0; i < 24000; i++) before += early(Math.min(28, 6 + (i + 0.5) / 1000)) / 24000;
    const expected = (late(lambda) + late(lambda / 2)) / (2 * before + late(lambda) + late(lambda / 2));
    const seen = effectSeen(expectationOf(delayed(28)), 30);
    expect(seen.share / expected - 1).toBeCloseTo(0, 4);
    expect(hardlySeenText(seen)).toMatch(
      /0\.1\d+ % of the events .* \(it is 0.5 there\), so that on average it is 0.999/,
    );
    expect(hardlySeenText(effectSeen(expectationOf(delayed(3)), 30))).toBeNull();
  });

  test('of curves of different shapes is one from the start', () => {
    const trial = eventDrivenTrial();
    const shaped: Trial = {
      ...trial,
      arms: armsOfLaws(trial.arms[0], {
        ...trial.arms[1],
        law: { clock: { kind: 'weibull', shape: 1.4, scale: 9 }, steps: NO_EFFECT },
      }),
    };
    expect(effectSeen(expectationOf(shaped), 36).share).toBeCloseTo(1, 6);
    const same: Trial = { ...trial, arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], law: exponentialLaw(6) }) };
    expect(effectSeen(expectationOf(same), 36).direction).toBe('none');
  });
});

import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/survival/clock.ts';
import { hazardRatioAt } from '../../src/survival/hazardRatioAt.ts';
import { hazard, median, multiplied, NO_EFFECT } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { type CareDrift, driftOfEntry, hazardOfEntry, improvedArms } from '../../src/trial/careDrift.ts';
import { withDrift } from '../../src/trial/otherwise.ts';
import { eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { lawOfArm } from './armsOfLaws.ts';

const exponential: Clock = { kind: 'piecewise', starts: [0], hazards: [0.07] };
const weibull: Clock = { kind: 'weibull', shape: 1.4, scale: 12 };
const cure: Clock = { kind: 'cure', cureFraction: 0.2, uncured: { kind: 'weibull', shape: 0.8, scale: 9 } };

const armsOf = (clock: Clock) =>
  makeArms(
    { name: 'C', weight: 1, effect: { kind: 'own', law: { clock, steps: NO_EFFECT } }, dropoutHazard: 0.01 },
    { name: 'E', weight: 1, effect: { kind: 'relative', steps: { starts: [0], ratios: [0.7] } }, dropoutHazard: 0.01 },
  );

const yearly = (factor: number, more: Partial<CareDrift> = {}): CareDrift => ({
  logPerUnit: Math.log(factor) / 12,
  sincePublication: 0,
  until: Number.POSITIVE_INFINITY,
  ...more,
});

describe('care that improves', () => {
  it.each([
    ['exponential', exponential],
    ['Weibull', weibull],
  ] as const)('multiplies medians by the factor to the power of the years: %s', (_, clock) => {
    const arms = armsOf(clock);
    for (const arm of arms) {
      const later = multiplied(lawOfArm(arm), hazardOfEntry(yearly(1.1), arms, 24));
      expect(median(later) / median(lawOfArm(arm))).toBeCloseTo(1.21, 10);
    }
  });

  it('divides the hazard by the factor where the clock has no scale that the median goes with', () => {
    const arms = armsOf(cure);
    expect(hazardOfEntry(yearly(1.1), arms, 12)).toBeCloseTo(1 / 1.1, 12);
  });

  it('stands still from `until` on, and for everybody where it ends before the first entry', () => {
    const arms = armsOf(exponential);
    const drift = yearly(1.1, { until: 12 });
    expect(hazardOfEntry(drift, arms, 30)).toBe(hazardOfEntry(drift, arms, 12));
    const trial = { ...eventDrivenTrial(), drift: yearly(1.1, { until: 0 }) };
    expect(driftOfEntry(trial)).toBeNull();
    expect(driftOfEntry({ ...trial, drift: yearly(1) })).toBeNull();
    expect(driftOfEntry({ ...trial, drift: yearly(1.1) })).toEqual(yearly(1.1));
  });

  it.each([exponential, weibull, cure])(
    'keeps hazard ratios and dropout in what came before the trial: %o',
    (clock) => {
      const arms = armsOf(clock);
      const better = improvedArms(arms, Math.log(1.3));
      const shape = clock.kind === 'weibull' ? clock.shape : 1;
      for (const t of [0.5, 3, 11, 40]) {
        expect(hazardRatioAt(lawOfArm(better[1]), lawOfArm(better[0]), t)).toBeCloseTo(0.7, 12);
        expect(hazard(lawOfArm(better[0]), t) / hazard(lawOfArm(arms[0]), t)).toBeCloseTo(1.3 ** -shape, 12);
      }
      expect(better[1].dropoutHazard).toBe(0.01);
      expect(improvedArms(arms, 0)).toBe(arms);
    },
  );

  it('has all hazards of a history multiplied', () => {
    const course = {
      deaths: { starts: [0], shares: [0.1] },
      after: { kind: 'law', law: { clock: exponential, steps: NO_EFFECT } },
      switching: null,
    } as const;
    const [control, experimental] = armsOf(exponential);
    const [better] = improvedArms(makeArms({ ...control, course }, { ...experimental, course }), Math.log(2));
    const after = better.history.course?.after;
    expect(after?.kind === 'law' && hazard(after.law, 1)).toBeCloseTo(0.035, 12);
  });

  it('is undone by none of it, before the trial and during it', () => {
    const trial = eventDrivenTrial();
    const drift = yearly(1.05, { sincePublication: 48 });
    const planned = { ...trial, drift, arms: improvedArms(trial.arms, 4 * Math.log(1.05)) };
    const without = withDrift(planned, 0);
    expect(without && driftOfEntry(without)).toBeNull();
    expect(median(lawOfArm((without ?? planned).arms[0]))).toBeCloseTo(median(lawOfArm(trial.arms[0])), 10);
    expect(median(lawOfArm((withDrift(planned, 2) ?? planned).arms[0]))).toBeCloseTo(6 * 1.05 ** 8, 9);
    expect(withDrift(trial, 2)).toBeNull();
  });
});

/** Effects as data: the law that follows from each, and the constant hazard ratio read off it. */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { type Clock, exponential } from '../../src/survival/clock.ts';
import { hazardRatioAt } from '../../src/survival/hazardRatioAt.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { constantHazardRatioOf, type Effect, LIKE_CONTROL, lawOf } from '../../src/trial/effect.ts';
import type { Lag } from '../../src/trial/lag.ts';
import { withDropout, withHazardRatios, withMedians } from '../../src/trial/otherwise.ts';
import { lastingEffect, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { lawOfArm } from './armsOfLaws.ts';

const law = (clock: Clock, starts = [0], ratios = [1]): SurvivalLaw => ({ clock, steps: { starts, ratios } });
const weibull = (shape: number, scale: number): Clock => ({ kind: 'weibull', shape, scale });
const relative = (starts: number[], ratios: number[]): Effect => ({ kind: 'relative', steps: { starts, ratios } });
const timed = (timing: Partial<TimedEffect> = {}): Effect => ({
  kind: 'timed',
  timing: { ...lastingEffect({ kind: 'constant', hazardRatio: 0.7 }), ...timing },
});

const CONTROL = law(exponential(0.1));
const OWN: Effect = { kind: 'own', law: CONTROL };

describe('the constant hazard ratio of two laws of their own', () => {
  test.each<[string, SurvivalLaw, SurvivalLaw, number | null]>([
    ['exponential medians 6 and 9', law(exponential(Math.LN2 / 6)), law(exponential(Math.LN2 / 9)), 1.5],
    ['constant step on any clock', law(weibull(1.7, 8), [0], [0.7]), law(weibull(1.7, 8)), 0.7],
    [
      'constant step on cure',
      law({ kind: 'cure', cureFraction: 0.3, uncured: exponential(0.1) }, [0], [0.7]),
      law({ kind: 'cure', cureFraction: 0.3, uncured: exponential(0.1) }),
      0.7,
    ],
    ['Weibull scales', law(weibull(1.5, 10)), law(weibull(1.5, 8)), 0.8 ** 1.5],
    ['Weibull shapes', law(weibull(1.5, 10)), law(weibull(1.4, 10)), null],
    ['delayed', law(exponential(0.1), [0, 3], [1, 0.6]), law(exponential(0.1)), null],
    ['late change, after nearly all events', law(exponential(0.1), [0, 90], [0.7, 0.8]), law(exponential(0.1)), null],
    [
      'no hazard in either for a while',
      law({ kind: 'piecewise', starts: [0, 2], hazards: [0, 0.1] }),
      law({ kind: 'piecewise', starts: [0, 2], hazards: [0, 0.2] }),
      0.5,
    ],
    [
      'no hazard in control for a while',
      law(exponential(0.1)),
      law({ kind: 'piecewise', starts: [0, 2], hazards: [0, 0.1] }),
      null,
    ],
    ['itself', law(weibull(0.6, 7)), law(weibull(0.6, 7)), 1],
  ])('%s', (_, experimental, control, expected) => {
    const ratio = constantHazardRatioOf({ kind: 'own', law: experimental }, { kind: 'own', law: control });
    if (expected === null) expect(ratio).toBeNull();
    else expect(ratio).toBeCloseTo(expected, 9);
  });

  test('a Weibull of shape 1 is exponential', () => {
    const ratio = constantHazardRatioOf({ kind: 'own', law: law(weibull(1, 20)) }, OWN);
    expect(ratio).toBeCloseTo(0.5, 14);
  });
});

describe('the constant hazard ratio of other effects', () => {
  it('is the ratio as it was written, to the last bit', () => {
    // A quotient of two hazards would not be it.
    expect((0.7 * 0.1) / 0.1).not.toBe(0.7);
    expect(constantHazardRatioOf(relative([0], [0.7]), OWN)).toBe(0.7);
    expect(constantHazardRatioOf(LIKE_CONTROL, OWN)).toBe(1);
    expect(constantHazardRatioOf(relative([0, 3], [0.7, 0.7]), OWN)).toBe(0.7);
    expect(constantHazardRatioOf(relative([0, 3], [1, 0.7]), OWN)).toBeNull();
  });

  it('of a start is that of every patient', () => {
    const before: Lag = { kind: 'uniform', from: -2, to: -1 };
    const after: Lag = { kind: 'uniform', from: 1, to: 2 };
    expect(constantHazardRatioOf(timed(), OWN, { kind: 'fixed', time: 0 })).toBe(0.7);
    expect(constantHazardRatioOf(timed({ waiting: 0.7 }), OWN, before)).toBe(0.7);
    expect(constantHazardRatioOf(timed(), OWN, after)).toBeNull();
    expect(constantHazardRatioOf(timed({ onset: 1 }), OWN, { kind: 'fixed', time: 0 })).toBeNull();
  });
});

describe('the law of an effect', () => {
  it('lies on that of the control, hazard ratios of its own included', () => {
    const control = law(exponential(0.1), [0, 5], [1, 0.8]);
    expect(lawOf(LIKE_CONTROL, control)).toBe(control);
    expect(lawOf(relative([0, 3], [1, 0.5]), control)).toEqual(law(exponential(0.1), [0, 3, 5], [1, 0.5, 0.4]));
    expect(lawOf(relative([0, 3], [1, 0.5]), CONTROL)).toEqual(law(exponential(0.1), [0, 3], [1, 0.5]));
  });

  it('needs the lag that it is timed by, and a control of its own', () => {
    expect(() => lawOf(timed(), CONTROL)).toThrow(/needs the lag/);
    const parts = { weight: 1, dropoutHazard: 0 };
    expect(() =>
      makeArms({ ...parts, name: 'control', effect: LIKE_CONTROL }, { ...parts, name: 'new', effect: OWN }),
    ).toThrow(/control is the control, which has a law of its own; its effect is relative/);
  });
});

/** Every arm has the law that follows from its effect. */
function expectLawsToFollow({ arms }: Trial): void {
  const [control] = arms;
  for (const arm of arms) expect(lawOfArm(arm)).toEqual(lawOf(arm.effect, lawOfArm(control), arm.start?.lag));
}

describe('arms of the shipped scenarios', async () => {
  const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  it.each(names)('keep law and effect together: %s', async (name) => {
    const { trial: planned } = await loadScenario(`${folder}${name}`);
    if (planned === null) return;
    const trial: Trial = { ...planned.unsized, patients: planned.patients ?? 300 };
    const varied = [withMedians(trial, 1.25), withHazardRatios(trial, 0.9), withDropout(trial, 2), underNull(trial)];
    for (const each of [trial, ...varied]) if (each !== null) expectLawsToFollow(each);
    const [control, ...others] = trial.arms;
    for (const arm of others) {
      const constant = constantHazardRatioOf(arm.effect, control.effect, arm.start?.lag);
      const seen = [0.3, 2, 7, 15].map((t) => hazardRatioAt(lawOfArm(arm), lawOfArm(control), t));
      if (constant === null) expect(new Set(seen.map((ratio) => ratio.toPrecision(6))).size).toBeGreaterThan(1);
      else for (const ratio of seen) expect(ratio).toBeCloseTo(constant, 12);
    }
  });
});

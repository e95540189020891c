/** From what a paper gives to a survival law: each law goes through the points it was given. */
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/scenario/context.ts';
import type { SurvivalFile } from '../../src/scenario/schema.ts';
import { plannedEffect } from '../../src/scenario/survival.ts';
import { exponential } from '../../src/survival/clock.ts';
import { cureFraction, hazard, median, NO_EFFECT, type SurvivalLaw, survival } from '../../src/survival/law.ts';
import { lawOf } from '../../src/trial/effect.ts';

const context: Context = {
  unit: 'month',
  plainUnit: 'month',
  report: (path, text) => {
    throw new Error(`${path.join('.')} ${text}`);
  },
};

function law(
  spec: Exclude<SurvivalFile, { model: 'timed' } | { model: 'transitions' }>,
  control: SurvivalLaw | null = null,
  where: Context = context,
): SurvivalLaw {
  const effect = plannedEffect(spec, [], where);
  if (effect === null) throw new Error('no effect');
  return lawOf(effect, control ?? { clock: exponential(1), steps: NO_EFFECT });
}

const at = (time: number, share: number) => ({ time, survival: share });

describe('exponential', () => {
  it('from a median', () => expect(median(law({ model: 'exponential', median: 9 }))).toBeCloseTo(9, 12));
  it('from a hazard', () => expect(hazard(law({ model: 'exponential', hazard: 0.1 }), 5)).toBe(0.1));
  it('from a milestone', () => {
    expect(survival(law({ model: 'exponential', milestone: at(12, 0.4) }), 12)).toBeCloseTo(0.4, 12);
  });
  it('from a median with its own unit', () => {
    expect(median(law({ model: 'exponential', median: '1 year' }))).toBeCloseTo(12, 12);
    expect(median(law({ model: 'exponential', median: '8 weeks' }))).toBeCloseTo(56 / (365.25 / 12), 12);
  });
  it('converts plain hazards of another unit', () => {
    const weeks = { ...context, plainUnit: 'week' as const };
    const perWeek = law({ model: 'exponential', hazard: 0.01 }, null, weeks);
    expect(hazard(perWeek, 1)).toBeCloseTo((0.01 * 365.25) / 12 / 7, 12);
    expect(median(law({ model: 'exponential', median: 8 }, null, weeks))).toBeCloseTo(56 / (365.25 / 12), 12);
  });
});

describe('weibull', () => {
  it('from shape and scale', () => {
    expect(law({ model: 'weibull', shape: 1.3, scale: 10 }).clock).toEqual({ kind: 'weibull', shape: 1.3, scale: 10 });
  });
  it('from shape and median', () => {
    expect(law({ model: 'weibull', shape: 1.2, median: 9 }).clock).toMatchObject({ scale: 9 / Math.LN2 ** (1 / 1.2) });
  });
  it('from shape and milestone', () => {
    expect(survival(law({ model: 'weibull', shape: 0.8, milestone: at(6, 0.7) }), 6)).toBeCloseTo(0.7, 12);
  });
  it('from median and milestone, in either order of time', () => {
    for (const milestone of [at(4, 0.7), at(20, 0.2)]) {
      const found = law({ model: 'weibull', median: 9, milestone });
      expect(median(found)).toBeCloseTo(9, 12);
      expect(survival(found, milestone.time)).toBeCloseTo(milestone.survival, 12);
    }
  });
  it('from two milestones, recovering the shape', () => {
    const s = (t: number) => Math.exp(-((t / 10) ** 1.7));
    const found = law({ model: 'weibull', milestones: [at(12, s(12)), at(5, s(5))] });
    expect(found.clock).toMatchObject({ kind: 'weibull' });
    expect((found.clock as { shape: number }).shape).toBeCloseTo(1.7, 10);
    expect((found.clock as { scale: number }).scale).toBeCloseTo(10, 10);
  });
});

describe('piecewise exponential', () => {
  it('from pieces', () => {
    const found = law({
      model: 'piecewise exponential',
      pieces: [
        { from: 0, hazard: 0.1 },
        { from: '1 year', hazard: 0.05 },
      ],
    });
    expect(found.clock).toEqual({ kind: 'piecewise', starts: [0, 12], hazards: [0.1, 0.05] });
  });
  it('through milestones and a median, the last hazard going on', () => {
    const found = law({ model: 'piecewise exponential', milestones: [at(6, 0.65), at(12, 0.4)], median: 9 });
    expect(survival(found, 6)).toBeCloseTo(0.65, 12);
    expect(median(found)).toBeCloseTo(9, 12);
    expect(survival(found, 12)).toBeCloseTo(0.4, 12);
    expect(survival(found, 15)).toBeCloseTo(0.4 * (0.4 / 0.5), 12);
  });
});

describe('cure', () => {
  it('with a model of the uncured', () => {
    const found = law({ model: 'cure', cureFraction: 0.2, uncured: { model: 'weibull', shape: 1.5, scale: 8 } });
    expect(cureFraction(found)).toBeCloseTo(0.2, 12);
    expect(survival(found, 8)).toBeCloseTo(0.2 + 0.8 * Math.exp(-1), 12);
  });
  it('from the overall median or milestone', () => {
    expect(median(law({ model: 'cure', cureFraction: 0.3, median: 9 }))).toBeCloseTo(9, 10);
    expect(survival(law({ model: 'cure', cureFraction: 0.3, milestone: at(12, 0.45) }), 12)).toBeCloseTo(0.45, 12);
  });
});

describe('relative', () => {
  const control = law({ model: 'weibull', shape: 1.2, median: 9 });
  const steps = (spec: Omit<Extract<SurvivalFile, { model: 'relative' }>, 'model'>) =>
    law({ model: 'relative', ...spec }, control);

  it('shares the clock of the control', () => expect(steps({ hazardRatio: 0.7 }).clock).toBe(control.clock));
  it('constant', () => expect(steps({ hazardRatio: 0.7 }).steps).toEqual({ starts: [0], ratios: [0.7] }));
  it('delayed', () =>
    expect(steps({ hazardRatio: 0.7, delay: 2 }).steps).toEqual({ starts: [0, 2], ratios: [1, 0.7] }));
  it('a delay of 0 is none', () =>
    expect(steps({ hazardRatio: 0.7, delay: 0 }).steps).toEqual({ starts: [0], ratios: [0.7] }));
  it('waning', () => {
    expect(steps({ hazardRatio: 0.7, until: '2 years' }).steps).toEqual({ starts: [0, 24], ratios: [0.7, 1] });
    expect(steps({ hazardRatio: 0.7, delay: 2, until: 24 }).steps).toEqual({ starts: [0, 2, 24], ratios: [1, 0.7, 1] });
  });
  it('crossing', () => {
    const crossing = [
      { from: 0, hazardRatio: 1.3 },
      { from: 4, hazardRatio: 0.6 },
    ];
    expect(steps({ steps: crossing }).steps).toEqual({ starts: [0, 4], ratios: [1.3, 0.6] });
  });
});

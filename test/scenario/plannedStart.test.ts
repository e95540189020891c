/** Starts of the ICI and the effect of their timing: each field to what it is resolved to. */

import { describe, expect, it } from 'vitest';
import { survival } from '../../src/survival/law.ts';
import type { Lag } from '../../src/trial/lag.ts';
import { lastingEffect, marginalLaw, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { draft, load } from './draft.ts';

const SURVIVAL = 'survival: { model: relative, hazardRatio: 0.7 }';
/** Months in a week. */
const WEEK = 7 / (365.25 / 12);

async function armsWith(survivalAndStart: string) {
  const { trial } = await load(draft([SURVIVAL, survivalAndStart]));
  if (!trial) throw new Error('no trial');
  return trial.unsized;
}

const lagOf = async (start: string) => (await armsWith(`${SURVIVAL}\n      treatmentStart: ${start}`)).arms[1].start;
const timed = (effect: string, start = '2 weeks') =>
  armsWith(`survival: { model: timed, ${effect} }\n      treatmentStart: ${start}`);

describe('the start of the ICI', () => {
  it.each<[string, Lag]>([
    ['0.5', { kind: 'fixed', time: 0.5 }],
    ['2 weeks', { kind: 'fixed', time: 2 * WEEK }],
    ['-0.25', { kind: 'fixed', time: -0.25 }],
    ['"-1 week"', { kind: 'fixed', time: -WEEK }],
    ['{ value: 1, source: assumed, note: a guess }', { kind: 'fixed', time: 1 }],
    ['{ uniform: [2 weeks, 1] }', { kind: 'uniform', from: 2 * WEEK, to: 1 }],
    ['{ uniform: ["-1 week", { value: 1 week, source: assumed }] }', { kind: 'uniform', from: -WEEK, to: WEEK }],
    ['{ lognormal: { median: 2 weeks, spread: 0.4 } }', { kind: 'lognormal', median: 2 * WEEK, spread: 0.4, after: 0 }],
    [
      '{ lognormal: { median: 1, spread: 0.4, after: -0.5 } }',
      { kind: 'lognormal', median: 1, spread: 0.4, after: -0.5 },
    ],
    ['{ exponential: { mean: 1, after: 1 week } }', { kind: 'exponential', mean: 1, after: WEEK }],
    [
      '{ discrete: [{ lag: 1 week, share: 0.3 }, { lag: 3 weeks, share: 0.7 }] }',
      { kind: 'discrete', times: [WEEK, 3 * WEEK], shares: [0.3, 0.7] },
    ],
  ])('%s', async (start, lag) => {
    expect(await lagOf(start)).toEqual({ lag });
  });

  it('leaves the law of another model as it is', async () => {
    const {
      arms: [control, experimental],
    } = await armsWith(`${SURVIVAL}\n      treatmentStart: 2 weeks`);
    expect(lawOfArm(experimental)).toEqual({ clock: lawOfArm(control).clock, steps: { starts: [0], ratios: [0.7] } });
  });
});

const PLAIN = lastingEffect({ kind: 'constant', hazardRatio: 0.6 });

describe('the effect of a start', () => {
  it.each<[string, Partial<TimedEffect>]>([
    ['hazardRatio: 0.6', {}],
    [
      'synchronous: 0.5, halfLife: 3 weeks',
      { priming: { kind: 'halfLife', synchronous: 0.5, residual: 1, halfLife: 3 * WEEK, plateau: 0 } },
    ],
    [
      'synchronous: 0.5, residual: 0.9, halfLife: 1, plateau: 1 week',
      { priming: { kind: 'halfLife', synchronous: 0.5, residual: 0.9, halfLife: 1, plateau: WEEK } },
    ],
    [
      'byLag: [{ lag: -2 weeks, hazardRatio: 0.5 }, { lag: 9 weeks, hazardRatio: 1 }]',
      { priming: { kind: 'table', lags: [-2 * WEEK, 9 * WEEK], hazardRatios: [0.5, 1] } },
    ],
    ['hazardRatio: 0.6, onset: 1', { onset: 1 }],
    ['hazardRatio: 0.6, duration: 1 year', { duration: 12 }],
    ['hazardRatio: 0.6, duration: 12, waned: 0.9', { duration: 12, waned: 0.9 }],
    ['hazardRatio: 0.6, repeatProcedure: [2, 4 months]', { repeats: [2, 4] }],
    ['hazardRatio: 0.6, repeatProcedure: { every: 2, times: 3 }', { repeats: [2, 4, 6] }],
  ])('%s', async (effect, changed) => {
    expect((await timed(effect)).arms[1].effect).toEqual({ kind: 'timed', timing: { ...PLAIN, ...changed } });
  });

  it.each(['-1 week', '{ uniform: [-0.1, 1] }', '{ exponential: { mean: 1, after: -0.1 } }'])(
    'may hold while TACE waits with %s',
    async (start) => {
      const {
        arms: [, experimental],
      } = await timed('hazardRatio: 0.6, waitingForProcedure: 1.2', start);
      expect(experimental.effect).toEqual({ kind: 'timed', timing: { ...PLAIN, waiting: 1.2 } });
    },
  );

  it('makes steps of a fixed lag: onset after both are given, then waned', async () => {
    const {
      arms: [control, experimental],
    } = await timed('hazardRatio: 0.6, onset: 1, duration: 6, waned: 0.9', '0.5');
    expect(lawOfArm(experimental)).toEqual({
      clock: lawOfArm(control).clock,
      steps: { starts: [0, 1.5, 7.5], ratios: [1, 0.6, 0.9] },
    });
  });

  it('halves on the log scale', async () => {
    const {
      arms: [, experimental],
    } = await timed('synchronous: 0.5, residual: 0.9, halfLife: 1, plateau: 0.5', '1.5');
    const [, ratio] = lawOfArm(experimental).steps.ratios;
    expect(Math.log(ratio)).toBeCloseTo((Math.log(0.5) + Math.log(0.9)) / 2, 12);
  });

  it('makes the marginal law of a lag that varies', async () => {
    const lag = '{ discrete: [{ lag: 1, share: 0.3 }, { lag: 3, share: 0.7 }] }';
    const {
      arms: [control, experimental],
    } = await timed('byLag: [{ lag: 1, hazardRatio: 0.5 }, { lag: 3, hazardRatio: 0.9 }]', lag);
    const { effect, start } = experimental;
    if (effect.kind !== 'timed' || start === undefined) throw new Error('no effect that a start decides');
    expect(lawOfArm(experimental)).toEqual(marginalLaw(lawOfArm(control), effect.timing, start.lag));
    // Three in ten have half the hazard from month 1 on, the others the control's until their start in month 3.
    const early = Math.exp((-Math.LN2 / 9) * (1 + 0.5 * 2));
    expect(survival(lawOfArm(experimental), 3)).toBeCloseTo(0.3 * early + 0.7 * 2 ** (-3 / 9), 12);
  });

  it('says where its values come from', async () => {
    const { provenance } = await load(
      draft([
        SURVIVAL,
        'survival: { model: timed, hazardRatio: { value: 0.6, source: assumed } }\n      treatmentStart: { uniform: [{ value: 0 days, source: reported, note: Methods }, 1] }',
      ]),
    );
    expect(provenance.map(({ path, value, note }) => [path, value, note])).toEqual([
      ['trial.arms[New].survival.hazardRatio', '0.6', null],
      ['trial.arms[New].treatmentStart.uniform[0]', '0 days', 'Methods'],
    ]);
  });
});

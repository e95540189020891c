/**
 * Axes of a surface: usual values, units, what is wrong with them.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { armIndex, hazardRatioAxis, lagAxis, timedArm } from '../../src/questions/timingAxes.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Lag } from '../../src/trial/lag.ts';
import { lastingEffect, type Priming } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { withTimedArm } from '../trial/timedArm.ts';

const scenario = { file: 'x.yaml' } as Scenario;

function timedTrial(priming: Priming, lag: Lag = { kind: 'fixed', time: 1 }): Trial {
  return withTimedArm(delayedTrial(0), lag, lastingEffect(priming));
}

const CONSTANT: Priming = { kind: 'constant', hazardRatio: 0.65 };
const WEEK = 7 / (365.25 / 12);
const armOf = (priming: Priming, lag?: Lag) => timedArm(scenario, timedTrial(priming, lag), 1);

describe('the lag', () => {
  it('goes from 0 to 11 weeks, or to four half-lives after the plateau', () => {
    const weeks = lagAxis(armOf(CONSTANT), undefined, 'month').axis;
    expect(weeks.values).toEqual(Array.from({ length: 12 }, (_, i) => `${i} weeks`));
    expect(weeks.numbers[11]).toBeCloseTo(11 * WEEK, 10);
    const halfLife: Priming = {
      kind: 'halfLife',
      synchronous: 0.6,
      residual: 0.9,
      halfLife: 3 * WEEK,
      plateau: 1 * WEEK,
    };
    const { values, numbers } = lagAxis(armOf(halfLife), undefined, 'month').axis;
    expect([values[0], values[1], values.length]).toEqual(['0 weeks', '2 weeks', 12]);
    expect(numbers[11]).toBeGreaterThanOrEqual(13 * WEEK);
  });

  it('is what is asked for, in order, with its unit and its sign', () => {
    const { axis, change } = lagAxis(armOf(CONSTANT), '1,-1 week,3 days', 'month');
    expect(axis.values).toEqual(['-1 week', '3 days', 1]);
    expect(axis.numbers.map((number) => number * (365.25 / 12))).toEqual(
      [-7, 3, 365.25 / 12].map((days) => expect.closeTo(days, 9)),
    );
    expect(axis.label).toBe('lag of experimental');
    expect(change?.(timedTrial(CONSTANT), 2).arms[1].start?.lag).toEqual({ kind: 'fixed', time: 2 });
    expect(lagAxis(armOf(CONSTANT, { kind: 'uniform', from: 0, to: 1 }), '1', 'month').axis.label).toMatch(/^mean lag/);
  });

  it.each([
    ['soon', /^--lag soon: soon is no time; must be a number/],
    ['1 month,1', /^--lag 1 month,1: has 1( month)? twice/],
    ['1:2', /is no time/],
  ])('%s is none', (text, message) => {
    expect(() => lagAxis(armOf(CONSTANT), text, 'month')).toThrow(message);
  });
});

describe('the hazard ratio', () => {
  it('goes from 0.5 to 0.94, the planned one among them', () => {
    const { values } = hazardRatioAxis(armOf(CONSTANT), undefined).axis;
    expect(values).toEqual([0.5, 0.54, 0.58, 0.62, 0.65, 0.7, 0.74, 0.78, 0.82, 0.86, 0.9, 0.94]);
  });

  it.each([
    ['0.5,0', /^--hazard-ratio 0\.5,0: 0 is no hazard ratio/],
    ['0.5,x', /x is no hazard ratio/],
  ])('%s are none', (text, message) => {
    expect(() => hazardRatioAxis(armOf(CONSTANT), text)).toThrow(message);
  });

  it('cannot be scaled from a table that has none', () => {
    const table: Priming = { kind: 'table', lags: [0, 2], hazardRatios: [1, 0.7] };
    expect(() => hazardRatioAxis(armOf(table), undefined)).toThrow(/hazard ratio 1 at lag 0.*--y path=values/);
  });
});

describe('the arm', () => {
  it('is the first that has a start, or the one named', () => {
    const plain = delayedTrial(0);
    const timed = timedTrial(CONSTANT).arms[1];
    const trial: Trial = { ...plain, arms: armsOfLaws(plain.arms[0], plain.arms[1], { ...timed, name: 'early' }) };
    expect(armIndex(scenario, trial, undefined)).toBe(2);
    expect(armIndex(scenario, trial, 'experimental')).toBe(1);
    expect(armIndex(scenario, plain, undefined)).toBe(1);
    expect(() => armIndex(scenario, trial, 'late')).toThrow(
      '--arm late: x.yaml has no such experimental arm; must be one of experimental, early',
    );
  });

  it('must have a start that matters', () => {
    expect(() => timedArm(scenario, delayedTrial(0), 1)).toThrow(
      /^x\.yaml: trial\.arms\[experimental\]\.treatmentStart is missing; .*--x path=values/,
    );
    const idle = withTimedArm(delayedTrial(0), { kind: 'fixed', time: 1 }, null);
    expect(() => timedArm(scenario, idle, 1)).toThrow(/survival does not depend on treatmentStart/);
  });
});

/**
 * Zero and one as people write them: everybody enters at once, a digitised curve from 1 to 0 with flat parts. Means are
 * held to theirs within 6 standard errors (2e-9 each).
 *
 * @module-tag slow
 */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { chooseKernel, createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { cureFraction, median, survival } from '../../src/survival/law.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { draft, problems } from '../scenario/draft.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';

function trialOf(name: string, change: (trial: Trial) => Trial = (trial) => trial): Trial {
  const text = readFileSync(new URL(`../cases/${name}.yaml`, import.meta.url), 'utf8');
  const { trial } = scenarioFromText(name, text);
  if (trial?.patients == null) throw new Error('no patients');
  return change({ ...trial.unsized, patients: trial.patients });
}

const NOTHING = { hazardRatio: false, medians: false };
const REPLICATES = 4000;

/** Mean events of each arm, held to those expected, by the fast kernel and the same by the reference. */
function expectEvents(trial: Trial, expected: readonly number[]): void {
  const plan = planKernel(trial);
  expect(chooseKernel(plan).name).toBe('wasm-simd');
  const key = streamKey('zero and one', 'events');
  const [found] = createSimulator(plan).simulate(key, 0, REPLICATES, NOTHING);
  const [reference] = createSimulator(plan, 'reference').simulate(key, 0, 50, NOTHING);
  for (const arm of [0, 1]) {
    expect([...found.events[arm].subarray(0, 50)]).toEqual([...reference.events[arm]]);
    const values = [...found.events[arm]];
    const mean = values.reduce((sum, x) => sum + x, 0) / REPLICATES;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (REPLICATES - 1);
    expect(Math.abs(mean - expected[arm])).toBeLessThan(6 * Math.sqrt(variance / REPLICATES));
  }
}

describe('everybody enters at once', () => {
  const expected = [0.004, 0.0028].map((hazard) => 4000 * -Math.expm1(-12 * hazard));

  it('and is followed to the analysis', () => {
    const trial = trialOf('everyone-at-once');
    const byArm = expectationOf(trial).counts(12);
    for (const arm of [0, 1]) expect(byArm[arm].events).toBeCloseTo(expected[arm], 8);
    expectEvents(trial, expected);
    expectEvents({ ...trial, accrual: { ...trial.accrual, pattern: 'even' } }, expected);
    expectEvents({ ...trial, analysis: { kind: 'followUp', time: 12 } }, expected);
  });

  it('where the analysis waits for events', () => {
    const trial = trialOf('everyone-at-once', (planned) => ({ ...planned, analysis: { kind: 'events', events: 319 } }));
    const plan = planKernel(trial);
    const [columns] = createSimulator(plan).simulate(streamKey('zero and one', 'wait'), 0, 200, NOTHING);
    expect([...columns.reached].every((reached) => reached === 1)).toBe(true);
    expect([...columns.events[0]].every((events, row) => events + columns.events[1][row] === 319)).toBe(true);
    // The mean time of the 319th event of 8,000 is 11.977; its standard deviation about 0.67.
    const mean = [...columns.analysisTime].reduce((sum, t) => sum + t, 0) / 200;
    expect(Math.abs(mean - 11.977)).toBeLessThan((6 * 0.7) / Math.sqrt(200));
  });
});

describe('a digitised curve', () => {
  const digitised = trialOf('digitised-curve');
  const law = lawOfArm(digitised.arms[0]);

  it('goes through its points, flat where they are and straight to 0', () => {
    for (const [time, left] of [
      [0, 1],
      [0.5, 1],
      [1.4, 0.93],
      [3.1, 0.78],
      [3.7, 0.78],
      [4.2, 0.78],
      [22.6, 0.09],
    ])
      expect(survival(law, time)).toBeCloseTo(left, 12);
    for (const share of [0.5, 0.25, 0.125]) expect(survival(law, 24.1 - 1.5 * share)).toBeCloseTo(0.09 * share, 12);
    expect(survival(law, 24.1)).toBeLessThan(0.09 * 2 ** -11);
    expect(survival(law, 24.2)).toBeLessThan(1e-15);
    // Between .55 at 8.1 and .40 at 10.7 on the log scale.
    expect(median(law)).toBeCloseTo(8.1 + (2.6 * Math.log(0.55 / 0.5)) / Math.log(0.55 / 0.4), 9);
    expect(cureFraction(law)).toBeLessThan(1e-300);
  });

  // From R's integrate on the same curve; on one that is straight from 22.6 on they are 107.856 and 97.132.
  it('has the events that R integrates: 107.8733 and 97.1639', () => {
    const trial: Trial = { ...digitised, analysis: { kind: 'calendarTime', time: 30 } };
    const byArm = expectationOf(trial).counts(30);
    expect(byArm[0].events).toBeCloseTo(107.8733491828, 6);
    expect(byArm[1].events).toBeCloseTo(97.1638687104, 6);
    expectEvents(trial, [107.8733491828, 97.1638687104]);
  });

  const curve = (points: string): [string, string] => [
    'model: exponential, median: 9',
    `model: piecewise exponential, milestones: [${points}]`,
  ];
  const point = (time: number, left: number) => `{time: ${time}, survival: ${left}}`;

  it.each([
    [
      [
        [0, 0.9],
        [6, 0.5],
      ],
      'have 0.9 at 0; survival is 1 at the start',
    ],
    [
      [
        [0, 1],
        [6, 0.5],
        [9, 0.6],
      ],
      'go from 0.5 at 6 to 0.6 at 9; survival must not rise',
    ],
    [
      [
        [6, 0.5],
        [9, 0],
        [12, 0],
      ],
      'go from 0 at 9 to 0 at 12; nobody is left after 0: end there',
    ],
    [
      [
        [0, 1],
        [6, 1],
      ],
      'never fall below 1, so that nobody ever has the event; give a point below 1',
    ],
  ] as [[number, number][], string][])('%j is refused', async (points, message) => {
    const text = draft(curve(points.map(([time, left]) => point(time, left)).join(', ')));
    expect(await problems(text)).toBe(`x.yaml:14: trial.arms[Old].survival.milestones ${message}`);
  });

  it('that ends flat leaves the rest without the event, as does a cure fraction; one of 0 is none', () => {
    const flat = scenarioFromText('flat', draft(curve([point(6, 0.5), point(12, 0.2), point(18, 0.2)].join(', '))));
    expect(cureFraction(lawOfArm(flat.trial?.unsized.arms[0]) ?? law)).toBeCloseTo(0.2, 12);
    const none = scenarioFromText(
      'none',
      draft(['model: exponential, median: 9', 'model: cure, cureFraction: 0, median: 9']),
    );
    expect(lawOfArm(none.trial?.unsized.arms[0]).clock).toEqual({
      kind: 'piecewise',
      starts: [0],
      hazards: [Math.LN2 / 9],
    });
  });
});

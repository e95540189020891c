/**
 * Analyses just when enrolment ends. Of n patients entered evenly over A with hazard λ, n (1 − (1 − e^{−λA})/(λA)) have had
 * the event by A.
 */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { draft, load } from './draft.ts';

const NO_DROPOUT: [string, string] = ['  dropout: { probability: 0.05, by: 1 year }\n', ''];

async function trialWith(analysis: string, ...edits: [string, string][]): Promise<Trial> {
  const { trial } = await load(draft(['analysis: { events: 200 }', `analysis: ${analysis}`], NO_DROPOUT, ...edits));
  if (trial?.patients == null) throw new Error('no trial');
  return { ...trial.unsized, patients: trial.patients };
}

const share = (x: number) => 1 - (1 - Math.exp(-x)) / x;
const LAMBDA = Math.LN2 / 9;
const EVENTS = 150 * (share(LAMBDA * 24) + share(0.7 * LAMBDA * 24));

describe('an analysis at the end of enrolment', () => {
  it.each([
    ['{ calendarTime: 24 }', []],
    ['{ followUp: 0 }', []],
    ['{ laterOf: [{ followUp: 0 }, { events: 10 }] }', []],
    // 300 patients at 12.5 a month: 24 months, but for rounding.
    ['{ calendarTime: 24 }', [['accrual: { duration: 24 }', 'accrual: { rate: 12.5 }']]],
    ['{ calendarTime: 23.4 }', [['accrual: { duration: 24 }', 'accrual: { rate: 12.820512820512820 }']]],
  ] as [string, [string, string][]][])('is planned and simulated: %s %s', async (analysis, edits) => {
    const trial = await trialWith(analysis, ...edits);
    const [time] = expectationOf(trial).lookTimes;
    const wanted = time > 23.9 ? EVENTS : expectationOf(trial).events(time);
    expect(Math.abs(expectationOf(trial).events(time) - wanted)).toBeLessThan(1e-6);
    const replicates = 2000;
    const plan = planKernel(trial);
    const [looks] = createSimulator(plan).simulate(streamKey('end of enrolment', 'test'), 0, replicates, {
      hazardRatio: false,
      medians: false,
    });
    const counts = Array.from({ length: replicates }, (_, row) => looks.events[0][row] + looks.events[1][row]);
    const mean = counts.reduce((sum, n) => sum + n, 0) / replicates;
    // Some 12 events of standard deviation; the last of 300 patients enters 1/301 of 24 months before the end on average,
    // which costs 0.7 events at most. 5.5 standard errors: false once in 26 million.
    expect(Math.abs(mean - wanted)).toBeLessThan(5.5 * (12 / Math.sqrt(replicates)) + 0.7);
    expect(Math.min(...looks.reached)).toBe(1);
    expect(Math.max(...looks.analysisTime)).toBeLessThanOrEqual(24 + 1e-6);
  });

  it('may be a look of a longer trial', async () => {
    const look = '  sequential: { looks: [{ followUp: 0 }], efficacy: { spending: obrienFleming } }\n  test: {';
    const trial = await trialWith('{ followUp: 12 }', ['  test: {', look]);
    expect(expectationOf(trial).lookTimes[0]).toBeCloseTo(24, 6);
  });
});

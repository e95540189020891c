/**
 * Centres and randomisation in the kernel. Tolerances are 5.5 standard errors (3.8e-8 a comparison, some thirty
 * comparisons: 1.1e-6 in all).
 *
 * @module-tag long
 */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { type Centres, expectedRecruitment } from '../../src/trial/centres.ts';
import type { Randomisation } from '../../src/trial/randomisation.ts';
import type { Region } from '../../src/trial/region.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { armsOfLaws, lawOfArm } from '../trial/armsOfLaws.ts';
import { columnsOf, expectMean, expectNear, NOTHING } from './monteCarlo.ts';

const region = (rest: Partial<Region> = {}): Region => ({
  name: 'here',
  centres: 1,
  start: 0,
  opening: { kind: 'ramp', over: 0 },
  rate: 1,
  variation: 0,
  cap: Number.POSITIVE_INFINITY,
  ...rest,
});

const centres = (regions: Region[], rest: Partial<Centres> = {}): Centres => ({
  regions,
  recruit: true,
  frailty: null,
  effectSd: 0,
  ...rest,
});

/** The trial with centres that recruit in place of its accrual. */
function recruiting(trial: Trial, of: Centres, randomisation?: Randomisation): Trial {
  return {
    ...trial,
    centres: of,
    accrual: expectedRecruitment(of),
    ...(randomisation ? { randomisation } : {}),
  };
}

const wanted = { ...NOTHING, operations: true };

function operationsOf({ operations }: Columns) {
  if (operations === null) throw new Error('no operations');
  return operations;
}

const total = ({ enrolled }: Columns) => enrolled[0].map((count, row) => count + enrolled[1][row]);
const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

describe('centres', () => {
  it('one centre that only takes the patients in is none', () => {
    const plain = columnsOf(eventDrivenTrial(), 'none', 200_000);
    const one = columnsOf(
      { ...eventDrivenTrial(), centres: centres([region()], { recruit: false }) },
      'one centre',
      10_000,
    );
    expectMean(one.z, meanOf(plain.z), 5.5 / Math.sqrt(200_000));
    expectMean(
      one.z.map((z) => z ** 2),
      meanOf(plain.z.map((z) => z ** 2)),
      0.06,
    );
    expectMean(one.analysisTime, meanOf(plain.analysisTime), 0.012);
    expect(one.enrolled[0].every((count) => count === 250)).toBe(true);
  });

  it('one centre that recruits by itself is a Poisson process', () => {
    const rate = 500 / 24;
    const poisson: Trial = {
      ...eventDrivenTrial(),
      accrual: { pattern: 'poisson', starts: [0], rates: [rate], duration: null },
    };
    const plain = columnsOf(poisson, 'poisson', 100_000);
    const one = columnsOf(recruiting(poisson, centres([region({ rate })])), 'one recruits', 10_000, wanted);
    expectMean(one.z, meanOf(plain.z), 5.5 / Math.sqrt(100_000));
    expectMean(one.analysisTime, meanOf(plain.analysisTime), 0.02);
    // The 500th arrival: Gamma(500)/rate.
    expectMean(operationsOf(one).lastEntry, 24);
    expectMean(
      operationsOf(one).lastEntry.map((t) => (t - 24) ** 2),
      500 / rate ** 2,
    );
  });

  it('recruit with the mean and variance of Poisson–gamma', () => {
    const of = centres([region({ centres: 20, rate: 1.1, variation: 0.8 })]);
    const base = recruiting({ ...delayedTrial(0), patients: 2000 }, of);
    const columns = columnsOf({ ...base, analysis: { kind: 'calendarTime', time: 12 } }, 'poisson-gamma', 5000);
    const enrolled = Float64Array.from(total(columns));
    const mean = 20 * 1.1 * 12;
    const variance = mean + 20 * (1.1 * 12 * 0.8) ** 2;
    expectMean(enrolled, mean);
    expectMean(
      enrolled.map((n) => (n - mean) ** 2),
      variance,
    );
  });

  it('of one frailty that hardly varies are centres without', () => {
    const plain = columnsOf(eventDrivenTrial(), 'no frailty', 100_000);
    const of = centres([region({ centres: 10 })], { recruit: false, frailty: { kind: 'gamma', variance: 1e-6 } });
    const frail = columnsOf({ ...eventDrivenTrial(), centres: of }, 'hardly frail', 10_000);
    expectMean(frail.z, meanOf(plain.z), 5.5 / Math.sqrt(100_000));
    expectMean(frail.analysisTime, meanOf(plain.analysisTime), 0.012);
  });

  it.each([
    ['log-normal', { kind: 'lognormal', sd: 0.5 }],
    ['gamma', { kind: 'gamma', variance: 0.3 }],
  ] as [string, Centres['frailty']][])('with %s frailty keep the expected events of everyone', (_, frailty) => {
    const of = centres([region({ centres: 60 })], { recruit: false, frailty, effectSd: 0.3 });
    const trial: Trial = { ...delayedTrial(0), centres: of };
    const columns = columnsOf(trial, `frailty ${frailty?.kind}`, 20_000);
    const expected = expectationOf(trial).counts(36);
    for (const arm of [0, 1]) expectMean(columns.events[arm], expected[arm].events, 0.02);
  });
});

describe('the effect of centres on the test', () => {
  const frail = centres([region({ centres: 30 })], { recruit: false, frailty: { kind: 'lognormal', sd: 0.8 } });
  const blocks: Randomisation = { kind: 'permutedBlocks', sizes: [4], stratifiedBy: ['centre'] };

  it('is taken up by strata: the stratified log-rank keeps its size, and is the more powerful one', () => {
    const test = eventDrivenTrial().test;
    const stratified = { statistic: test.statistic, stratifiedBy: ['centre'], adjustedFor: [] };
    const trial: Trial = {
      ...eventDrivenTrial(),
      centres: frail,
      randomisation: blocks,
      test: { ...test, beside: [stratified] },
    };
    const n = 4000;
    const rejects = (columns: Columns, s: number) =>
      columns.statistics[s].z.reduce((sum, z) => sum + (z >= 1.959964 ? 1 : 0), 0) / n;
    const planned = columnsOf(trial, 'frail', n);
    // With frailties of SD 0.8 the marginal hazard ratio is well nearer to 1 than that within centres.
    expect(rejects(planned, 1)).toBeGreaterThan(rejects(planned, 0));
    const none: Trial = {
      ...trial,
      arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], law: lawOfArm(trial.arms[0]) }),
    };
    const size = rejects(columnsOf(none, 'frail null', n), 1);
    expectNear(size, 0.025, Math.sqrt((0.025 * 0.975) / n), 0.0015);
  });
});

describe('randomisation', () => {
  const of = centres([region({ centres: 12, rate: 2, variation: 0.5 })]);
  const run = (randomisation: Randomisation, seed: string) =>
    columnsOf(
      { ...recruiting(delayedTrial(0), of, randomisation), analysis: { kind: 'followUp', time: 3 } },
      seed,
      2000,
      wanted,
    );

  it('complete: the difference of arm sizes has the variance of N fair coins', () => {
    const { imbalance } = operationsOf(run({ kind: 'complete' }, 'complete'));
    expectMean(
      imbalance.map((d) => d ** 2),
      300,
    );
  });

  it('blocks within centres are off by half a block at most, and minimisation balances centres and trial', () => {
    const blocks = operationsOf(run({ kind: 'permutedBlocks', sizes: [4], stratifiedBy: ['centre'] }, 'blocks'));
    expect(Math.max(...blocks.imbalanceInCentres)).toBeLessThanOrEqual(2);
    const minimised = operationsOf(run({ kind: 'minimisation', factors: ['centre'], probability: 1 }, 'minimised'));
    expect(Math.max(...minimised.imbalanceInCentres)).toBeLessThanOrEqual(1);
    const complete = operationsOf(run({ kind: 'complete' }, 'complete in centres'));
    expect(meanOf(complete.imbalanceInCentres)).toBeGreaterThan(meanOf(blocks.imbalanceInCentres));
  });
});

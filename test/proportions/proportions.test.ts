/**
 * Tests of two proportions against R (chisq.test, fisher.test) and an enumeration of every outcome in R
 * (test/reference/proportions.R).
 */
import { describe, expect, test } from 'vitest';
import { boschlooTest } from '../../src/proportions/boschloo.ts';
import { largestTypeOneError, rejectionsAt } from '../../src/proportions/exactRejection.ts';
import { exactSize, powersBySize } from '../../src/proportions/exactSize.ts';
import { fisherTest } from '../../src/proportions/fisher.ts';
import { normalPower, normalSize } from '../../src/proportions/normalSize.ts';
import {
  PROPORTION_STATISTICS,
  type ProportionStatistic,
  type ProportionTest,
  type TwoCounts,
} from '../../src/proportions/proportionTest.ts';
import { type Runs, rejectionRegion } from '../../src/proportions/rejectionRegion.ts';
import { restrictedRates } from '../../src/proportions/restrictedRates.ts';
import {
  correctedStatistic,
  differenceInterval,
  scoreStatistic,
  twoSidedNormalP,
} from '../../src/proportions/scoreStatistic.ts';
import reference from '../reference/proportions.json' with { type: 'json' };

const counts = ([x, n, y, m]: readonly number[]): TwoCounts => ({
  experimental: { events: x, patients: n },
  control: { events: y, patients: m },
});

const PEARSON: ProportionTest = { statistic: 'pearson', alpha: 0.05, sides: 2, margin: 0 };

const cellsIn = ({ from, to }: Runs) => from.reduce((sum, start, i) => sum + to[i] - start + 1, 0);

describe('P values and intervals', () => {
  test.each(reference.observed)('are those of R for $table', (row) => {
    const observed = counts(row.table);
    expect(twoSidedNormalP(scoreStatistic(observed, 0))).toBeCloseTo(row.pearson, 12);
    expect(twoSidedNormalP(correctedStatistic(observed))).toBeCloseTo(row.corrected, 12);
    const { more, fewer, twoSided } = fisherTest(observed);
    [more, fewer, twoSided].forEach((p, i) => {
      expect(p).toBeCloseTo(row.fisher[i], 12);
    });
    // The least favourable rate is sought on a grid in R.
    const boschloo = boschlooTest(observed);
    expect(boschloo).toBeCloseTo(row.boschloo, 6);
    expect(boschloo).toBeGreaterThanOrEqual(row.boschloo - 1e-12);
    // Restricted rates are found by maximising the likelihood in R, to about 1e-8.
    [-0.2, -0.1, 0.1, 0.25].forEach((difference, i) => {
      expect(scoreStatistic(observed, difference)).toBeCloseTo(row.scores[i], 6);
    });
    const [low, high] = row.interval;
    if (low === null || high === null) return;
    const interval = differenceInterval(observed, 0.95);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  test('are those of the published study', () => {
    expect(twoSidedNormalP(scoreStatistic(counts([29, 51, 8, 20]), 0))).toBeCloseTo(0.200745, 6);
    expect(twoSidedNormalP(scoreStatistic(counts([43, 51, 16, 20]), 0))).toBeCloseTo(0.662634, 6);
    expect(fisherTest(counts([29, 51, 8, 20])).twoSided).toBeCloseTo(0.291175, 6);
  });

  test('of no event at all are no evidence, and their interval holds no difference', () => {
    const none = counts([0, 12, 0, 9]);
    expect(scoreStatistic(none, 0)).toBe(0);
    expect(correctedStatistic(none)).toBe(0);
    expect(fisherTest(none)).toEqual({ more: 1, fewer: 1, twoSided: 1 });
    const { low, high } = differenceInterval(none, 0.95);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('have restricted rates that differ as told and are probabilities', () => {
    for (const difference of [-0.95, -0.3, -1e-6, 1e-6, 0.2, 0.9])
      for (const [p, q] of [
        [0, 0],
        [1, 1],
        [0, 1],
        [1, 0],
        [0.3, 0.7],
        [0.5, 0.5],
      ]) {
        const [a, b] = restrictedRates(p, q, 13, 29, difference);
        expect(a - b).toBeCloseTo(difference, 12);
        for (const rate of [a, b]) expect(rate >= 0 && rate <= 1).toBe(true);
      }
  });
});

describe('exact power', () => {
  test.each(reference.power)('is that of the enumeration: $statistic, $n v $m, margin $margin, sides $sides', (row) => {
    const planned: ProportionTest = {
      statistic: row.statistic as ProportionStatistic,
      alpha: row.alpha,
      sides: row.sides as 1 | 2,
      margin: row.margin,
    };
    const region = rejectionRegion(planned, row.n, row.m);
    expect([cellsIn(region.benefit), cellsIn(region.harm)]).toEqual(row.cells);
    const found = rejectionsAt(region, { experimental: row.p, control: row.q });
    expect(found.benefit).toBeCloseTo(row.benefit, 12);
    expect(found.harm).toBeCloseTo(row.harm, 12);
    const largest = largestTypeOneError(region, row.margin, row.sides === 2 && row.margin === 0);
    expect(largest.probability).toBeCloseTo(row.largest, 5);
    expect(largest.probability).toBeGreaterThanOrEqual(row.largest - 1e-9);
  });

  test('has a region without gaps that a staircase walks round, whatever the arms', () => {
    for (const statistic of PROPORTION_STATISTICS)
      for (const margin of statistic.includes('-') ? [-0.15, 0, 0.1] : [0])
        for (const [n, m] of [
          [1, 1],
          [3, 17],
          [19, 8],
          [23, 23],
        ]) {
          if (statistic === 'fisher' || statistic === 'boschloo') continue;
          const planned: ProportionTest = { statistic, alpha: 0.1, sides: 2, margin };
          const { benefit, harm } = rejectionRegion(planned, n, m);
          const held = (runs: Runs, x: number, y: number) =>
            runs.row.some((row, i) => row === y && runs.from[i] <= x && x <= runs.to[i]);
          for (let x = 0; x <= n; x++)
            for (let y = 0; y <= m; y++) {
              const at = counts([x, n, y, m]);
              const z =
                statistic === 'pearson corrected'
                  ? correctedStatistic(at)
                  : scoreStatistic(at, margin, statistic !== 'miettinen-nurminen');
              const label = `${statistic} ${margin}: ${x}/${n} v ${y}/${m}`;
              expect(held(benefit, x, y), label).toBe(z >= 1.6448536269514722);
              expect(held(harm, x, y), label).toBe(z <= -1.6448536269514722);
            }
        }
  });

  test('keeps alpha for the exact tests, and Boschloo rejects wherever Fisher does', () => {
    for (const [n, m] of [
      [2, 2],
      [9, 31],
      [60, 30],
    ])
      for (const alpha of [0.01, 0.025, 0.1]) {
        const regions = (['fisher', 'boschloo'] as const).map((statistic) =>
          rejectionRegion({ statistic, alpha, sides: 1, margin: 0 }, n, m),
        );
        const [fisher, boschloo] = regions;
        for (const region of regions)
          expect(largestTypeOneError(region, 0, false).probability).toBeLessThanOrEqual(alpha);
        fisher.benefit.row.forEach((y, i) => {
          const at = boschloo.benefit.row.indexOf(y);
          expect(boschloo.benefit.from[at]).toBeLessThanOrEqual(fisher.benefit.from[i]);
        });
      }
  });
});

describe('numbers of patients', () => {
  const rates = { experimental: 0.569, control: 0.4 };
  const even = { experimental: 1, control: 1 };

  test('by formula are those of rpact 3.3.4: 272.1772 for .569 v .40 at one-sided 2.5 % and 80 %', () => {
    const oneSided: ProportionTest = { statistic: 'pearson', alpha: 0.025, sides: 1, margin: 0 };
    expect(normalSize(oneSided, rates, 0.8, 0.5)).toBeCloseTo(272.1772, 4);
  });

  test('by formula give back their power, corrected or not, with and without a margin', () => {
    for (const statistic of PROPORTION_STATISTICS)
      for (const margin of statistic.includes('-') ? [-0.1, 0, 0.05] : [0])
        for (const share of [0.5, 2 / 3, 0.2]) {
          const planned: ProportionTest = { statistic, alpha: 0.05, sides: 2, margin };
          const patients = normalSize(planned, rates, 0.85, share);
          expect(normalPower(planned, rates, patients, share), statistic).toBeCloseTo(0.85, 12);
        }
    expect(normalSize(PEARSON, { experimental: 0.4, control: 0.4 }, 0.8, 0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  test('climb the saw that the enumeration in R shows', () => {
    const powerAt = powersBySize(PEARSON, rates, even);
    for (const [patients, power] of reference.saw) expect(powerAt(patients / 2).power).toBeCloseTo(power, 12);
    const found = exactSize(PEARSON, rates, even, 0.8, 2000, powerAt);
    const above = reference.saw.filter(([, power]) => power >= 0.8).map(([patients]) => patients);
    const below = reference.saw.filter(([, power]) => power < 0.8).map(([patients]) => patients);
    expect(found?.first.patients).toBe(above[0]);
    expect(found?.stays.patients).toBe(below[below.length - 1] + 2);
    expect([found?.first.patients, found?.stays.patients]).toEqual([264, 278]);
  });

  test('keep the allocation, start from the smallest trials and end at the most', () => {
    const found = exactSize(PEARSON, { experimental: 0.95, control: 0.1 }, { experimental: 2, control: 1 }, 0.8, 2000);
    expect(found?.first.experimental).toBe(2 * (found?.first.control ?? 0));
    expect(exactSize(PEARSON, { experimental: 0.41, control: 0.4 }, even, 0.8, 2000)).toBeNull();
    // Nothing smaller reaches it.
    const smaller = powersBySize(PEARSON, { experimental: 0.95, control: 0.1 }, { experimental: 2, control: 1 });
    for (let blocks = 1; 3 * blocks < (found?.first.patients ?? 0); blocks++)
      expect(smaller(blocks).power).toBeLessThan(0.8);
  });
});

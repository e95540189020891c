/** Adverse events against R's distributions and an enumeration of paths (test/reference/harms.R), and published values. */
import { describe, expect, test } from 'vitest';
import { chanceOfAny, patientsToSeeAny } from '../../src/harms/chanceOfAny.ts';
import {
  clopperPearson,
  expectedHalfWidth,
  patientsForHalfWidth,
  ruleOfThree,
  upperLimitOfNone,
  wilsonInterval,
} from '../../src/harms/rateInterval.ts';
import { bayesianToxicityBound, pocockToxicityBound } from '../../src/harms/toxicityBound.ts';
import { toxicityCourse } from '../../src/harms/toxicityCourse.ts';
import reference from '../reference/harms.json' with { type: 'json' };

describe('the precision of a rate', () => {
  test.each(reference.intervals)('$events of $patients at $level', ({ events, patients, level, exact, score }) => {
    const interval = clopperPearson(events, patients, level);
    expect(interval.low).toBeCloseTo(exact[0], 13);
    expect(interval.high).toBeCloseTo(exact[1], 13);
    const wilson = wilsonInterval(events, patients, level);
    expect(wilson.low).toBeCloseTo(score[0], 13);
    expect(wilson.high).toBeCloseTo(score[1], 13);
  });

  test('of the study: 15 of 20, and none of 20', () => {
    expect(clopperPearson(15, 20, 0.95).low).toBeCloseTo(0.509, 4);
    expect(clopperPearson(15, 20, 0.95).high).toBeCloseTo(0.9134, 4);
    expect(clopperPearson(0, 20, 0.95)).toEqual({ low: 0, high: expect.closeTo(0.1684, 4) });
    expect(upperLimitOfNone(20, 0.95)).toBeCloseTo(0.1391, 4);
    expect(upperLimitOfNone(20, 0.95)).toBeCloseTo(clopperPearson(0, 20, 0.9).high, 13);
    expect(ruleOfThree(20)).toBe(0.15);
  });

  test.each(reference.widths)('expected of $patients patients with $rate', ({ patients, rate, level, halfWidth }) => {
    expect(expectedHalfWidth(patients, rate, level)).toBeCloseTo(halfWidth, 9);
    const needed = patientsForHalfWidth(rate, halfWidth + 1e-8, level, 1000);
    expect(needed).toBe(patients);
    expect(patientsForHalfWidth(rate, halfWidth, level, patients - 1)).toBeNull();
  });
});

describe('the chance to see an event', () => {
  test('of 2 % among 100 patients', () => {
    expect(chanceOfAny(0.02, 100)).toBeCloseTo(0.8674, 4);
  });

  test('is first reached by the patients needed for it', () => {
    expect(patientsToSeeAny(0.02, 0.95)).toBe(149);
    expect(patientsToSeeAny(0.5, 0.75)).toBe(2);
    expect(patientsToSeeAny(0.9, 0.1)).toBe(1);
    for (const rate of [0.001, 0.013, 0.2]) {
      for (const chance of [0.5, 0.8, 0.99]) {
        const patients = patientsToSeeAny(rate, chance);
        expect(chanceOfAny(rate, patients)).toBeGreaterThanOrEqual(chance);
        expect(chanceOfAny(rate, patients - 1)).toBeLessThan(chance);
      }
    }
  });
});

describe('a bound for toxicity', () => {
  test.each(reference.bounds)('$kind, $chance at $tolerated', (row) => {
    const { kind, looks, tolerated, chance, prior, threshold, stopAt, courses } = row;
    const bound =
      kind === 'pocock'
        ? pocockToxicityBound(looks, tolerated, chance)
        : bayesianToxicityBound(looks, tolerated, { a: prior[0], b: prior[1] }, { chance });
    expect(bound.stopAt).toEqual(stopAt.map((count) => count ?? Number.POSITIVE_INFINITY));
    expect(kind === 'pocock' ? bound.threshold : 1 - bound.threshold).toBeCloseTo(threshold, 12);
    for (const known of courses) {
      const found = toxicityCourse(bound, known.rate);
      expect(found.stop).toBeCloseTo(known.stop, 12);
      expect(found.patients).toBeCloseTo(known.patients, 10);
      expect(found.events).toBeCloseTo(known.events, 10);
    }
  });

  test('of Geller et al. is that of the R package stoppingrule 0.4.0, its README: Beta(0.6, 2.4), 10 % at 20 %', () => {
    const looks = Array.from({ length: 30 }, (_, k) => k + 1);
    const bound = bayesianToxicityBound(looks, 0.2, { a: 0.6, b: 2.4 }, { chance: 0.1 });
    const published = [0.09957367, 0.23832301, 0.43615256, 0.64555222, 0.81491087];
    expect([0.2, 0.25, 0.3, 0.35, 0.4].map((rate) => Number(toxicityCourse(bound, rate).stop.toFixed(8)))).toEqual(
      published,
    );
    expect(bound.stopAt.filter(Number.isFinite)).toHaveLength(28);
  });

  test('with a certainty that is given stops where the posterior passes it', () => {
    const bound = bayesianToxicityBound([10], 0.2, { a: 1, b: 1 }, { certainty: 0.95 });
    // P(rate > 0.2 | 5 of 10) = 1 − pbeta(0.2, 6, 6) = 0.98835; of 4: 0.94959.
    expect(bound.stopAt).toEqual([5]);
  });
});

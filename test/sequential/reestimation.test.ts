import { describe, expect, test } from 'vitest';
import { normalCdf } from '../../src/maths/normal.ts';
import { conditionalPowerAtLast } from '../../src/sequential/conditional.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import {
  type AssumedEffect,
  adaptiveOutcome,
  adaptiveTypeOneError,
  conditionalPowerAt,
  conditionalTypeOneError,
  type PromisingZone,
  type ReestimationPlan,
  reestimatedEvents,
  smallestValidLimit,
  weightedStatistic,
  zAtConditionalPower,
  zoneOf,
} from '../../src/sequential/reestimation.ts';
import { expectMean, expectProportion, normals } from './brownian.ts';
import { OBRIEN_FLEMING_LIKE } from './rpact.ts';

const FIXED = 1.959963984540054;
const plan: ReestimationPlan = { interimEvents: 150, events: 300, finalBound: FIXED };
const observed: AssumedEffect = { kind: 'observed' };
const planned: AssumedEffect = { kind: 'planned', drift: 2.8 };
const zone: PromisingZone = { effect: observed, lowerLimit: 0.36, target: 0.8, maxEvents: 600 };

describe('promising zone', () => {
  test('conditional power is the simple formula of the plan', () => {
    for (const z of [-0.5, 0.8, 1.7]) {
      const last = { fraction: 1, bound: FIXED };
      const interim = { z, fraction: 0.5 };
      expect(conditionalPowerAt(plan, planned, z)).toBeCloseTo(conditionalPowerAtLast(interim, last, 2.8), 14);
      expect(conditionalPowerAt(plan, observed, z)).toBeCloseTo(
        conditionalPowerAtLast(interim, last, z / Math.sqrt(0.5)),
        14,
      );
      expect(conditionalTypeOneError(plan, z)).toBeCloseTo(conditionalPowerAtLast(interim, last, 0), 14);
    }
  });

  test.each([observed, planned])('zone edges, $kind effect', (effect) => {
    const here = { ...zone, effect };
    const low = zAtConditionalPower(plan, effect, 0.36);
    const high = zAtConditionalPower(plan, effect, 0.8);
    expect(conditionalPowerAt(plan, effect, low)).toBeCloseTo(0.36, 12);
    expect(zoneOf(plan, here, low - 1e-9)).toBe('unfavourable');
    expect(zoneOf(plan, here, low + 1e-9)).toBe('promising');
    expect(zoneOf(plan, here, high - 1e-9)).toBe('promising');
    expect(zoneOf(plan, here, high + 1e-9)).toBe('favourable');
    const stopping = { ...plan, efficacy: 2.9, futility: 0 };
    expect(zoneOf(stopping, here, 2.9)).toBe('efficacy');
    expect(zoneOf(stopping, here, 0)).toBe('futility');
  });

  test.each([observed, planned])('new events reach the target and one fewer do not, $kind effect', (effect) => {
    const here = { ...zone, effect };
    const low = zAtConditionalPower(plan, effect, 0.36);
    const high = zAtConditionalPower(plan, effect, 0.8);
    let before = Number.POSITIVE_INFINITY;
    for (let z = low + 1e-6; z < high; z += 0.01) {
      const events = reestimatedEvents(plan, here, z);
      expect(Number.isInteger(events)).toBe(true);
      expect(events).toBeLessThanOrEqual(before);
      if (events < 600) expect(conditionalPowerAt(plan, effect, z, events)).toBeGreaterThanOrEqual(0.8 - 1e-9);
      if (events > 300) expect(conditionalPowerAt(plan, effect, z, events - 1)).toBeLessThan(0.8);
      before = events;
    }
    expect(reestimatedEvents(plan, here, low - 0.01)).toBe(300);
    expect(reestimatedEvents(plan, here, high + 0.01)).toBe(300);
  });

  // Mehta & Pocock (2011) eq. 4 by hand, R 4.2.2: n1 <- 150; n <- 300; z <- 1.4; za <- qnorm(0.975)
  //   n1 + n1 / z^2 * ((za * sqrt(n) - z * sqrt(n1)) / sqrt(n - n1) + qnorm(0.8))^2
  test('Mehta & Pocock eq. 4', () => {
    expect(reestimatedEvents(plan, zone, 1.4)).toBe(Math.ceil(524.943935));
  });
});

describe('weighted statistic', () => {
  test('is the ordinary z at the planned events', () => {
    expect(weightedStatistic(plan, 1.2, 2.1, 300)).toBeCloseTo(2.1, 13);
  });

  test('crosses the final bound exactly when the later events reach what the plan asked of them', () => {
    const z = 1.1;
    const needed = (FIXED * Math.sqrt(300) - z * Math.sqrt(150)) / Math.sqrt(150);
    for (const events of [200, 300, 450]) {
      const finalZ = (z * Math.sqrt(150) + needed * Math.sqrt(events - 150)) / Math.sqrt(events);
      expect(weightedStatistic(plan, z, finalZ, events)).toBeCloseTo(FIXED, 12);
      expect(conditionalTypeOneError(plan, z, events)).toBeCloseTo(normalCdf(-needed), 14);
    }
  });
});

describe('validity of the unweighted statistic', () => {
  // By a fine grid in R (test/reference/promisingZone.R): columns interim at ¼, ½, ¾ of the planned events.
  test.each([
    [0.8, 1.5, [0.419887, 0.406693, 0.38287]],
    [0.8, 2, [0.374989, 0.357587, 0.328228]],
    [0.8, 3, [0.324809, 0.309639, 0.296332]],
    [0.9, 1.5, [0.419887, 0.406693, 0.38287]],
    [0.9, 2, [0.374989, 0.357587, 0.328228]],
    [0.9, 3, [0.324809, 0.304552, 0.272119]],
    [0.9, 1e6, [0.28038, 0.268626, 0.251086]],
  ])('smallest lower limit, target %d, cap %d times the plan', (target, cap, limits) => {
    for (const [i, share] of [0.25, 0.5, 0.75].entries()) {
      const here = { ...plan, interimEvents: share * 300 };
      const limit = smallestValidLimit(here, { effect: observed, target, maxEvents: cap * 300 });
      expect(Math.abs(limit - limits[i])).toBeLessThan(2e-6);
    }
  });

  test('above the limit no interim z raises the type I error, just below some does', () => {
    for (const effect of [observed, planned]) {
      const limit = smallestValidLimit(plan, { ...zone, effect });
      const risen = (power: number) => {
        const z = zAtConditionalPower(plan, effect, power);
        const events = reestimatedEvents(plan, { ...zone, effect, lowerLimit: 0 }, z);
        return conditionalTypeOneError(plan, z, events, 'unweighted') - conditionalTypeOneError(plan, z);
      };
      // Rounding events up costs at most a little of either.
      for (let power = limit + 0.005; power < 0.795; power += 0.01) expect(risen(power)).toBeLessThan(1e-5);
      if (limit > 0) expect(risen(limit - 0.02)).toBeGreaterThan(0);
    }
  });

  test('one half is always enough under the observed trend (Chen, DeMets & Lan 2004)', () => {
    for (const share of [0.1, 0.3, 0.6, 0.9])
      for (const target of [0.7, 0.8, 0.95])
        expect(
          smallestValidLimit({ ...plan, interimEvents: share * 300 }, { effect: observed, target, maxEvents: 3000 }),
        ).toBeLessThanOrEqual(0.5);
  });
});

describe('the whole procedure', () => {
  test('weighted: the type I error is alpha exactly, whatever the zone', () => {
    for (const lowerLimit of [0, 0.2, 0.5])
      for (const effect of [observed, planned])
        expect(adaptiveTypeOneError(plan, { ...zone, lowerLimit, effect }, 'weighted')).toBeCloseTo(0.025, 11);
  });

  test('unweighted: conservative from the smallest limit on, too large without one', () => {
    const lowerLimit = smallestValidLimit(plan, zone);
    expect(adaptiveTypeOneError(plan, { ...zone, lowerLimit }, 'unweighted')).toBeLessThan(0.025);
    expect(adaptiveTypeOneError(plan, { ...zone, lowerLimit: 0 }, 'unweighted')).toBeGreaterThan(0.0255);
  });

  test('with an efficacy look at the interim the weighted type I error stays alpha', () => {
    const fractions = [0.5, 1];
    const [efficacy, finalBound] = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions, alpha: 0.025, sides: 1 });
    const monitored = { ...plan, finalBound, efficacy };
    expect(adaptiveTypeOneError(monitored, zone, 'weighted')).toBeCloseTo(0.025, 11);
    expect(adaptiveTypeOneError({ ...monitored, futility: 0.2 }, zone, 'weighted')).toBeLessThan(0.025);
  });

  test('nothing to re-estimate is the plan', () => {
    const { rejection, expectedEvents } = adaptiveOutcome(plan, { ...zone, maxEvents: 300 }, 'unweighted', 2.8);
    expect(rejection).toBeCloseTo(normalCdf(2.8 - FIXED), 11);
    expect(expectedEvents).toBeCloseTo(300, 9);
  });

  test.each(['weighted', 'unweighted'] as const)('%s, against simulated trials', (statistic) => {
    const stopping = { ...plan, efficacy: 2.7, futility: -0.3 };
    const drift = 2.1;
    const normal = normals(`re-estimation ${statistic}`);
    const trials = 200_000;
    const ends: number[] = [];
    let rejected = 0;
    for (let trial = 0; trial < trials; trial++) {
      const z = drift * Math.sqrt(0.5) + normal();
      const zoneSeen = zoneOf(stopping, zone, z);
      if (zoneSeen === 'efficacy' || zoneSeen === 'futility') {
        ends.push(150);
        if (zoneSeen === 'efficacy') rejected++;
        continue;
      }
      const events = reestimatedEvents(stopping, zone, z);
      const more = events - 150;
      const score = z * Math.sqrt(150) + (drift / Math.sqrt(300)) * more + Math.sqrt(more) * normal();
      const finalZ = score / Math.sqrt(events);
      ends.push(events);
      if ((statistic === 'weighted' ? weightedStatistic(stopping, z, finalZ, events) : finalZ) >= FIXED) rejected++;
    }
    const outcome = adaptiveOutcome(stopping, zone, statistic, drift);
    expectProportion(rejected, trials, outcome.rejection);
    expectMean(ends, outcome.expectedEvents);
  });
});

/** A re-estimation after several looks: against the integral of one look, its alpha, and simulated score processes. */
import { describe, expect, test } from 'vitest';
import { adaptiveCrossing } from '../../src/sequential/adaptiveCourse.ts';
import { type Boundaries, claimsOf } from '../../src/sequential/crossing.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import {
  adaptiveOutcome,
  type PromisingZone,
  type ReestimationPlan,
  reestimatedEvents,
  weightedStatistic,
} from '../../src/sequential/reestimation.ts';
import { expectProportion, normals } from './brownian.ts';
import { OBRIEN_FLEMING_LIKE } from './rpact.ts';

const zone: PromisingZone = { effect: { kind: 'observed' }, lowerLimit: 0.3, target: 0.9, maxEvents: 480 };

function planOf(fractions: readonly number[], sides: 1 | 2, futility?: readonly number[]) {
  const efficacy = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions, alpha: sides * 0.025, sides });
  const bounds: Boundaries = { fractions, sides, efficacy, ...(futility ? { futility } : {}) };
  const k = fractions.length - 2;
  const plan: ReestimationPlan = {
    interimEvents: 300 * fractions[k],
    events: 300,
    finalBound: efficacy[k + 1],
    efficacy: efficacy[k],
    ...(futility ? { futility: futility[k] } : {}),
  };
  return { bounds, plan };
}

const meansOf = (fractions: readonly number[], drift: number) => ({
  means: fractions.map((t) => drift * Math.sqrt(t)),
  atMost: drift * Math.sqrt(480 / 300),
});

describe('adaptiveCrossing', () => {
  test('of one look is the integral over its z', () => {
    const { bounds, plan } = planOf([0.6, 1], 1, [0.2, Number.NEGATIVE_INFINITY]);
    for (const statistic of ['weighted', 'unweighted'] as const) {
      const wanted = adaptiveOutcome(plan, zone, statistic, 2.6);
      const found = adaptiveCrossing(bounds, { plan, zone, statistic }, meansOf([0.6, 1], 2.6));
      expect(found.power).toBeCloseTo(wanted.rejection, 9);
      const [first, last] = found.reached;
      expect(180 * (first - last) + found.finalEvents * last).toBeCloseTo(wanted.expectedEvents, 6);
    }
  });

  test('of several looks, either side: the weighted statistic spends alpha whatever the zone', () => {
    for (const sides of [1, 2] as const) {
      const fractions = [0.3, 0.6, 1];
      const { bounds, plan } = planOf(fractions, sides);
      const none = adaptiveCrossing(bounds, { plan, zone, statistic: 'weighted' }, meansOf(fractions, 0));
      expect(claimsOf(none)).toBeCloseTo(sides * 0.025, 8);
    }
  });

  test('of several looks is what simulated processes do', () => {
    const fractions = [0.3, 0.6, 1];
    const futility = [-0.5, 0.3, Number.NEGATIVE_INFINITY];
    const drift = 2.4;
    const { bounds, plan } = planOf(fractions, 2, futility);
    const course = adaptiveCrossing(bounds, { plan, zone, statistic: 'weighted' }, meansOf(fractions, drift));
    const normal = normals('several looks');
    const trials = 100_000;
    let [claims, finals] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const [events1, events2] = [90, 180];
      const pace = drift / Math.sqrt(300);
      const s1 = pace * events1 + Math.sqrt(events1) * normal();
      const z1 = s1 / Math.sqrt(events1);
      if (z1 >= bounds.efficacy[0]) claims++;
      if (z1 >= bounds.efficacy[0] || z1 <= futility[0]) continue;
      const s2 = s1 + pace * (events2 - events1) + Math.sqrt(events2 - events1) * normal();
      const z2 = s2 / Math.sqrt(events2);
      if (z2 >= bounds.efficacy[1]) claims++;
      if (z2 >= bounds.efficacy[1] || z2 <= futility[1]) continue;
      const events = reestimatedEvents(plan, zone, z2);
      const s3 = s2 + pace * (events - events2) + Math.sqrt(events - events2) * normal();
      if (weightedStatistic(plan, z2, s3 / Math.sqrt(events), events) >= plan.finalBound) {
        claims++;
        finals++;
      }
    }
    expectProportion(claims, trials, course.power);
    expectProportion(finals, trials, course.efficacy[2]);
  });
});

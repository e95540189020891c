import { describe, expect, test } from 'vitest';
import { normalCdf } from '../../src/maths/normal.ts';
import { type Boundaries, continuationBefore, crossing, powerAt } from '../../src/sequential/crossing.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import { probabilityOfContinuing, start } from '../../src/sequential/recursion.ts';
import reference from '../reference/groupSequential.json' with { type: 'json' };
import { expectMean, expectProportion, normals, zPath } from './brownian.ts';
import { furthest, OBRIEN_FLEMING_LIKE } from './rpact.ts';

const INFINITY = Number.POSITIVE_INFINITY;
const add = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0);

describe('crossing probabilities', () => {
  // rpact getPowerAndAverageSampleNumber(theta = c(0, 0.2, 0.35), nMax = 100): drifts 0, 2 and 3.5.
  const drifts = [0, 2, 3.5];

  test.each(reference.fixedFutility)('rpact power with fixed futility bounds, binding $binding', (design) => {
    const fractions = [0.3, 0.5, 0.8, 1];
    const bounds: Boundaries = { fractions, sides: 1, efficacy: design.bounds, futility: [0, 0.5, 1, -INFINITY] };
    const results = drifts.map((drift) => crossing(bounds, drift));
    const power = results.map((result) => result.power);
    const early = results.map(({ efficacy, futility }) => add(efficacy.slice(0, 3)) + add(futility.slice(0, 3)));
    const size = results.map((result) => 100 * result.information);
    expect(furthest(power, design.reject)).toBeLessThan(1e-10);
    expect(furthest(early, design.stop)).toBeLessThan(1e-10);
    expect(furthest(size, design.n)).toBeLessThan(1e-8);
  });

  test('rpact two-sided power counts both directions', () => {
    const { bounds: efficacy, reject, n } = reference.twoSidedPower;
    const results = drifts.map((drift) => crossing({ fractions: [0.3, 0.6, 1], sides: 2, efficacy }, drift));
    const either = results.map((result) => result.power + add(result.harm));
    const size = results.map((result) => 100 * result.information);
    expect(furthest(either, reject)).toBeLessThan(1e-10);
    expect(furthest(size, n)).toBeLessThan(1e-8);
  });

  test('two-sided without drift: efficacy and harm alike; a drift turned round swaps them', () => {
    const fractions = [0.4, 0.7, 1];
    const efficacy = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions, alpha: 0.05, sides: 2 });
    const bounds: Boundaries = { fractions, sides: 2, efficacy };
    const none = crossing(bounds, 0);
    expect(furthest(none.efficacy, none.harm)).toBeLessThan(1e-14);
    expect(furthest(crossing(bounds, 1.3).efficacy, crossing(bounds, -1.3).harm)).toBeLessThan(1e-13);
  });

  test('one look is the fixed design', () => {
    const { power, information, reached } = crossing({ fractions: [0.8], sides: 1, efficacy: [1.96] }, 3);
    expect(power).toBeCloseTo(normalCdf(3 * Math.sqrt(0.8) - 1.96), 14);
    expect(information).toBeCloseTo(0.8, 14);
    expect(reached).toEqual([1]);
  });

  test('power grows with the drift and shrinks with futility stops', () => {
    const bounds: Boundaries = { fractions: [0.5, 1], sides: 1, efficacy: [2.8, 1.98] };
    let before = 0;
    for (let drift = -1; drift < 5; drift += 0.25) {
      const power = powerAt(bounds, drift);
      expect(power).toBeGreaterThan(before);
      expect(powerAt({ ...bounds, futility: [0.5, -INFINITY] }, drift)).toBeLessThan(power);
      before = power;
    }
  });

  test.each([1, 2] as const)('against simulated paths under drift, %d sides, futility acted on', (sides) => {
    const bounds: Boundaries = {
      fractions: [0.25, 0.5, 0.55, 0.9],
      sides,
      efficacy: [3.2, 2.4, 2.4, 1.9],
      futility: [-INFINITY, 0.2, 0.4, 1.9],
    };
    const trials = 200_000;
    const normal = normals(`crossing ${sides}`);
    const counts = { efficacy: [0, 0, 0, 0], harm: [0, 0, 0, 0], futility: [0, 0, 0, 0] };
    const ends: number[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const z = zPath(bounds.fractions, 1.1, normal);
      const way = (k: number) => {
        if (z[k] >= bounds.efficacy[k]) return 'efficacy';
        if (sides === 2 && z[k] <= -bounds.efficacy[k]) return 'harm';
        return z[k] <= (bounds.futility?.[k] ?? -INFINITY) ? 'futility' : null;
      };
      const end = z.findIndex((_, k) => way(k) !== null);
      counts[way(end) ?? 'futility'][end]++;
      ends.push(bounds.fractions[end]);
    }
    const result = crossing(bounds, 1.1);
    for (const kind of ['efficacy', 'harm', 'futility'] as const)
      for (const [k, probability] of result[kind].entries()) expectProportion(counts[kind][k], trials, probability);
    expectMean(ends, result.information);
    expect(add([...result.efficacy, ...result.harm, ...result.futility])).toBeCloseTo(1, 11);
  });

  test('what is left before a look is what reaches it', () => {
    const bounds: Boundaries = { fractions: [0.3, 0.6, 1], sides: 2, efficacy: [3, 2.5, 2], futility: [-1, 0, 2] };
    const { reached } = crossing(bounds, 1.5);
    for (const [look, probability] of reached.entries())
      expect(probabilityOfContinuing(continuationBefore(look, start(1.5), bounds))).toBeCloseTo(probability, 14);
  });
});

import { describe, expect, test } from 'vitest';
import { normalDensity } from '../../src/maths/normal.ts';
import { integrate } from '../../src/maths/quadrature.ts';
import {
  conditionalPower,
  conditionalPowerAtLast,
  driftPosterior,
  laterLooks,
  observedDrift,
  predictivePower,
  predictivePowerAtLast,
} from '../../src/sequential/conditional.ts';
import type { Boundaries } from '../../src/sequential/crossing.ts';
import reference from '../reference/groupSequential.json' with { type: 'json' };

const INFINITY = Number.POSITIVE_INFINITY;
const interim = { z: 1.3, fraction: 0.4 };
const last = { fraction: 1, bound: 2.01 };
const onlyLast: Boundaries = { fractions: [1], sides: 1, efficacy: [2.01] };
const twoMore: Boundaries = { fractions: [0.7, 1], sides: 1, efficacy: [2.4, 2.01] };

describe('conditional power', () => {
  // rpact's looks further ahead lose a little to its tolerances; one look ahead is exact.
  test.each(reference.conditional)('rpact getConditionalPower from look $look of $fractions', (design) => {
    const { fractions, look, z, drift, bounds: efficacy } = design;
    const from = { z, fraction: fractions[look - 1] };
    const later = laterLooks({ fractions, sides: 1, efficacy }, look);
    expect(Math.abs(conditionalPower(from, later, drift) - design.power)).toBeLessThan(2e-9);
    const next = { fraction: fractions[look], bound: efficacy[look] };
    expect(Math.abs(conditionalPowerAtLast(from, next, drift) - design.first)).toBeLessThan(1e-10);
  });

  test('with one look to come is the simple formula', () => {
    for (const drift of [-1, 0, 2.5, observedDrift(interim)])
      expect(conditionalPower(interim, onlyLast, drift)).toBeCloseTo(conditionalPowerAtLast(interim, last, drift), 14);
  });

  test('more looks add chances, futility stops and harm take some', () => {
    const power = conditionalPower(interim, twoMore, 3);
    expect(power).toBeGreaterThan(conditionalPower(interim, onlyLast, 3));
    expect(conditionalPower(interim, { ...twoMore, futility: [1, -INFINITY] }, 3)).toBeLessThan(power);
    expect(conditionalPower({ z: -1.5, fraction: 0.4 }, { ...twoMore, sides: 2 }, 1)).toBeLessThan(
      conditionalPower({ z: -1.5, fraction: 0.4 }, twoMore, 1),
    );
  });

  test('grows with z and with the drift', () => {
    for (let z = -1; z < 3; z += 0.5) {
      const at = (more: number, drift: number) => conditionalPower({ z: z + more, fraction: 0.4 }, twoMore, drift);
      expect(at(0.1, 2)).toBeGreaterThan(at(0, 2));
      expect(at(0, 2.1)).toBeGreaterThan(at(0, 2));
    }
  });

  test('averages to the power: the first look integrated out', () => {
    const drift = 2;
    const mean = drift * Math.sqrt(0.4);
    const average = integrate(
      (z) => normalDensity(z - mean) * conditionalPower({ z, fraction: 0.4 }, twoMore, drift),
      mean - 8,
      mean + 8,
      [-2, 0, 1, 2, 4],
    );
    expect(average).toBeCloseTo(conditionalPower({ z: 0, fraction: 0 }, twoMore, drift), 10);
  });
});

describe('predictive power', () => {
  test('with one look to come is the closed formula', () => {
    for (const prior of [
      { mean: 2, sd: 1 },
      { mean: 0, sd: INFINITY },
      { mean: -1, sd: 0.3 },
    ])
      expect(predictivePower(interim, onlyLast, prior)).toBeCloseTo(predictivePowerAtLast(interim, last, prior), 12);
  });

  test('a flat prior: Φ((z − u√t)/√(1 − t)) (Spiegelhalter et al. 1986)', () => {
    // R 4.2.2: sprintf("%.12g", pnorm((1.3 - 2.01 * sqrt(0.4)) / sqrt(0.6)))
    expect(predictivePowerAtLast(interim, last, { mean: 0, sd: INFINITY })).toBeCloseTo(0.514811180085, 11);
  });

  test('a certain prior is conditional power', () => {
    const power = conditionalPower(interim, twoMore, 2.5);
    expect(predictivePower(interim, twoMore, { mean: 2.5, sd: 1e-5 })).toBeCloseTo(power, 9);
  });

  test.each([
    { mean: 2, sd: 1 },
    { mean: 0, sd: INFINITY },
    { mean: 3, sd: 0.4 },
  ])('through several looks is conditional power averaged over the posterior (prior $mean, $sd)', (prior) => {
    for (const later of [
      twoMore,
      { ...twoMore, sides: 2 as const },
      { ...twoMore, futility: [0.5, -INFINITY] },
      { fractions: [0.5, 0.6, 0.61, 1.1], sides: 1 as const, efficacy: [2.9, 2.5, INFINITY, 1.9] },
    ]) {
      const { mean, sd } = driftPosterior(prior, interim);
      const average = integrate(
        (x) => normalDensity(x) * conditionalPower(interim, later, mean + sd * x),
        -9,
        9,
        [-6, -4, -2, 0, 2, 4, 6],
      );
      expect(Math.abs(predictivePower(interim, later, prior) - average)).toBeLessThan(1e-10);
    }
  });

  test('the posterior weighs prior and interim by their information', () => {
    expect(driftPosterior({ mean: 2, sd: INFINITY }, interim).mean).toBeCloseTo(observedDrift(interim), 14);
    const { mean, sd } = driftPosterior({ mean: 2, sd: 0.5 }, interim);
    expect(mean).toBeCloseTo((4 * 2 + 0.4 * observedDrift(interim)) / 4.4, 14);
    expect(sd).toBeCloseTo(1 / Math.sqrt(4.4), 14);
  });
});

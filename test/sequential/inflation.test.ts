import { describe, expect, test } from 'vitest';
import { powerAt } from '../../src/sequential/crossing.ts';
import { designSize, driftForPower, fixedDrift } from '../../src/sequential/inflation.ts';
import reference from '../reference/groupSequential.json' with { type: 'json' };
import { furthest } from './rpact.ts';

describe('size of a design', () => {
  // Solved for rpact's own bounds, so that only the sizes are compared; rpact integrates from z = −6 only.
  test.each(reference.bounds)('rpact $type $parameter, $sides-sided, at $fractions', (design) => {
    const sides = design.sides as 1 | 2;
    const { fractions, bounds: efficacy } = design;
    const { drift, inflation, underNull, underHalf, underEffect } = designSize(
      { fractions, sides, efficacy },
      0.025 * sides,
      0.9,
    );
    expect(furthest([drift, inflation, underNull, underHalf, underEffect], design.size)).toBeLessThan(5e-9);
  });

  test.each(reference.futility)('rpact $alphaType $betaType, beta $beta, binding $binding, at $fractions', (design) => {
    const { fractions, bounds: efficacy, futility, beta, size } = design;
    const bounds = { fractions, sides: 1 as const, efficacy, futility: [...futility, efficacy[efficacy.length - 1]] };
    const { drift, inflation, underNull, underHalf, underEffect } = designSize(bounds, 0.025, 1 - beta);
    expect(furthest([drift, inflation, underNull, underHalf, underEffect], size)).toBeLessThan(5e-9);
  });

  test('the drift reaches the power', () => {
    const bounds = { fractions: [0.3, 0.8], sides: 2 as const, efficacy: [2.8, 2.1] };
    for (const power of [0.05, 0.3, 0.8, 0.99])
      expect(powerAt(bounds, driftForPower(bounds, power))).toBeCloseTo(power, 11);
  });

  test('the fixed design is no larger than itself', () => {
    const size = designSize({ fractions: [1], sides: 1, efficacy: [1.959963984540054] }, 0.025, 0.8);
    expect(size.drift).toBeCloseTo(fixedDrift(0.025, 1, 0.8), 11);
    expect(fixedDrift(0.05, 2, 0.8)).toBe(fixedDrift(0.025, 1, 0.8));
    for (const ratio of [size.inflation, size.underNull, size.underHalf, size.underEffect])
      expect(ratio).toBeCloseTo(1, 11);
  });
});

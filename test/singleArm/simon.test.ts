/** Two-stage designs of a response against the published ones and an enumeration in R (test/reference/simon.R). */
import { describe, expect, test } from 'vitest';
import { meetsTargets, simonDesigns } from '../../src/singleArm/simon.ts';
import { singleStageSizes } from '../../src/singleArm/singleStage.ts';
import { twoStageCharacteristics, twoStageText } from '../../src/singleArm/twoStage.ts';
import enumerated from '../reference/simon.json' with { type: 'json' };

describe('two-stage designs', () => {
  test('are those of Simon (1989), Table 2, for 0.2 v 0.4 at 10 % and 90 %', () => {
    const targets = { nullRate: 0.2, rate: 0.4, alpha: 0.1, power: 0.9 };
    const designs = simonDesigns(targets);
    expect(designs.map(twoStageText)).toEqual(['3/19, 10/36', '3/17, 10/37']);
    const optimal = twoStageCharacteristics(designs[1], 0.2);
    expect(optimal.stop).toBeCloseTo(0.548876, 6);
    expect(optimal.patients).toBeCloseTo(26.0225, 4);
    expect(designs[1].weights[0]).toBe(0);
    expect(designs[0].weights[1]).toBe(1);
    expect(designs[1].weights[1]).toBe(designs[0].weights[0]);
  });

  test.each(enumerated)('and single stages are those of the enumeration for $nullRate v $rate', (row) => {
    const designs = simonDesigns(row, row.most);
    for (const [found, known] of [
      [designs[0], row.minimax],
      [designs[designs.length - 1], row.optimal],
    ] as const) {
      const { n1, r1, n, r } = known;
      expect(found).toMatchObject({ n1, r1, n, r });
      const none = twoStageCharacteristics(found, row.nullRate);
      expect(found.expectedUnderNull).toBeCloseTo(known.expected, 11);
      expect(none.patients).toBeCloseTo(known.expected, 11);
      expect(none.stop).toBeCloseTo(known.stop, 13);
      expect(none.claim).toBeCloseTo(known.typeOneError, 13);
      expect(twoStageCharacteristics(found, row.rate).claim).toBeCloseTo(known.power, 13);
      expect(meetsTargets(found, row)).toBe(true);
    }
    const { smallest, stable } = singleStageSizes(row, 150);
    expect([smallest?.n, smallest?.r]).toEqual(row.single.slice(0, 2));
    expect(smallest?.power).toBeCloseTo(row.single[2], 13);
    expect(stable?.n).toBe(row.stable);
  });

  test('between minimax and optimal are each best for the weights that they are given', () => {
    const designs = simonDesigns({ nullRate: 0.4, rate: 0.57, alpha: 0.05, power: 0.8 });
    expect(designs.map(twoStageText)).toEqual(['12/29, 27/54', '13/29, 29/59', '8/19, 32/66']);
    for (const design of designs) {
      const q = (design.weights[0] + design.weights[1]) / 2;
      const loss = designs.map((other) => q * other.n + (1 - q) * other.expectedUnderNull);
      expect(Math.min(...loss)).toBe(loss[designs.indexOf(design)]);
    }
  });

  test('are none where no trial of the size will do', () => {
    expect(simonDesigns({ nullRate: 0.4, rate: 0.45, alpha: 0.05, power: 0.9 }, 60)).toEqual([]);
    expect(singleStageSizes({ nullRate: 0.4, rate: 0.45, alpha: 0.05, power: 0.9 }, 60)).toEqual({
      smallest: null,
      stable: null,
    });
  });
});

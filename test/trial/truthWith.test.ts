/** Which hypotheses arms without effect make true together. */
import { expect, test } from 'vitest';
import { FIRST_COMPARED } from '../../src/trial/comparison.ts';
import type { HypothesisFamily } from '../../src/trial/hypothesisFamily.ts';
import { partialNulls } from '../../src/trial/truthWith.ts';

test('an arm has its hypotheses with it, in whatever order they are listed', () => {
  const of = (...arms: number[]): HypothesisFamily => ({
    hypotheses: arms.map((arm) => ({ ...FIRST_COMPARED, name: `${arm}`, arm })),
    procedure: { kind: 'holm' },
    dropping: null,
    success: 'any',
    stopsAt: 'nothingLeft',
  });
  expect(partialNulls(of(1, 2))).toEqual([0b01, 0b10]);
  expect(partialNulls(of(1, 2, 1))).toEqual([0b101, 0b010]);
  expect(partialNulls(of(1, 1))).toEqual([]);
  expect(partialNulls(of(1, 2, 3))).toEqual([0b001, 0b010, 0b011, 0b100, 0b101, 0b110]);
});

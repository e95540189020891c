import { expect, test } from 'vitest';
import { alphaOneSided, criticalValue } from '../../src/formulas/criticalValue.ts';

test('two-sided 0.05 and one-sided 0.025 share alpha a side and the critical value', () => {
  expect(alphaOneSided({ alpha: 0.05, sides: 2 })).toBe(0.025);
  expect(criticalValue({ alpha: 0.05, sides: 2 })).toBe(criticalValue({ alpha: 0.025, sides: 1 }));
  expect(criticalValue({ alpha: 0.025, sides: 1 })).toBeCloseTo(1.959963984540054, 14);
  expect(criticalValue({ alpha: 0.05, sides: 1 })).toBeCloseTo(1.6448536269514722, 14);
});

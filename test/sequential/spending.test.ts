import { describe, expect, test } from 'vitest';
import { type SpendingFunction, spend, spendOnSide } from '../../src/sequential/spending.ts';

const ALL: SpendingFunction[] = [
  { kind: 'obrienFleming' },
  { kind: 'pocock' },
  { kind: 'hwangShihDeCani', gamma: -4 },
  { kind: 'hwangShihDeCani', gamma: 0 },
  { kind: 'hwangShihDeCani', gamma: 1 },
  { kind: 'kimDeMets', rho: 3 },
  { kind: 'cumulative', fractions: [0.3, 0.7], spent: [0.001, 0.01] },
  { kind: 'cumulative', fractions: [0.5, 1], spent: [0.005, 0.025] },
];

describe('spending functions', () => {
  test.each(ALL)('$kind goes from 0 to the whole error and never back', (spending) => {
    expect(spend(spending, 0.025, 0)).toBe(0);
    expect(spend(spending, 0.025, 1)).toBe(0.025);
    expect(spend(spending, 0.025, 1.3)).toBe(0.025);
    expect(spend(spending, 0.025, 1 - 1e-12)).toBeCloseTo(0.025, 12);
    for (let t = 0.01; t <= 1; t += 0.01)
      expect(spend(spending, 0.025, t)).toBeGreaterThanOrEqual(spend(spending, 0.025, t - 0.01));
  });

  // R 4.2.2: a <- 0.025; t <- 0.5; sprintf("%.12g", c(2 - 2 * pnorm(qnorm(1 - a / 2) / sqrt(t)),
  //   a * log(1 + (exp(1) - 1) * t), a * (1 - exp(4 * t)) / (1 - exp(4)), a * t^3))
  test('formulas at half the information', () => {
    expect(spend({ kind: 'obrienFleming' }, 0.025, 0.5)).toBeCloseTo(0.00152532275799, 14);
    expect(spend({ kind: 'pocock' }, 0.025, 0.5)).toBeCloseTo(0.015502862674, 12);
    expect(spend({ kind: 'hwangShihDeCani', gamma: -4 }, 0.025, 0.5)).toBeCloseTo(0.00298007305055, 13);
    expect(spend({ kind: 'kimDeMets', rho: 3 }, 0.025, 0.5)).toBe(0.003125);
  });

  test('user-given: the values at their fractions, linear between, linear to the whole after the last', () => {
    const spending: SpendingFunction = { kind: 'cumulative', fractions: [0.3, 0.7], spent: [0.001, 0.01] };
    expect(spend(spending, 0.025, 0.3)).toBeCloseTo(0.001, 15);
    expect(spend(spending, 0.025, 0.15)).toBeCloseTo(0.0005, 15);
    expect(spend(spending, 0.025, 0.5)).toBeCloseTo(0.0055, 15);
    expect(spend(spending, 0.025, 0.85)).toBeCloseTo(0.0175, 15);
  });

  test('two sides spend half of alpha each; user-given spending is over both', () => {
    expect(spendOnSide({ kind: 'obrienFleming' }, 0.05, 2, 0.5)).toBe(spend({ kind: 'obrienFleming' }, 0.025, 0.5));
    const given: SpendingFunction = { kind: 'cumulative', fractions: [0.5], spent: [0.01] };
    expect(spendOnSide(given, 0.05, 2, 0.5)).toBeCloseTo(0.005, 15);
    expect(spendOnSide(given, 0.05, 2, 1)).toBe(0.025);
  });
});

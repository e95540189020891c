/** Numbers as readers see them. */
import { describe, expect, it } from 'vitest';
import {
  count,
  decimalsFor,
  fixed,
  meanText,
  percent,
  proportionText,
  pText,
  significant,
  units,
} from '../../src/report/numbers.ts';
import { proportion } from '../../src/tally/estimates.ts';

describe('numbers', () => {
  it('have the decimals asked for, a true minus, no negative zero', () => {
    expect([fixed(1.005, 1), fixed(-2.5, 1), fixed(-0.001, 2), fixed(0, 0)]).toEqual(['1.0', '−2.5', '0.00', '0']);
    expect([fixed(null, 1), fixed(Number.NaN, 1), fixed(Number.POSITIVE_INFINITY, 1)]).toEqual(['–', '–', '∞']);
    expect([count(1234567), percent(0.025), percent(null), percent(Number.NaN)]).toEqual([
      '1,234,567',
      '2.5 %',
      '–',
      '–',
    ]);
    expect([significant(0.07701635339554948), significant(1234.5), significant(-3)]).toEqual(['0.07702', '1235', '−3']);
    expect([units(1, 'month'), units('1', 'month'), units(2.5, 'month')]).toEqual(['1 month', '1 month', '2.5 months']);
    expect([pText(0.5864), pText(0.00002), pText(null)]).toEqual(['P = 0.586', 'P < 0.001', 'P unknown']);
  });

  it('show two digits of their standard error', () => {
    expect([decimalsFor(0.003), decimalsFor(0.03), decimalsFor(0.3), decimalsFor(3), decimalsFor(300)]).toEqual([
      4, 3, 2, 1, 0,
    ]);
    const mean = { mean: 27.36512, standardDeviation: 1, standardError: 0.0123, replicates: 6600 };
    expect(meanText(mean, 'months')).toBe('27.365 months (SE 0.012)');
  });

  it('never show a proportion without its error', () => {
    const text = proportionText(proportion(9136, 10_000));
    expect(text).toBe('91.36 % (SE 0.28; 95 % CI 90.79–91.89)');
    expect(proportionText(null)).toBe('–');
    expect(proportionText(proportion(0, 10))).toMatch(/^0\.0\d* % \(SE 0\.0\d*; 95 % CI 0\.0\d*–27\.\d+\)$/);
  });
});

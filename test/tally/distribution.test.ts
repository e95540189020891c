/** Quantiles of binned values against the sorted values themselves; merging. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import {
  addAll,
  type BinScale,
  type Distribution,
  distribution,
  emptyDistribution,
  quantileOf,
} from '../../src/tally/distribution.ts';
import { meanOf, standardDeviationOf } from '../../src/tally/moments.ts';

const random = seedrandom('distribution');
const PROBABILITIES = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1];

function filled(scale: BinScale, values: readonly number[]): Distribution {
  const empty = emptyDistribution(scale);
  addAll(empty, values);
  return empty;
}

/** The smallest value with a share p at or below it. */
function sortedQuantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)];
}

const samples: Record<string, number[]> = {
  normal: Array.from(
    { length: 20_000 },
    () => 27 + 3 * Math.sqrt(-2 * Math.log(random())) * Math.cos(6.2832 * random()),
  ),
  exponential: Array.from({ length: 20_000 }, () => -12 * Math.log(random())),
  'over a hundred orders of magnitude': Array.from({ length: 5000 }, () => 10 ** (120 * random() - 60)),
  'a few': [3.5, 7.25, 1],
  one: [42.5],
  'all alike': new Array(500).fill(36),
};

describe('distribution', () => {
  for (const [name, values] of Object.entries(samples)) {
    it(`has quantiles to the width of a bin: ${name}`, () => {
      const relative = filled('relative', values);
      const logs = values.map(Math.log);
      const additive = filled('additive', logs);
      const whole = values.map((x) => Math.round(Math.min(x, 1e9)));
      const integer = filled('integer', whole);
      for (const p of PROBABILITIES) {
        expect(quantileOf(relative, p) / sortedQuantile(values, p)).toBeGreaterThan(1 - 1 / 127);
        expect(quantileOf(relative, p) / sortedQuantile(values, p)).toBeLessThan(1 + 1 / 127);
        expect(Math.abs(quantileOf(additive, p) - sortedQuantile(logs, p))).toBeLessThan(1 / 256);
        expect(quantileOf(integer, p)).toBe(sortedQuantile(whole, p));
      }
    });

    it(`has the mean and standard deviation of its values: ${name}`, () => {
      const distribution = filled('relative', values);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      expect(meanOf(distribution) / mean).toBeCloseTo(1, 12);
      if (values.length < 2) expect(standardDeviationOf(distribution)).toBeNaN();
      else {
        const expected = Math.sqrt(squares / (values.length - 1));
        expect(Math.abs(standardDeviationOf(distribution) - expected)).toBeLessThan(1e-6 * mean);
      }
    });
  }

  it('interpolates inside a bin: uniform values come out straight', () => {
    const distribution = filled(
      'relative',
      Array.from({ length: 100_000 }, (_, i) => 1 + i / 100_000),
    );
    for (const p of PROBABILITIES) expect(quantileOf(distribution, p)).toBeCloseTo(1 + p, 4);
  });

  it('leaves out what could not be estimated, and has no quantile of nothing', () => {
    const distribution = filled('relative', [Number.NaN, 5, Number.NaN]);
    expect(distribution.count).toBe(1);
    expect(quantileOf(distribution, 0.5)).toBe(5);
    expect(quantileOf(emptyDistribution('integer'), 0.5)).toBeNaN();
    expect(meanOf(emptyDistribution('integer'))).toBeNaN();
  });

  it('takes zeros on the relative scale', () => {
    const distribution = filled('relative', [0, 0, 0, 8]);
    // The lowest bin holds 0 and the smallest numbers there are.
    expect(quantileOf(distribution, 0.5)).toBeLessThan(1e-300);
    expect(quantileOf(distribution, 1)).toBe(8);
  });

  it('is the same merged from parts as filled at once', () => {
    for (const scale of ['relative', 'additive', 'integer'] as const) {
      const values = samples.exponential.map((x) => (scale === 'integer' ? Math.round(x) : x));
      const whole = filled(scale, values);
      const merged = emptyDistribution(scale);
      for (let i = 0; i < values.length; i += 777)
        distribution(scale).merge(merged, filled(scale, values.slice(i, i + 777)));
      expect(merged.bins).toEqual(whole.bins);
      expect([merged.count, merged.minimum, merged.maximum]).toEqual([whole.count, whole.minimum, whole.maximum]);
      expect(merged.sum / whole.sum).toBeCloseTo(1, 12);
      for (const p of PROBABILITIES) expect(quantileOf(merged, p)).toBe(quantileOf(whole, p));
    }
  });

  it('has the values themselves for quantiles where few are distinct: looks at months 44, 56 and 66', () => {
    const looks = [44.0000003, 56, 65.9999997];
    const values = Array.from({ length: 5000 }, () => looks[Math.floor(3 * random() ** 2)]);
    for (const scale of ['relative', 'additive'] as const) {
      const merged = emptyDistribution(scale);
      for (let i = 0; i < values.length; i += 500)
        distribution(scale).merge(merged, filled(scale, values.slice(i, i + 500)));
      for (const p of PROBABILITIES) expect(quantileOf(merged, p)).toBe(sortedQuantile(values, p));
    }
  });

  it('has narrow bins where values hardly differ: a year after the last of 8000 patients in 18 months', () => {
    // The last entry has distribution function (t/18)^8000.
    const values = Array.from({ length: 20_000 }, () => 12 + 18 * random() ** (1 / 8000));
    const months = filled('relative', values);
    for (const p of [0.05, 0.5, 0.95]) expect(quantileOf(months, p)).toBeCloseTo(sortedQuantile(values, p), 4);
    const logs = values.map((x) => Math.log(x / 29));
    for (const p of [0.05, 0.5, 0.95])
      expect(quantileOf(filled('additive', logs), p)).toBeCloseTo(sortedQuantile(logs, p), 5);
  });

  it('has no quantile outside the values, and none of a bin that no value reaches', () => {
    for (const values of Object.values(samples)) {
      const distribution = filled('relative', values);
      for (const p of PROBABILITIES) {
        expect(quantileOf(distribution, p)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(quantileOf(distribution, p)).toBeLessThanOrEqual(Math.max(...values));
      }
    }
  });

  it('is the same to the bit in whatever order parts are merged, few values and many, wide apart and near', () => {
    const lists = [
      samples.normal.slice(0, 3000),
      samples.exponential.slice(0, 3000),
      samples['over a hundred orders of magnitude'].slice(0, 500),
      samples.normal.slice(0, 3000).map((x) => 30 + x / 1e7),
      samples.normal.slice(0, 3000).map((x) => Math.round(x)),
      // One value too many to count each, of which no part has all.
      Array.from({ length: 650 }, (_, i) => 1 + (i % 65) / 64),
      [],
    ];
    for (const values of lists)
      for (const scale of ['relative', 'additive'] as const) {
        const whole = filled(scale, values);
        for (const [size, order] of [
          [7, 1],
          [50, -1],
          [333, 1],
        ] as const) {
          const parts: Distribution[] = [];
          for (let i = 0; i < values.length; i += size) parts.push(filled(scale, values.slice(i, i + size)));
          const merged = emptyDistribution(scale);
          for (const part of order > 0 ? parts : parts.reverse()) distribution(scale).merge(merged, part);
          expect([merged.level, merged.bins, merged.exact]).toEqual([whole.level, whole.bins, whole.exact]);
          for (const p of PROBABILITIES) expect(quantileOf(merged, p)).toBe(quantileOf(whole, p));
        }
      }
  });
});

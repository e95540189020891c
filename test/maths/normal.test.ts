import { describe, expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../src/maths/normal.ts';
import { integrate } from '../../src/maths/quadrature.ts';
import reference from '../reference/normal.json' with { type: 'json' };

const relative = (value: number, target: number) => Math.abs(value - target) / Math.abs(target);

describe('normal distribution', () => {
  test('cdf agrees with R pnorm to 1e-14, relative, from −37 to 8.5', () => {
    const worst = Math.max(...reference.x.map((x, i) => relative(normalCdf(x), reference.cdf[i])));
    expect(reference.x.length).toBeGreaterThan(80);
    expect(worst).toBeLessThan(1e-14);
  });

  test('quantile agrees with R qnorm to 1e-13, relative, from p = 1e-300 to 1 − 1e-12', () => {
    const worst = Math.max(
      ...reference.p.map((p, i) =>
        reference.quantile[i] === 0 ? Math.abs(normalQuantile(p)) : relative(normalQuantile(p), reference.quantile[i]),
      ),
    );
    expect(worst).toBeLessThan(1e-13);
  });

  test('quantile undoes cdf below the median, where no digits are lost', () => {
    for (let x = -36; x < 0; x += 0.137) expect(relative(normalQuantile(normalCdf(x)), x)).toBeLessThan(1e-13);
    for (const p of reference.p.filter((p) => p < 0.5))
      expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-12);
  });

  test('cdf(x) + cdf(−x) = 1 and the ends are the limits', () => {
    for (let x = 0; x < 9; x += 0.173) expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThan(3e-16);
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalCdf(Number.NaN)).toBeNaN();
  });

  test('the density integrates to the cdf', () => {
    for (const x of [-3, -1, 0.3, 2.5])
      expect(relative(integrate(normalDensity, -12, x, [-8, -6, -4, -2, 0]), normalCdf(x))).toBeLessThan(1e-13);
  });
});

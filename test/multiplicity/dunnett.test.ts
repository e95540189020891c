/**
 * @module-tag slow
 */
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/maths/normal.ts';
import { integrate } from '../../src/maths/quadrature.ts';
import { findRoot } from '../../src/maths/roots.ts';
import { dunnettCorrelation, factorCorrelation } from '../../src/multiplicity/correlation.ts';
import { dunnettBounds, dunnettTail } from '../../src/multiplicity/dunnett.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import type { SpendingFunction } from '../../src/sequential/spending.ts';
import { furthest } from '../sequential/rpact.ts';

const OBRIEN_FLEMING: SpendingFunction = { kind: 'obrienFleming' };
const POCOCK: SpendingFunction = { kind: 'pocock' };
const equal = (size: number): number[][] => dunnettCorrelation(1, new Array<number>(size).fill(1));
const product = (lambda: readonly number[]): number[][] =>
  lambda.map((a, i) => lambda.map((b, j) => (i === j ? 1 : a * b)));

describe('correlation', () => {
  test('of arms against one control', () => {
    expect(dunnettCorrelation(1, [1, 1])[0][1]).toBeCloseTo(0.5, 15);
    expect(dunnettCorrelation(2, [1, 3])[1][0]).toBeCloseTo(Math.sqrt((1 / 3) * (3 / 5)), 15);
    expect(dunnettCorrelation(2, [1, 3])[1][1]).toBe(1);
  });

  test('factored in any order, whole or with sums among them', () => {
    const halves = [
      [1, Math.SQRT1_2, Math.SQRT1_2],
      [Math.SQRT1_2, 1, 0],
      [Math.SQRT1_2, 0, 1],
    ];
    for (const correlation of [product([0.3, 0.9, 0.5]), halves])
      for (const order of [
        [0, 1, 2],
        [2, 0, 1],
        [1, 2, 0],
      ]) {
        const factor = factorCorrelation(correlation, order);
        for (const [a, i] of order.entries())
          for (const [b, j] of order.entries())
            expect(factor[a].reduce((sum, x, c) => sum + x * factor[b][c], 0)).toBeCloseTo(correlation[i][j], 12);
      }
    expect(factorCorrelation(halves)[2][2]).toBe(0);
  });
});

describe('one look', () => {
  // mvtnorm 1.1-3 of R 4.2.2: for (m in 2:5) { R <- matrix(.5, m, m); diag(R) <- 1; uniroot(function(c) 1 -
  // pmvnorm(upper = rep(c, m), corr = R, algorithm = GenzBretz(abseps = 1e-8, maxpts = 5e6)) - alpha, c(1.5, 3.5)) }
  // As in the tables (one-sided, infinite degrees of freedom) 1.916, 2.062, 2.160, 2.234; 2.212, 2.349, 2.442.
  test.each([
    [0.05, [1.916332, 2.062084, 2.160333, 2.233817]],
    [0.025, [2.212135, 2.348976, 2.441775]],
  ])('equal arms at alpha %d', (alpha, values) => {
    const found = values.map((_, m) => dunnettBounds({ correlation: equal(m + 2), alpha, fractions: [1] })[0]);
    expect(furthest(found, values)).toBeLessThan(5e-6);
  });

  test('unequal arms, by the integral over the control', () => {
    const arms = [0.5, 1, 2, 3];
    const lambda = arms.map((n) => Math.sqrt(n / (n + 1)));
    const below = (c: number) =>
      integrate(
        (x) =>
          lambda.reduce(
            (p, l) => p * normalCdf((c - l * x) / Math.sqrt(1 - l * l)),
            Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
          ),
        -9,
        9,
        [-6, -3, 0, 3, 6],
      );
    const exact = findRoot((c) => 1 - below(c) - 0.025, 1.9, 3);
    const correlation = dunnettCorrelation(1, arms);
    expect(Math.abs(dunnettBounds({ correlation, alpha: 0.025, fractions: [1] })[0] - exact)).toBeLessThan(5e-6);
    for (const z of [-1, 1.5, 4]) expect(Math.abs(dunnettTail(correlation, z) / (1 - below(z)) - 1)).toBeLessThan(2e-5);
  });

  test('a whole population and the parts that make it up', () => {
    // By the integral over one part: pmin(c, (c − √f x)/√(1 − f)) is the other part's limit.
    const f = 0.4;
    const correlation = [
      [1, Math.sqrt(f), Math.sqrt(1 - f)],
      [Math.sqrt(f), 1, 0],
      [Math.sqrt(1 - f), 0, 1],
    ];
    expect(dunnettBounds({ correlation, alpha: 0.025, fractions: [1] })[0]).toBeCloseTo(2.317417, 5);
  });

  test('the same statistic twice, its opposite, and independent ones', () => {
    const at = (rho: number) =>
      dunnettBounds({
        correlation: [
          [1, rho],
          [rho, 1],
        ],
        alpha: 0.025,
        fractions: [1],
      })[0];
    expect(at(1)).toBeCloseTo(-normalQuantile(0.025), 10);
    expect(at(-1)).toBeCloseTo(-normalQuantile(0.0125), 10);
    expect(at(0)).toBeCloseTo(-normalQuantile(1 - Math.sqrt(0.975)), 5);
  });

  test('tails far out keep their digits', () => {
    const tail = dunnettTail(equal(3), 8);
    expect(Math.abs(tail / (3 * normalCdf(-8)) - 1)).toBeLessThan(1e-3);
    expect(tail).toBeLessThan(3 * normalCdf(-8));
    expect(dunnettTail(equal(3), Number.NEGATIVE_INFINITY)).toBe(1);
    expect(dunnettTail(equal(3), Number.POSITIVE_INFINITY)).toBe(0);
  });
});

describe('several looks', () => {
  // mvtnorm 1.1-3: bounds one after another by uniroot(function(c) pmvnorm(upper = rep(c(before, c), each = m),
  // corr = kronecker(outer(t, t, function(a, b) sqrt(pmin(a, b) / pmax(a, b))), R), algorithm = Miwa(steps = 512)) −
  // (1 − spend(t))), exact to the digits given.
  test.each([
    [equal(2), [0.5, 1], OBRIEN_FLEMING, [3.162528, 2.221301]],
    [equal(2), [0.5, 1], POCOCK, [2.397803, 2.449989]],
    [
      [
        [1, 0.8],
        [0.8, 1],
      ],
      [0.3, 1],
      OBRIEN_FLEMING,
      [4.073716, 2.152703],
    ],
    [equal(2), [1 / 3, 2 / 3, 1], OBRIEN_FLEMING, [3.879973, 2.733408, 2.246902]],
    [product([0.5, 0.6, 0.7]), [0.5, 1], POCOCK, [2.546027, 2.604703]],
  ] as [number[][], number[], SpendingFunction, number[]][])(
    'mvtnorm, %j at %j',
    (correlation, fractions, spending, bounds) => {
      const found = dunnettBounds({ correlation, alpha: 0.025, fractions, spending });
      expect(furthest(found, bounds)).toBeLessThan(2e-5);
    },
  );

  // mvtnorm 1.1-3 confirms these bounds to its own accuracy: 1 - pmvnorm(upper = rep(c[1:k], each = 4), corr = (as above),
  // algorithm = GenzBretz(maxpts = 3e7, abseps = 5e-7)) is what is to be spent by looks 2, 3 and 4, within 5e-7, 3e-7 and
  // 2e-6 (its error 6e-7, 3e-6 and 4e-6), which of the bounds is 3e-5, 4e-5 and 8e-5.
  test.each([
    [equal(4), POCOCK, [2.809531, 2.82352, 2.823302, 2.821427]],
    [product([0.5, 0.6, 0.7, 0.8]), OBRIEN_FLEMING, [4.627451, 3.356432, 2.814728, 2.514668]],
  ] as [number[][], SpendingFunction, number[]][])(
    'mvtnorm, four arms over four looks: %j, %j',
    (correlation, spending, bounds) => {
      const found = dunnettBounds({ correlation, alpha: 0.025, fractions: [0.25, 0.5, 0.75, 1], spending });
      expect(furthest(found, bounds)).toBeLessThan(1.2e-4);
    },
  );

  test('perfectly correlated statistics are one, opposite ones two sides', () => {
    const fractions = [0.3, 0.6, 1];
    const of = (rho: number) =>
      dunnettBounds({
        correlation: [
          [1, rho],
          [rho, 1],
        ],
        alpha: 0.05,
        fractions,
        spending: POCOCK,
      });
    const plain = (sides: 1 | 2) =>
      efficacyBounds({ kind: 'spending', spending: POCOCK }, { fractions, alpha: 0.05, sides });
    expect(furthest(of(1), plain(1))).toBeLessThan(2e-5);
    expect(furthest(of(-1), plain(2))).toBeLessThan(2e-5);
  });

  test('looks without a test leave their alpha to the next', () => {
    const plan = { correlation: equal(2), alpha: 0.025, spending: OBRIEN_FLEMING };
    const skipping = dunnettBounds({ ...plan, fractions: [0.3, 0.5, 1], tested: [false, true, true] });
    expect(skipping).toEqual([Number.POSITIVE_INFINITY, ...dunnettBounds({ ...plan, fractions: [0.5, 1] })]);
    const onlyLast = dunnettBounds({ correlation: equal(2), alpha: 0.025, fractions: [0.3, 1] });
    expect(onlyLast[0]).toBe(Number.POSITIVE_INFINITY);
    expect(onlyLast[1]).toBeCloseTo(2.212135, 5);
  });

  test('a look with next to nothing to spend', () => {
    const bounds = dunnettBounds({
      correlation: equal(3),
      alpha: 0.025,
      fractions: [0.02, 0.08, 1],
      spending: OBRIEN_FLEMING,
    });
    expect(bounds[0]).toBe(Number.POSITIVE_INFINITY);
    expect(bounds[1]).toBeGreaterThan(7);
    expect(bounds[2]).toBeCloseTo(2.348976, 4);
  });
});

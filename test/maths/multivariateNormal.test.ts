/**
 * References marked R are from R 4 with mvtnorm 1.1-3 (run once, 2026-11-22), by the commands beside them, where
 *   library(mvtnorm); m3 <- function(a, b, c) matrix(c(1, a, b, a, 1, c, b, c, 1), 3); tv <- TVPACK(abseps = 1e-14)
 *   R4 <- matrix(c(1, .5, .3, .2, .5, 1, .1, .4, .3, .1, 1, .25, .2, .4, .25, 1), 4)
 */
import { describe, expect, test } from 'vitest';
import {
  bivariateNormalCdf,
  type CorrelationMatrix,
  equicoordinateQuantile,
  largestAbsoluteTail,
  largestAbsoluteTail2,
  largestAbsoluteTail3,
  maximumTail,
  maximumTail2,
  maximumTail3,
  normalRectangle,
  productCorrelationTail,
  rectangleProbability,
  trivariateNormalCdf,
} from '../../src/maths/multivariateNormal.ts';
import { normalCdf } from '../../src/maths/normal.ts';
import { gaussLegendre } from '../../src/maths/quadrature.ts';

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

const relative = (value: number, target: number) => Math.abs(value / target - 1);

const matrixOf = (n: number, entry: (i: number, j: number) => number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : entry(i, j))));
const exchangeable = (n: number, r: number) => matrixOf(n, () => r);
const chain = (n: number, r: number) => matrixOf(n, (i, j) => r ** Math.abs(i - j));
const repeat = (n: number, x: number) => Array.from({ length: n }, () => x);

/** Correlations of the vectors, scaled to length one. */
function ofVectors(vectors: readonly (readonly number[])[]): number[][] {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  return matrixOf(vectors.length, (i, j) => {
    const [a, b] = [vectors[i], vectors[j]];
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  });
}

/** A repeatable stream of numbers in (0, 1), for laws that hold whatever the numbers. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** P(low ≤ Xᵢ ≤ high for all i) when corr(Xᵢ, Xⱼ) = r^|i − j|: a Markov chain, so one integral after another. */
function chainInside(n: number, r: number, low: number, high: number): number {
  const { nodes, weights } = gaussLegendre(80);
  const from = Math.max(low, -10);
  const half = (high - from) / 2;
  const x = Array.from(nodes, (t) => from + half * (1 + t));
  const s = Math.sqrt(1 - r * r);
  const density = (u: number) => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
  let inside = x.map((u) => density(u));
  for (let step = 1; step < n; step++)
    inside = x.map((u) =>
      x.reduce((sum, v, k) => sum + (half * weights[k] * inside[k] * density((u - r * v) / s)) / s, 0),
    );
  return x.reduce((sum, _, k) => sum + half * weights[k] * inside[k], 0);
}

const R4: CorrelationMatrix = [
  [1, 0.5, 0.3, 0.2],
  [0.5, 1, 0.1, 0.4],
  [0.3, 0.1, 1, 0.25],
  [0.2, 0.4, 0.25, 1],
];

describe('bivariate normal cdf', () => {
  test('agrees with R to 1e-15', () => {
    // R: pmvnorm(upper = c(a, b), corr = matrix(c(1, r, r, 1), 2), algorithm = tv)
    const reference = [
      [1, -0.5, 0.3, 0.28313842024448105],
      [-2, -1.5, 0.8, 0.016505929497809844],
      [0.7, 1.2, -0.6, 0.64523584045009286],
      [2.5, 2.4, 0.97, 0.99071644927047087],
      [-1, 0.8, -0.99, 0.0013376474633605754],
      [-3, -3.1, 0.5, 6.5010563606456863e-5],
      [0.5, 0.5, 0.9999, 0.68947613295845722],
    ];
    for (const [a, b, r, p] of reference) expect(Math.abs(bivariateNormalCdf(a, b, r) - p)).toBeLessThan(1e-15);
  });

  test('the quadrant is 1/4 + asin ρ / 2π, up to |ρ| = 1', () => {
    for (const r of [-1, -1 + 1e-12, -0.99, -0.925, -0.5, -1e-9, 0, 0.2, 0.7, 0.9249, 0.9251, 0.999, 1 - 1e-12, 1])
      expect(Math.abs(bivariateNormalCdf(0, 0, r) - 0.25 - Math.asin(r) / (2 * Math.PI))).toBeLessThan(1e-15);
  });

  test('P(Y ≤ b) = P(X ≤ a, Y ≤ b) + P(−X ≤ −a, Y ≤ b), and exchange', () => {
    const next = stream(1);
    for (let i = 0; i < 2000; i++) {
      const a = 8 * next() - 4;
      const b = i % 3 === 0 ? a + 1e-3 * next() : 8 * next() - 4;
      const r = i % 2 === 0 ? 2 * next() - 1 : 1 - 10 ** (-12 * next());
      const p = bivariateNormalCdf(a, b, r);
      expect(Math.abs(p + bivariateNormalCdf(-a, b, -r) - normalCdf(b))).toBeLessThan(1e-15);
      expect(Math.abs(bivariateNormalCdf(b, a, r) - p)).toBeLessThan(1e-15);
    }
  });

  test('limits: independence, equality, opposition, infinity, not a number', () => {
    expect(bivariateNormalCdf(0.3, -1, 0)).toBe(normalCdf(0.3) * normalCdf(-1));
    expect(bivariateNormalCdf(0.3, -1, 1)).toBeCloseTo(normalCdf(-1), 15);
    expect(bivariateNormalCdf(0.3, 0.5, -1)).toBeCloseTo(normalCdf(0.3) - normalCdf(-0.5), 15);
    expect(bivariateNormalCdf(0.3, -0.5, -1)).toBe(0);
    expect(bivariateNormalCdf(POSITIVE_INFINITY, 0.4, 0.3)).toBe(normalCdf(0.4));
    expect(bivariateNormalCdf(0.4, POSITIVE_INFINITY, 0.3)).toBe(normalCdf(0.4));
    expect(bivariateNormalCdf(NEGATIVE_INFINITY, POSITIVE_INFINITY, 0.3)).toBe(0);
    expect(bivariateNormalCdf(1e200, -1e200, 0.99)).toBe(0);
    expect(bivariateNormalCdf(Number.NaN, 1, 0.3)).toBeNaN();
  });
});

describe('trivariate normal cdf', () => {
  test('agrees with R to 1e-13', () => {
    // R: pmvnorm(upper = x, corr = m3(r12, r13, r23), algorithm = tv)
    const reference = [
      [1, 0.5, 0.2, 0.3, 0.4, 0.5, 0.43600141966793177],
      [2, 2.2, 1.8, 0.9, 0.8, 0.95, 0.9537681663727362],
      [-1, -0.5, 0.7, -0.3, 0.6, 0.2, 0.025351858426712982],
      [1.96, 1.96, 1.96, 0.5, 0.5, 0.5, 0.93726976476551904],
      [0.3, -0.2, 1.1, -0.7, -0.6, 0.1, 0.10259378467410228],
      [-2, -2.2, -1.9, 0.6, 0.7, 0.8, 0.0032018935609793189],
    ];
    for (const [a, b, c, r12, r13, r23, p] of reference)
      expect(Math.abs(trivariateNormalCdf([a, b, c], r12, r13, r23) - p)).toBeLessThan(1e-13);
  });

  test('the octant is 1/8 + (asin ρ₁₂ + asin ρ₁₃ + asin ρ₂₃) / 4π, singular or not', () => {
    const next = stream(2);
    for (let i = 0; i < 300; i++) {
      const depth = [1, 0.1, 1e-3, 1e-6, 0][i % 5];
      const r = ofVectors(repeat(3, 0).map(() => [next() - 0.5, next() - 0.5, depth * (next() - 0.5)]));
      const exact = 1 / 8 + (Math.asin(r[0][1]) + Math.asin(r[0][2]) + Math.asin(r[1][2])) / (4 * Math.PI);
      expect(Math.abs(trivariateNormalCdf([0, 0, 0], r[0][1], r[0][2], r[1][2]) - exact)).toBeLessThan(1e-10);
    }
  });

  test('a sum of the other two: X₃ = (X₁ + X₂)/√(2 + 2ρ) adds nothing above its largest, all below', () => {
    for (const r of [-0.9, -0.2, 0.5, 0.95]) {
      const s = Math.sqrt((1 + r) / 2);
      const pair = bivariateNormalCdf(0.4, 1.1, r);
      const bound = 1.5 / Math.sqrt(2 + 2 * r);
      expect(Math.abs(trivariateNormalCdf([0.4, 1.1, bound], r, s, s) - pair)).toBeLessThan(1e-10);
      expect(trivariateNormalCdf([0.4, 1.1, bound - 0.5], r, s, s)).toBeLessThan(pair - 1e-5);
    }
    // the same where X₃ = −X₁ − X₂, all three at 120°: two above 0 exclude the third
    expect(trivariateNormalCdf([0, 0, 0], -0.5, -0.5, -0.5)).toBeLessThan(1e-12);
    expect(Math.abs(trivariateNormalCdf([0, 0, 0], 0.5, -0.5, 0.5) - 1 / 6)).toBeLessThan(1e-10);
  });

  test('any order of the variables, and P(X₁, X₂) = P(X₁, X₂, X₃ ≤ c) + P(X₁, X₂, −X₃ ≤ −c)', () => {
    const next = stream(3);
    for (let i = 0; i < 400; i++) {
      const depth = [1, 0.1, 1e-3, 1e-5, 0][i % 5];
      const r = ofVectors(repeat(3, 0).map(() => [next() - 0.3, next() - 0.5, depth * (next() - 0.5)]));
      const [a, b, c] = [4 * next() - 2, 4 * next() - 2, 4 * next() - 2];
      const p = trivariateNormalCdf([a, b, c], r[0][1], r[0][2], r[1][2]);
      expect(Math.abs(trivariateNormalCdf([c, a, b], r[0][2], r[1][2], r[0][1]) - p)).toBeLessThan(1e-10);
      expect(Math.abs(trivariateNormalCdf([b, a, c], r[0][1], r[1][2], r[0][2]) - p)).toBeLessThan(1e-10);
      const other = trivariateNormalCdf([a, b, -c], r[0][1], -r[0][2], -r[1][2]);
      expect(Math.abs(p + other - bivariateNormalCdf(a, b, r[0][1]))).toBeLessThan(1e-10);
    }
  });

  test('limits: independence, equal variables, infinity', () => {
    expect(trivariateNormalCdf([1, 0, -1], 0, 0, 0)).toBeCloseTo(normalCdf(1) * 0.5 * normalCdf(-1), 15);
    expect(Math.abs(trivariateNormalCdf([1, 0.5, 0.7], 0.3, 0.3, 1) - bivariateNormalCdf(1, 0.5, 0.3))).toBeLessThan(
      1e-12,
    );
    expect(Math.abs(trivariateNormalCdf([0.7, 1, 0.5], 1, 1, 1) - normalCdf(0.5))).toBeLessThan(1e-12);
    expect(trivariateNormalCdf([1, POSITIVE_INFINITY, 0.2], 0.3, 0.4, 0.5)).toBe(bivariateNormalCdf(1, 0.2, 0.4));
    expect(trivariateNormalCdf([1, NEGATIVE_INFINITY, 0.2], 0.3, 0.4, 0.5)).toBe(0);
  });
});

describe('normal rectangle', () => {
  test('four dimensions agree with R', () => {
    // R: pmvnorm(lower = …, upper = …, corr = R4, algorithm = Miwa(4096))
    const upper = [1, 2, 0.5, 1.5];
    const never = repeat(4, NEGATIVE_INFINITY);
    expect(Math.abs(normalRectangle(never, upper, R4) - 0.5769256233835417)).toBeLessThan(1e-5);
    expect(Math.abs(normalRectangle([-1, -2, -0.5, -1.5], upper, R4) - 0.23172677289443228)).toBeLessThan(1e-5);
    const { probability, error } = rectangleProbability(never, repeat(4, 2), R4, 1e-4);
    expect(Math.abs(probability - 0.92066112544146217)).toBeLessThan(1e-4);
    expect(error).toBeLessThanOrEqual(1e-4);
  });

  test('one to three dimensions are sums of distribution functions', () => {
    expect(normalRectangle([-1], [2], [[1]])).toBeCloseTo(normalCdf(2) - normalCdf(-1), 15);
    const two = exchangeable(2, 0.6);
    const square = normalRectangle([-1, -0.5], [0.8, POSITIVE_INFINITY], two);
    const parts =
      normalCdf(0.8) - normalCdf(-1) - bivariateNormalCdf(0.8, -0.5, 0.6) + bivariateNormalCdf(-1, -0.5, 0.6);
    expect(Math.abs(square - parts)).toBeLessThan(1e-15);
    const cube = normalRectangle(repeat(3, -1.5), repeat(3, 1.5), exchangeable(3, 0));
    expect(Math.abs(cube - (1 - 2 * normalCdf(-1.5)) ** 3)).toBeLessThan(1e-13);
  });

  test('independent variables multiply, in 24 dimensions', () => {
    const n = 24;
    const lower = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? NEGATIVE_INFINITY : -1 - i / 10));
    const upper = Array.from({ length: n }, (_, i) => (i % 5 === 0 ? POSITIVE_INFINITY : 1 + i / 20));
    const product = lower.reduce((p, a, i) => p * (normalCdf(upper[i]) - normalCdf(a)), 1);
    expect(relative(normalRectangle(lower, upper, exchangeable(n, 0)), product)).toBeLessThan(1e-9);
  });

  test('correlations of 1/2: the orthant is 1/(n + 1)', () => {
    for (const n of [2, 3, 4, 6, 9, 15]) {
      const orthant = normalRectangle(repeat(n, NEGATIVE_INFINITY), repeat(n, 0), exchangeable(n, 0.5), 1e-4);
      expect(Math.abs(orthant - 1 / (n + 1))).toBeLessThan(1e-4);
    }
  });

  test('a Markov chain, one- and two-sided', () => {
    for (const n of [4, 7, 12]) {
      const r = chain(n, 0.6);
      const below = normalRectangle(repeat(n, NEGATIVE_INFINITY), repeat(n, 2), r, 1e-4);
      expect(Math.abs(below - chainInside(n, 0.6, NEGATIVE_INFINITY, 2))).toBeLessThan(3e-4);
      const inside = normalRectangle(repeat(n, -1.5), repeat(n, 1.5), r, 1e-4);
      expect(Math.abs(inside - chainInside(n, 0.6, -1.5, 1.5))).toBeLessThan(3e-4);
    }
  });

  test('singular matrices: copies, negatives and sums of other variables', () => {
    // X₄ = X₁, X₅ = −X₂: three dimensions with the tighter limits
    const base = ofVectors([
      [1, 0, 0],
      [0.5, 1, 0],
      [0.2, -0.3, 1],
    ]);
    const at = [0, 1, 2, 0, 1];
    const sign = [1, 1, 1, 1, -1];
    const five = matrixOf(5, (i, j) => sign[i] * sign[j] * base[at[i]][at[j]]);
    const value = normalRectangle([-2, -3, -1, -1.5, -0.8], [1, 2, 1.3, 2, 0.9], five);
    const direct = normalRectangle([-1.5, -0.9, -1], [1, 0.8, 1.3], base);
    expect(Math.abs(value - direct)).toBeLessThan(1e-5);
    // four vectors in a plane: X₁, X₂ independent, their sum and difference
    const plane = ofVectors([
      [1, 0],
      [0, 1],
      [1, 1],
      [1, -1],
    ]);
    const diamond = normalRectangle([-5, -5, -1, -1], [5, 5, 1, 1], plane);
    expect(Math.abs(diamond - (1 - 2 * normalCdf(-1)) ** 2)).toBeLessThan(1e-5);
    expect(normalRectangle([-1, -1, -1, -1], [1, 1, 1, 1], exchangeable(4, 1))).toBeCloseTo(1 - 2 * normalCdf(-1), 10);
  });

  test('empty, whole, not a number and out of range', () => {
    expect(normalRectangle(repeat(5, 1), repeat(5, 1), chain(5, 0.3))).toBe(0);
    expect(normalRectangle(repeat(5, NEGATIVE_INFINITY), repeat(5, POSITIVE_INFINITY), chain(5, 0.3))).toBe(1);
    expect(normalRectangle([0, Number.NaN], [1, 1], chain(2, 0.3))).toBeNaN();
    expect(() => normalRectangle([0], [1, 1], chain(2, 0.3))).toThrow('1 lower and 2 upper limits; must be 2 each');
    expect(() => normalRectangle([], [], [])).toThrow('0 rows; must be 1 to 24');
  });

  test('the same input gives the same bytes, whatever was asked before', () => {
    const ask = () => normalRectangle(repeat(6, -1), repeat(6, 1.2), chain(6, 0.4), 1e-4);
    const before = ask();
    normalRectangle(repeat(9, -2), repeat(9, 0.3), chain(9, 0.7), 1e-3);
    maximumTail(2, chain(5, 0.7));
    expect(ask()).toBe(before);
  });
});

describe('tail of the maximum', () => {
  test('of two and three: 1 − cdf where that keeps its digits, singular matrices included', () => {
    const next = stream(4);
    for (let i = 0; i < 500; i++) {
      const depth = [1, 0.1, 1e-3, 1e-6, 0][i % 5];
      const z = [-2, -0.7, 0, 0.2, 0.6, 1, 1.7][i % 7];
      const r = ofVectors(repeat(3, 0).map(() => [next() - 0.3, next() - 0.5, depth * (next() - 0.5)]));
      expect(Math.abs(maximumTail2(z, r[0][1]) - 1 + bivariateNormalCdf(z, z, r[0][1]))).toBeLessThan(1e-11);
      const three = maximumTail3(z, r[0][1], r[0][2], r[1][2]);
      expect(Math.abs(three - 1 + trivariateNormalCdf([z, z, z], r[0][1], r[0][2], r[1][2]))).toBeLessThan(1e-9);
    }
  });

  test('equal, opposite and independent variables', () => {
    for (const z of [-1, 0, 0.05, 1, 2.5, 8]) {
      const q = normalCdf(-z);
      expect(relative(maximumTail2(z, 1), q)).toBeLessThan(1e-11);
      expect(relative(maximumTail2(z, 0), q * (2 - q))).toBeLessThan(1e-11);
      expect(relative(maximumTail2(z, -1), Math.min(1, 2 * q))).toBeLessThan(1e-11);
      expect(relative(maximumTail3(z, 1, 1, 1), q)).toBeLessThan(1e-11);
      expect(relative(maximumTail3(z, 0, 0, 0), q * (3 - 3 * q + q * q))).toBeLessThan(1e-9);
      for (const [a, b, c] of [
        [1, 0.3, 0.3],
        [0.3, 1, 0.3],
        [0.3, 0.3, 1],
      ])
        expect(relative(maximumTail3(z, a, b, c), maximumTail2(z, 0.3))).toBeLessThan(1e-9);
      expect(
        relative(
          maximumTail3(z, -1, -0.4, 0.4),
          z > 0
            ? maximumTail(z, [
                [1, -1, -0.4],
                [-1, 1, 0.4],
                [-0.4, 0.4, 1],
              ])
            : 1,
        ),
      ).toBeLessThan(1e-9);
    }
  });

  test('relative accuracy far in the tail: a shared cause, by another integral', () => {
    for (const z of [0, 0.05, 0.5, 1, 2, 3, 5, 8])
      for (const b of [
        [0.3, 0.5, 0.9],
        [0.7, 0.7, 0.7],
        [-0.4, 0.6, 0.95],
        [0.05, 0.999, 0.5],
      ]) {
        const two = productCorrelationTail(z, b.slice(0, 2), 'upper');
        expect(relative(maximumTail2(z, b[0] * b[1]), two)).toBeLessThan(1e-10);
        const three = productCorrelationTail(z, b, 'upper');
        expect(relative(maximumTail3(z, b[0] * b[1], b[0] * b[2], b[1] * b[2]), three)).toBeLessThan(1e-9);
      }
  });

  test('Fleming–Harrington (0,0) = (1,0) + (0,1): the third is the sum of two, four of rank three', () => {
    const vectors = [
      [1, 0, 0],
      [0.3, 1, 0],
      [1.3, 1, 0],
      [0.2, 0.3, 1],
    ];
    const four = ofVectors(vectors);
    const three = four.slice(0, 3).map((row) => row.slice(0, 3));
    for (const z of [0.5, 1.96, 2.5]) {
      // the sum is beyond z√|sum|² only in the wedge between its two terms
      const direct = 1 - trivariateNormalCdf([z, z, z], three[0][1], three[0][2], three[1][2]);
      expect(Math.abs(maximumTail(z, three) - direct)).toBeLessThan(1e-10);
      const cube = 1 - normalRectangle(repeat(4, NEGATIVE_INFINITY), repeat(4, z), four, 1e-5);
      expect(Math.abs(maximumTail(z, four) - cube)).toBeLessThan(1e-5);
      // a copy and a fourth vector that never leads leave the tail
      expect(
        relative(maximumTail(z, ofVectors([...vectors.slice(0, 3), vectors[0]])), maximumTail(z, three)),
      ).toBeLessThan(1e-9);
    }
  });

  test('of four and five agrees with R, of more with a Markov chain', () => {
    // R: 1 - pmvnorm(upper = rep(2, 4), corr = R4, algorithm = Miwa(4096)) and
    //    1 - pmvnorm(upper = rep(2.3, 5), corr = .7^abs(outer(1:5, 1:5, "-")), algorithm = Miwa(512))
    expect(Math.abs(maximumTail(2, R4) - (1 - 0.92066112544146217))).toBeLessThan(1e-9);
    expect(Math.abs(maximumTail(2.3, chain(5, 0.7)) - (1 - 0.95994382689))).toBeLessThan(1e-9);
    for (const [n, z] of [
      [4, 1],
      [5, -0.5],
      [5, 2],
      [6, 2.3],
      [8, 1.8],
      [8, 3],
    ])
      expect(Math.abs(maximumTail(z, chain(n, 0.7)) - 1 + chainInside(n, 0.7, NEGATIVE_INFINITY, z))).toBeLessThan(
        1e-5,
      );
    expect(
      Math.abs(maximumTail(-0.5, chain(7, 0.7), 1e-4) - 1 + chainInside(7, 0.7, NEGATIVE_INFINITY, -0.5)),
    ).toBeLessThan(1e-4);
    // no variable but the next can follow one beyond z = 7: n singles less n − 1 pairs, nearly
    const pairs = 2 * normalCdf(-7) - maximumTail2(7, 0.7);
    expect(relative(maximumTail(7, chain(6, 0.7)), 6 * normalCdf(-7) - 5 * pairs)).toBeLessThan(1e-3);
  });

  test('grows with each variable and is between one variable and their sum', () => {
    const next = stream(5);
    for (let i = 0; i < 40; i++) {
      const r = ofVectors(repeat(5, 0).map(() => repeat(5, 0).map(() => next() - 0.3)));
      const z = 3 * next();
      const tails = [1, 2, 3, 4, 5].map((n) =>
        maximumTail(
          z,
          r.slice(0, n).map((row) => row.slice(0, n)),
        ),
      );
      for (let n = 1; n < 5; n++) expect(tails[n]).toBeGreaterThan(tails[n - 1] - 1e-9);
      expect(tails[4]).toBeLessThan(5 * normalCdf(-z));
      const turned = [4, 2, 0, 1, 3];
      expect(
        relative(
          maximumTail(
            z,
            matrixOf(5, (a, b) => r[turned[a]][turned[b]]),
          ),
          tails[4],
        ),
      ).toBeLessThan(1e-6);
    }
  });
});

describe('tail of the largest absolute value', () => {
  test('of two and three: 1 − rectangle', () => {
    const next = stream(6);
    for (let i = 0; i < 200; i++) {
      const depth = [1, 0.1, 1e-3, 1e-6, 0][i % 5];
      const z = 0.05 + 2 * next();
      const r = ofVectors(repeat(3, 0).map(() => [next() - 0.3, next() - 0.5, depth * (next() - 0.5)]));
      const two = r.slice(0, 2).map((row) => row.slice(0, 2));
      expect(Math.abs(largestAbsoluteTail2(z, r[0][1]) - 1 + normalRectangle([-z, -z], [z, z], two))).toBeLessThan(
        1e-11,
      );
      const three = largestAbsoluteTail3(z, r[0][1], r[0][2], r[1][2]);
      expect(Math.abs(three - 1 + normalRectangle(repeat(3, -z), repeat(3, z), r))).toBeLessThan(1e-8);
    }
  });

  test('relative accuracy far in the tail, signs of no matter, 1 at 0', () => {
    for (const z of [0.5, 2, 5, 8]) {
      const b = [0.5, 0.7, 0.9];
      const product = productCorrelationTail(z, b, 'both');
      expect(relative(largestAbsoluteTail3(z, 0.35, 0.45, 0.63), product)).toBeLessThan(1e-9);
      expect(relative(largestAbsoluteTail3(z, -0.35, 0.45, -0.63), product)).toBeLessThan(1e-9);
      const q = 2 * normalCdf(-z);
      expect(relative(largestAbsoluteTail2(z, 0), q * (2 - q))).toBeLessThan(1e-10);
      expect(relative(largestAbsoluteTail2(z, -1), q)).toBeLessThan(1e-10);
      expect(
        relative(
          largestAbsoluteTail(z, [
            [1, 1, -1],
            [1, 1, -1],
            [-1, -1, 1],
          ]),
          q,
        ),
      ).toBeLessThan(1e-10);
    }
    expect(largestAbsoluteTail(0, R4)).toBe(1);
  });

  test('of more: a Markov chain, rank three, a shared cause', () => {
    for (const [n, z] of [
      [4, 2.2],
      [5, 1],
      [7, 2.5],
    ])
      expect(Math.abs(largestAbsoluteTail(z, chain(n, 0.6)) - 1 + chainInside(n, 0.6, -z, z))).toBeLessThan(1e-5);
    const four = ofVectors([
      [1, 0, 0],
      [0.3, 1, 0],
      [1.3, 1, 0],
      [0.2, 0.3, 1],
    ]);
    const cube = 1 - normalRectangle(repeat(4, -2), repeat(4, 2), four);
    expect(Math.abs(largestAbsoluteTail(2, four) - cube)).toBeLessThan(1e-5);
    const shared = productCorrelationTail(2, repeat(6, Math.SQRT1_2), 'both');
    expect(largestAbsoluteTail(2, exchangeable(6, 0.5))).toBeCloseTo(shared, 12);
  });
});

describe('a shared cause', () => {
  test('correlations of 1/2: all below 0 with probability 1/(n + 1)', () => {
    for (let n = 1; n <= 24; n++)
      expect(Math.abs(productCorrelationTail(0, repeat(n, Math.SQRT1_2), 'upper') - n / (n + 1))).toBeLessThan(1e-11);
  });

  test('loadings of 0 and ±1 are independence and equality', () => {
    const q = normalCdf(-2);
    expect(relative(productCorrelationTail(2, [0, 0, 0], 'upper'), 1 - (1 - q) ** 3)).toBeLessThan(1e-11);
    expect(relative(productCorrelationTail(2, [1, 1, 1], 'upper'), q)).toBeLessThan(1e-11);
    expect(relative(productCorrelationTail(2, [1, -1], 'upper'), 2 * q)).toBeLessThan(1e-11);
    expect(relative(productCorrelationTail(2, [1, -1], 'both'), 2 * q)).toBeLessThan(1e-11);
    expect(
      relative(productCorrelationTail(8, [0.999999, 0.999999], 'upper'), maximumTail2(8, 0.999999 ** 2)),
    ).toBeLessThan(1e-9);
    expect(productCorrelationTail(0, [0.4], 'both')).toBe(1);
    expect(() => productCorrelationTail(2, [0.5, 1.1], 'upper')).toThrow(
      'loadings[1] is 1.1; must be between −1 and 1',
    );
  });
});

describe('equicoordinate quantile', () => {
  test("Dunnett's critical values, 1:1 allocation, two to five comparisons", () => {
    // R: uniroot(function(c) integrate(function(y) dnorm(y) * pnorm(c * sqrt(2) - y)^n, -10, 10, rel.tol = 1e-13,
    //      subdivisions = 2000)$value - (1 - alpha), c(1.5, 3.5), tol = 1e-13)$root
    //    both: (pnorm(c * sqrt(2) - y) - pnorm(-c * sqrt(2) - y))^n in place of pnorm(c * sqrt(2) - y)^n
    const reference = {
      upper: {
        0.025: [2.21213509298, 2.34897610258, 2.44177492055, 2.51146630398],
        0.05: [1.91633194469, 2.06208393292, 2.16033328116, 2.23381696087],
      },
      both: {
        0.025: [2.4775024437, 2.60675741601, 2.69485444204, 2.76124426696],
        0.05: [2.21212774658, 2.34897059034, 2.4417707732, 2.51146305347],
      },
    };
    for (const tail of ['upper', 'both'] as const)
      for (const alpha of [0.025, 0.05] as const)
        reference[tail][alpha].forEach((c, i) => {
          expect(Math.abs(equicoordinateQuantile(alpha, exchangeable(i + 2, 0.5), tail) - c)).toBeLessThan(1e-8);
        });
  });

  test('agrees with R off the product form', () => {
    // R: uniroot(function(c) pmvnorm(upper = rep(c, 3), corr = m3(.3, .09, .3), algorithm = tv) - .975, c(2, 3), tol = 1e-12)
    //    uniroot(function(c) pmvnorm(upper = rep(c, 4), corr = R4, algorithm = Miwa(2048)) - .975, c(2, 3), tol = 1e-10)
    expect(Math.abs(equicoordinateQuantile(0.025, chain(3, 0.3), 'upper') - 2.37951501437)).toBeLessThan(1e-8);
    expect(Math.abs(equicoordinateQuantile(0.025, R4, 'upper') - 2.4715741404)).toBeLessThan(1e-7);
  });

  test('undoes the tail, for one variable to seven, negative limits and singular matrices', () => {
    expect(equicoordinateQuantile(0.025, [[1]], 'upper')).toBeCloseTo(1.959963984540054, 10);
    expect(equicoordinateQuantile(0.05, [[1]], 'both')).toBeCloseTo(1.959963984540054, 10);
    expect(equicoordinateQuantile(0.025, exchangeable(4, 1), 'upper')).toBeCloseTo(1.959963984540054, 8);
    for (const alpha of [1e-6, 0.025, 0.4, 0.9]) {
      const singular = ofVectors([
        [1, 0],
        [0.2, 1],
        [1.2, 1],
      ]);
      const c = equicoordinateQuantile(alpha, singular, 'upper');
      expect(relative(maximumTail(c, singular), alpha)).toBeLessThan(1e-8);
    }
    const upper = equicoordinateQuantile(0.025, chain(7, 0.7), 'upper');
    expect(Math.abs((1 - chainInside(7, 0.7, NEGATIVE_INFINITY, upper)) / 0.025 - 1)).toBeLessThan(3e-5);
    const both = equicoordinateQuantile(0.05, chain(5, 0.7), 'both');
    expect(Math.abs((1 - chainInside(5, 0.7, -both, both)) / 0.05 - 1)).toBeLessThan(3e-5);
  });

  test('rejects an alpha that is not a probability', () => {
    for (const alpha of [0, 1, -0.1, Number.NaN])
      expect(() => equicoordinateQuantile(alpha, R4, 'upper')).toThrow('must be between 0 and 1');
  });
});

import { describe, expect, it } from 'vitest';
import { integrate } from '../../src/maths/quadrature.ts';
import { gammaNodes, lognormalNodes, productNodes } from '../../src/trial/frailty.ts';

const mean = (nodes: ReturnType<typeof gammaNodes>, f: (x: number) => number) =>
  nodes.reduce((sum, { factor, share }) => sum + share * f(factor), 0);

describe('gammaNodes', () => {
  it('gives survival probabilities to 1e-9: E e^−fΛ = (1 + variance Λ)^(−1 / variance)', () => {
    for (const variance of [0.001, 0.01, 0.03, 0.1, 0.3, 0.7, 1, 1.5, 2]) {
      const nodes = gammaNodes(variance);
      expect(nodes.length).toBeLessThan(90);
      expect(mean(nodes, () => 1)).toBeCloseTo(1, 12);
      expect(mean(nodes, (f) => f)).toBeCloseTo(1, 7);
      expect(mean(nodes, (f) => f * f)).toBeCloseTo(1 + variance, 6);
      for (let cumulative = 1e-4; cumulative < 500; cumulative *= 1.7)
        expect(
          Math.abs(mean(nodes, (f) => Math.exp(-f * cumulative)) - (1 + variance * cumulative) ** (-1 / variance)),
        ).toBeLessThan(1e-9);
    }
  });

  it('is 1 without variance', () => {
    expect(gammaNodes(0)).toEqual([{ factor: 1, share: 1 }]);
  });
});

describe('lognormalNodes', () => {
  it('gives survival probabilities to 1e-8', () => {
    for (const sd of [0.1, 0.5, 1]) {
      const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
      const breaks = Array.from({ length: 31 }, (_, i) => i / 2 - 7.5);
      for (const cumulative of [0.1, 1, 3]) {
        const exact = integrate((x) => density(x) * Math.exp(-cumulative * Math.exp(sd * x)), -9, 9, breaks);
        expect(mean(lognormalNodes(sd), (f) => Math.exp(-f * cumulative))).toBeCloseTo(exact, 6);
      }
    }
  });
});

describe('productNodes', () => {
  it('multiplies factors and shares', () => {
    const both = productNodes(gammaNodes(0.5), lognormalNodes(0.3));
    expect(mean(both, (f) => f)).toBeCloseTo(Math.exp(0.045), 7);
    expect(productNodes(gammaNodes(0), lognormalNodes(0.3))).toEqual(lognormalNodes(0.3));
  });
});

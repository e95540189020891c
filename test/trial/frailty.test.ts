import { describe, expect, it } from 'vitest';
import { lognormalNodes, productNodes } from '../../src/maths/lognormalNodes.ts';
import { gammaNodes } from '../../src/trial/frailty.ts';

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

describe('productNodes', () => {
  it('multiplies factors and shares', () => {
    const both = productNodes(gammaNodes(0.5), lognormalNodes(0.3));
    expect(mean(both, (f) => f)).toBeCloseTo(Math.exp(0.045), 7);
    expect(productNodes(gammaNodes(0), lognormalNodes(0.3))).toEqual(lognormalNodes(0.3));
  });
});

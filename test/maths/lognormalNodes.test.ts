import { describe, expect, it } from 'vitest';
import { lognormalNodes } from '../../src/maths/lognormalNodes.ts';
import { integrate } from '../../src/maths/quadrature.ts';

describe('lognormalNodes', () => {
  it('gives survival probabilities to 1e-8', () => {
    for (const sd of [0.1, 0.5, 1]) {
      const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
      const breaks = Array.from({ length: 31 }, (_, i) => i / 2 - 7.5);
      for (const cumulative of [0.1, 1, 3]) {
        const exact = integrate((x) => density(x) * Math.exp(-cumulative * Math.exp(sd * x)), -9, 9, breaks);
        const survival = lognormalNodes(sd).reduce(
          (sum, { factor, share }) => sum + share * Math.exp(-factor * cumulative),
          0,
        );
        expect(survival).toBeCloseTo(exact, 6);
      }
    }
  });
});

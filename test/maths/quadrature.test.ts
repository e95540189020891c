import { describe, expect, test } from 'vitest';
import { gaussLegendre, integrate } from '../../src/maths/quadrature.ts';

describe('Gauss–Legendre quadrature', () => {
  test('the 3-point rule is the tabulated one', () => {
    // Abramowitz & Stegun, table 25.4.
    const { nodes, weights } = gaussLegendre(3);
    const order = [...nodes.keys()].sort((i, j) => nodes[i] - nodes[j]);
    expect(nodes[order[2]]).toBeCloseTo(Math.sqrt(0.6), 15);
    expect(nodes[order[1]]).toBeCloseTo(0, 15);
    expect(weights[order[1]]).toBeCloseTo(8 / 9, 14);
    expect(weights[order[0]]).toBeCloseTo(5 / 9, 14);
  });

  test.each([2, 5, 16, 32, 64])('%i points are exact for polynomials of degree 2n − 1', (n) => {
    const { nodes, weights } = gaussLegendre(n);
    for (let degree = 0; degree < 2 * n; degree++) {
      const sum = nodes.reduce((total, x, i) => total + weights[i] * x ** degree, 0);
      expect(Math.abs(sum - (degree % 2 === 0 ? 2 / (degree + 1) : 0))).toBeLessThan(1e-13);
    }
    const beyond = nodes.reduce((total, x, i) => total + weights[i] * x ** (2 * n), 0);
    if (n < 16) expect(Math.abs(beyond - 2 / (2 * n + 1))).toBeGreaterThan(1e-10);
  });

  test('integrates smooth functions to machine precision', () => {
    expect(Math.abs(integrate(Math.exp, 0, 1) - (Math.E - 1))).toBeLessThan(1e-14);
    expect(Math.abs(integrate((x) => 1 / (1 + x * x), -1, 1) - Math.PI / 2)).toBeLessThan(1e-14);
  });

  test('stops at breaks, in any order, and ignores those outside', () => {
    const step = (x: number) => (x < 0.3 ? 1 : x < 2 ? 5 : -2);
    const exact = 0.3 + 1.7 * 5 - 2;
    expect(Math.abs(integrate(step, 0, 3, [2, 0.3, -1, 7]) - exact)).toBeLessThan(1e-14);
    expect(Math.abs(integrate(step, 0, 3) - exact)).toBeGreaterThan(1e-3);
  });

  test('an empty or reversed interval integrates to 0', () => {
    expect(integrate(Math.exp, 2, 2)).toBe(0);
    expect(integrate(Math.exp, 3, 2)).toBe(0);
  });
});

/** Simulated score processes, and how they are judged: within 5.5 standard errors, a false failure in 4e-8. */
import seedrandom from 'seedrandom';
import { expect } from 'vitest';

const K = 5.5;

/** Standard normal numbers by Box & Muller, a pure function of the seed. */
export function normals(seed: string): () => number {
  const uniform = seedrandom(seed);
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** z at each fraction of one trial under a drift, `normal` giving standard normal numbers. */
export function zPath(fractions: readonly number[], drift: number, normal: () => number): number[] {
  let score = 0;
  let before = 0;
  return fractions.map((t) => {
    score += drift * (t - before) + Math.sqrt(t - before) * normal();
    before = t;
    return score / Math.sqrt(t);
  });
}

/** Holds a simulated proportion to its probability. */
export function expectProportion(count: number, of: number, probability: number): void {
  const error = Math.sqrt((probability * (1 - probability)) / of);
  expect(Math.abs(count / of - probability)).toBeLessThan(K * error + 1 / of);
}

/** Holds the mean of simulated values to its expectation. */
export function expectMean(values: readonly number[], expectation: number): void {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  expect(Math.abs(mean - expectation)).toBeLessThan(K * Math.sqrt(variance / n));
}

import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { graphProblem, graphWeights } from '../../src/multiplicity/graph.ts';
import { intersectionWeights } from '../../src/multiplicity/intersections.ts';
import { furthest } from '../sequential/rpact.ts';
import { randomGraph } from './direct.ts';

/** Weights after taking hypotheses out one after another, by the paper's algorithm, whatever the order. */
function afterTakingOut(weights: readonly number[], transitions: readonly (readonly number[])[], out: number[]) {
  const w = new Map(weights.map((weight, i) => [i, weight]));
  let g = transitions.map((row) => [...row]);
  for (const j of out) {
    const open = [...w.keys()].filter((l) => l !== j);
    const next = g.map((row) => row.map(() => 0));
    for (const l of open) {
      w.set(l, (w.get(l) ?? 0) + (w.get(j) ?? 0) * g[j][l]);
      for (const k of open)
        if (l !== k && g[l][j] * g[j][l] < 1) next[l][k] = (g[l][k] + g[l][j] * g[j][k]) / (1 - g[l][j] * g[j][l]);
    }
    w.delete(j);
    g = next;
  }
  return weights.map((_, i) => w.get(i) ?? 0);
}

describe('weights of a graph', () => {
  test('do not depend on the order of taking out, and never sum to more than 1', () => {
    const uniform = seedrandom('weights do not depend on the order');
    for (let trial = 0; trial < 300; trial++) {
      const n = 1 + Math.floor(uniform() * 6);
      const { weights, transitions } = randomGraph(n, uniform);
      expect(graphProblem(weights, transitions)).toBeNull();
      const all = graphWeights(weights, transitions);
      expect(all.length).toBe(n * 2 ** n);
      for (let mask = 1; mask < 2 ** n; mask++) {
        const out = weights
          .map((_, i) => ({ i, at: uniform() }))
          .filter(({ i }) => ((mask >> i) & 1) === 0)
          .sort((a, b) => a.at - b.at)
          .map(({ i }) => i);
        const here = [...all.subarray(mask * n, (mask + 1) * n)];
        expect(furthest(here, afterTakingOut(weights, transitions, out))).toBeLessThan(1e-12);
        expect(here.reduce((sum, w) => sum + w, 0)).toBeLessThan(1 + 1e-12);
      }
    }
  });

  test('grow, or stay, when others are taken out: what makes the shortcut the closed test', () => {
    const uniform = seedrandom('weights grow');
    for (let trial = 0; trial < 100; trial++) {
      const { weights, transitions } = randomGraph(4, uniform);
      const all = graphWeights(weights, transitions);
      for (let mask = 1; mask < 16; mask++)
        for (let part = (mask - 1) & mask; part > 0; part = (part - 1) & mask)
          for (let i = 0; i < 4; i++)
            if ((part >> i) & 1) expect(all[part * 4 + i]).toBeGreaterThan(all[mask * 4 + i] - 1e-12);
    }
  });

  test('Holm and fixed sequence as graphs', () => {
    const weights = [0.2, 0.3, 0.5];
    const holmGraph = weights.map((_, i) => weights.map((w, j) => (i === j ? 0 : w / (1 - weights[i]))));
    const holm = intersectionWeights({ kind: 'holm', weights }, 3);
    expect(furthest([...graphWeights(weights, holmGraph)], [...holm])).toBeLessThan(1e-14);
    const chain = [
      [0, 0, 0],
      [0, 0, 1],
      [1, 0, 0],
    ];
    const sequence = intersectionWeights({ kind: 'fixedSequence', order: [1, 2, 0] }, 3);
    expect([...graphWeights([0, 1, 0], chain)]).toEqual([...sequence]);
    const bonferroni = intersectionWeights({ kind: 'bonferroni', weights }, 3);
    const none = weights.map((row) => weights.map(() => 0 * row));
    expect([...graphWeights(weights, none)]).toEqual([...bonferroni]);
  });

  test('equal ones left out, and those that hold back', () => {
    expect([...intersectionWeights({ kind: 'holm' }, 2)]).toEqual([0, 0, 1, 0, 0, 1, 0.5, 0.5]);
    expect([...intersectionWeights({ kind: 'bonferroni' }, 2)]).toEqual([0, 0, 0.5, 0, 0, 0.5, 0.5, 0.5]);
    const held = intersectionWeights({ kind: 'holm', weights: [0.3, 0.6] }, 2);
    expect(furthest([...held], [0, 0, 0.9, 0, 0, 0.9, 0.3, 0.6])).toBeLessThan(1e-15);
  });
});

describe('what is wrong with a graph', () => {
  const square = [
    [0, 1],
    [1, 0],
  ];
  test.each([
    ['weights[1] is -0.1; must be 0 or more', [0.5, -0.1], square],
    ['weights[0] is NaN; must be 0 or more', [Number.NaN, 0.5], square],
    ['weights sum to 1.25; must sum to 1 or less', [0.5, 0.75], square],
    ['weights are all 0; one must be above 0 for anything to be tested', [0, 0], square],
    ['transitions has 1 rows; must have 2, one a hypothesis', [0.5, 0.5], [[0, 1]]],
    ['transitions[1] has 1 entries; must have 2, one a hypothesis', [0.5, 0.5], [[0, 1], [1]]],
    ['transitions[0][0] is 0.5; must be 0, as nothing is handed on to itself', [0.5, 0.5], [[0.5, 0.5], square[1]]],
    ['transitions[1][0] is -1; must be 0 or more', [0.5, 0.5], [square[0], [-1, 0]]],
    [
      'transitions[1] sum to 1.5; must sum to 1 or less',
      [0.5, 0.5, 0],
      [
        [0, 1, 0],
        [0.5, 0, 1],
        [0, 0, 0],
      ],
    ],
  ] as [string, number[], number[][]][])('%s', (problem, weights, transitions) => {
    expect(graphProblem(weights, transitions)).toBe(problem);
  });

  test('thirds are fine', () => {
    const third = 1 / 3;
    const rows = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 0 : third)));
    expect(graphProblem([0.1, 0.2, 0.3, 0.4], rows)).toBeNull();
  });
});

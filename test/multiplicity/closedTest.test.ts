/**
 * @module-tag slow
 */
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/maths/normal.ts';
import {
  boundOf,
  type ClosedTest,
  closedTest,
  type FamilySetting,
  testFamily,
} from '../../src/multiplicity/closedTest.ts';
import { dunnettCorrelation } from '../../src/multiplicity/correlation.ts';
import { membersOf } from '../../src/multiplicity/intersections.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { type EfficacyRule, efficacyBounds } from '../../src/sequential/efficacy.ts';
import { normals } from '../sequential/brownian.ts';
import { furthest, OBRIEN_FLEMING_LIKE } from '../sequential/rpact.ts';
import { fixedSequence, graphical, hochberg, holm, maskOf, randomGraph } from './direct.ts';

const INFINITY = Number.POSITIVE_INFINITY;
const ALPHA = 0.025;
const fixed = (hypotheses: number): FamilySetting => ({ hypotheses, alpha: ALPHA, fractions: [1] });
const rejects = (closed: ClosedTest, p: readonly number[]): number =>
  testFamily(
    closed,
    p.map((value) => -normalQuantile(value)),
    0,
    0,
  );
/** Bretz et al. 2009 and 2011, Maurer & Bretz 2013: two doses, a primary and a secondary endpoint each. */
const SUCCESSIVE: Procedure = {
  kind: 'graph',
  weights: [0.5, 0.5, 0, 0],
  transitions: [
    [0, 0.5, 0.5, 0],
    [0.5, 0, 0, 0.5],
    [0, 1, 0, 0],
    [1, 0, 0, 0],
  ],
};

describe('fixed designs', () => {
  /** p-values that are often near the levels they are compared with, some of them equal, some 1. */
  const vectors = (seed: string, count: number, n: number): number[][] => {
    const uniform = seedrandom(seed);
    const one = () => (uniform() < 0.1 ? 1 : uniform() < 0.6 ? 0.04 * uniform() : uniform());
    return Array.from({ length: count }, () => Array.from({ length: n }, one));
  };

  test.each([1, 2, 3, 5, 6])('of %d hypotheses are the procedures as published, on 10,000 vectors of p', (n) => {
    const order = Array.from({ length: n }, (_, i) => (i * 5 + 2) % n).filter((i, k, all) => all.indexOf(i) === k);
    const sequence = order.length === n ? order : Array.from({ length: n }, (_, i) => n - 1 - i);
    const weights = Array.from({ length: n }, (_, i) => (i + 1) / ((n * (n + 1)) / 2));
    const tests: [ClosedTest, (p: readonly number[]) => number][] = [
      [closedTest({ kind: 'holm' }, fixed(n)), (p) => holm(p, ALPHA)],
      [closedTest({ kind: 'holm', weights }, fixed(n)), (p) => holm(p, ALPHA, weights)],
      [closedTest({ kind: 'hochberg' }, fixed(n)), (p) => hochberg(p, ALPHA)],
      [closedTest({ kind: 'fixedSequence', order: sequence }, fixed(n)), (p) => fixedSequence(p, ALPHA, sequence)],
      [closedTest({ kind: 'bonferroni' }, fixed(n)), (p) => maskOf(p.map((value) => value <= ALPHA / n))],
      [closedTest({ kind: 'bonferroni', weights }, fixed(n)), (p) => maskOf(p.map((x, i) => x <= ALPHA * weights[i]))],
      [closedTest({ kind: 'none' }, fixed(n)), (p) => maskOf(p.map((value) => value <= ALPHA))],
    ];
    let different = 0;
    for (const p of vectors(`fixed ${n}`, 10_000, n))
      for (const [closed, direct] of tests) if (rejects(closed, p) !== direct(p)) different++;
    expect(different).toBe(0);
  });

  test('graphs are their shortcut', () => {
    const uniform = seedrandom('graphs are their shortcut');
    let different = 0;
    for (const p of vectors('p of graphs', 1500, 5)) {
      const graph = randomGraph(5, uniform);
      const closed = closedTest({ kind: 'graph', ...graph }, fixed(5));
      const direct = graphical(graph.weights, graph.transitions, (i, w) => p[i] <= w * ALPHA);
      if (rejects(closed, p) !== direct) different++;
    }
    expect(different).toBe(0);
  });

  test('step-down Dunnett rejects what Holm does and what Dunnett does', () => {
    const correlation = dunnettCorrelation(1, [1, 1, 2]);
    const [single, stepDown] = (['dunnett', 'stepDownDunnett'] as const).map((kind) =>
      closedTest({ kind }, { ...fixed(3), correlation }),
    );
    for (const p of vectors('step-down', 3000, 3)) {
      const most = rejects(stepDown, p);
      expect((rejects(single, p) | holm(p, ALPHA)) & ~most).toBe(0);
    }
  });

  // The graph of Bretz et al., Biom. J. 53 (2011) 894–913, figure 1, and the graph with recycling among primaries, with
  // the p-values and decisions of the vignettes of the R package graphicalMCP.
  test.each([
    [[0.018, 0.01, 0.105, 0.006], 0b1011],
    [[0.01, 0.005, 0.03, 0.01], 0b1011],
  ])('two doses, two endpoints: %j', (p, expected) => {
    const gatekeeping: Procedure = {
      kind: 'graph',
      weights: [0.5, 0.5, 0, 0],
      transitions: [
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
      ],
    };
    expect(rejects(closedTest(gatekeeping, fixed(4)), p)).toBe(expected);
    expect(rejects(closedTest(SUCCESSIVE, fixed(4)), p)).toBe(expected);
  });

  // Bretz et al. 2011, figure 2: three doses, efficacy and safety; p-values and decisions as in the tests of gMCP.
  test('three doses, efficacy and safety', () => {
    const graph: Procedure = {
      kind: 'graph',
      weights: [1 / 3, 1 / 3, 1 / 3, 0, 0, 0],
      transitions: [
        [0, 0.5, 0, 0.5, 0, 0],
        [1 / 3, 0, 1 / 3, 0, 1 / 3, 0],
        [0, 0.5, 0, 0, 0, 0.5],
        [0, 1, 0, 0, 0, 0],
        [0.5, 0, 0.5, 0, 0, 0],
        [0, 1, 0, 0, 0, 0],
      ],
    };
    const closed = closedTest(graph, fixed(6));
    expect(rejects(closed, [0.1, 0.008, 0.005, 0.15, 0.04, 0.006])).toBe(0b100110);
  });

  test('a dropped hypothesis is never rejected and holds back what it has', () => {
    const closed = closedTest({ kind: 'holm' }, fixed(3));
    expect(testFamily(closed, [-INFINITY, 2.2, 2.2], 0, 0)).toBe(0);
    expect(testFamily(closed, [-INFINITY, 2.4, 2.3], 0, 0)).toBe(0b110);
    expect(testFamily(closed, [Number.NaN, 2.4, 2.3], 0, 0)).toBe(0b110);
    for (const kind of ['hochberg', 'none', 'bonferroni'] as const)
      expect(testFamily(closedTest({ kind }, fixed(2)), [-INFINITY, 4], 0, 0)).toBe(0b10);
  });
});

describe('group-sequential designs', () => {
  const THIRDS = [1 / 3, 2 / 3, 1];
  const sequential = (hypotheses: number, efficacy: EfficacyRule = OBRIEN_FLEMING_LIKE): FamilySetting => ({
    hypotheses,
    alpha: ALPHA,
    fractions: THIRDS,
    efficacy,
  });

  // W. Maurer & F. Bretz, Stat. Biopharm. Res. 5 (2013) 311–320, tables 1 and 2, as other programs quote them: Lan–DeMets
  // O'Brien–Fleming. The repeated p-values at the second look, 0.002393, 0.01716, 0.01165 and 0.1285, are at or below the
  // levels 0.0125, 0.01875 and 0.0125 that the first three hypotheses have one after another, and above the fourth's 0.025.
  test('Maurer & Bretz: nominal levels', () => {
    const closed = closedTest(SUCCESSIVE, sequential(4));
    const levels = (mask: number, i: number) => THIRDS.map((_, k) => normalCdf(-boundOf(closed, mask, i, k)));
    const fourDigits = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(4)));
    expect(fourDigits(levels(0b1111, 0))).toEqual([1.517e-5, 2.215e-3, 1.18e-2]);
    expect(fourDigits(levels(0b1110, 1))).toEqual([4.679e-5, 3.976e-3, 1.75e-2]);
    expect(fourDigits(levels(0b1110, 2))).toEqual([2.179e-6, 8.105e-4, 5.986e-3]);
    expect(fourDigits(levels(0b1000, 3))).toEqual([1.035e-4, 6.012e-3, 2.313e-2]);
    expect(boundOf(closed, 0b1111, 2, 1)).toBe(INFINITY);
    expect(boundOf(closed, 0b1110, 0, 1)).toBe(INFINITY);
  });

  test('Maurer & Bretz: nothing at the first look, three hypotheses one after another at the second', () => {
    const closed = closedTest(SUCCESSIVE, sequential(4));
    const z = (p: readonly number[]) => p.map((value) => -normalQuantile(value));
    expect(testFamily(closed, z([0.0062, 0.017, 0.009, 0.13]), 0, 0)).toBe(0);
    expect(testFamily(closed, z([0.0002, 0.0035, 0.002, 0.06]), 0, 1)).toBe(0b0111);
    // Without the first hypothesis nothing is handed on: 0.0035 is above 0.002215.
    expect(testFamily(closed, z([0.0025, 0.0035, 0.002, 0.06]), 0, 1)).toBe(0);
    // What was rejected before stays so, whatever its z is now, and the fourth is then tested at all of alpha.
    expect(testFamily(closed, z([0.9, 0.9, 0.9, 0.023]), 0b0111, 2)).toBe(0b1111);
    expect(testFamily(closed, z([0.9, 0.9, 0.9, 0.0232]), 0b0111, 2)).toBe(0b0111);
  });

  test.each([
    { kind: 'none' },
    { kind: 'bonferroni' },
    { kind: 'holm' },
    { kind: 'fixedSequence' },
    { kind: 'graph', weights: [1], transitions: [[0]] },
    { kind: 'dunnett' },
    { kind: 'stepDownDunnett' },
  ] as Procedure[])('$kind of one hypothesis has the plain bounds', (procedure) => {
    const rules: EfficacyRule[] = [
      OBRIEN_FLEMING_LIKE,
      { kind: 'spending', spending: { kind: 'cumulative', fractions: [0.5], spent: [0.01] } },
      { kind: 'none' },
    ];
    if (!procedure.kind.toLowerCase().includes('dunnett'))
      rules.push({ kind: 'pocock' }, { kind: 'z', z: [3, 2.5, 2] });
    for (const efficacy of rules)
      for (const tested of [undefined, [false, true, true]]) {
        const flags = tested ? { tested } : {};
        const closed = closedTest(procedure, { ...sequential(1, efficacy), correlation: [[1]], ...flags });
        const plain = efficacyBounds(efficacy, { fractions: THIRDS, alpha: ALPHA, sides: 1, ...flags });
        for (const [k, bound] of closed.bounds.subarray(3).entries()) expect(bound).toBeCloseTo(plain[k], 13);
      }
  });

  test('a share of alpha has the bounds of its own level', () => {
    const closed = closedTest({ kind: 'holm', weights: [0.2, 0.8] }, sequential(2));
    for (const [mask, i, level] of [
      [0b11, 0, 0.005],
      [0b11, 1, 0.02],
      [0b10, 1, 0.025],
    ]) {
      const plain = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions: THIRDS, alpha: level, sides: 1 });
      const found = THIRDS.map((_, k) => boundOf(closed, mask, i, k));
      expect(furthest(found, plain)).toBeLessThan(1e-11);
    }
  });

  test('a cumulative spending function spends its share, over one side', () => {
    const cumulative = (spent: readonly number[]): EfficacyRule => ({
      kind: 'spending',
      spending: { kind: 'cumulative', fractions: [1 / 3, 2 / 3], spent },
    });
    const closed = closedTest({ kind: 'holm' }, { ...sequential(2, cumulative([0.008, 0.02])), sides: 2 });
    const half = efficacyBounds(cumulative([0.002, 0.005]), { fractions: THIRDS, alpha: ALPHA / 2, sides: 1 });
    expect(
      furthest(
        THIRDS.map((_, k) => boundOf(closed, 0b11, 1, k)),
        half,
      ),
    ).toBeLessThan(1e-11);
    const nominal = closedTest({ kind: 'none' }, { ...sequential(2, { kind: 'p', p: [0.001, 0.01, 0.04] }), sides: 2 });
    expect(boundOf(nominal, 0b11, 0, 2)).toBeCloseTo(-normalQuantile(0.02), 12);
  });

  /** A closed test of group-sequential tests that forgets nothing: J is rejected once a member reached its bound. */
  const wholeClosedTest = (closed: ClosedTest, z: readonly (readonly number[])[]): number[] => {
    const n = closed.hypotheses;
    const crossed = new Set<number>();
    return z.map((at, look) => {
      for (let mask = 1; mask < 2 ** n; mask++)
        if (membersOf(mask).some((i) => at[i] >= boundOf(closed, mask, i, look))) crossed.add(mask);
      return maskOf(
        at.map((_, i) =>
          Array.from({ length: 2 ** n }, (_, mask) => mask).every((mask) => !((mask >> i) & 1) || crossed.has(mask)),
        ),
      );
    });
  };

  const paths = (seed: string, count: number, n: number): number[][][] => {
    const normal = normals(seed);
    return Array.from({ length: count }, () => {
      const drift = Array.from({ length: n }, () => 2.5 + normal());
      const score = drift.map(() => 0);
      return THIRDS.map((t) =>
        drift.map((delta, i) => {
          score[i] += delta / 3 + normal() / Math.sqrt(3);
          return score[i] / Math.sqrt(t);
        }),
      );
    });
  };

  test('rejects only what the closed test does, and loses nothing that it had', () => {
    const correlation = dunnettCorrelation(1, [1, 1, 1]);
    const procedures: Procedure[] = [
      { kind: 'holm', weights: [0.5, 0.3, 0.2] },
      { kind: 'stepDownDunnett' },
      { kind: 'dunnett' },
      {
        kind: 'graph',
        weights: [0.6, 0.4, 0],
        transitions: [
          [0, 0.5, 0.5],
          [0, 0, 1],
          [0.5, 0.5, 0],
        ],
      },
    ];
    let fewer = 0;
    for (const procedure of procedures) {
      const closed = closedTest(procedure, { ...sequential(3), correlation });
      for (const z of paths(`closed ${procedure.kind}`, 1500, 3)) {
        const whole = wholeClosedTest(closed, z);
        let rejected = 0;
        for (const [look, at] of z.entries()) {
          const next = testFamily(closed, at, rejected, look);
          expect(rejected & ~next).toBe(0);
          expect(next & ~whole[look]).toBe(0);
          rejected = next;
        }
        if (rejected !== whole[2]) fewer++;
      }
    }
    // The rule forgets crossings that rejected nothing: rare, but not never.
    expect(fewer).toBeGreaterThan(0);
    expect(fewer).toBeLessThan(60);
  });

  test('a graph is the algorithm of Maurer & Bretz', () => {
    const uniform = seedrandom('the algorithm of Maurer & Bretz');
    let different = 0;
    for (let g = 0; g < 20; g++) {
      const graph = randomGraph(4, uniform);
      const closed = closedTest({ kind: 'graph', ...graph }, sequential(4));
      const known = new Map<string, number[]>();
      const boundsAt = (weight: number): number[] => {
        const key = weight.toPrecision(10);
        const alpha = ALPHA * weight;
        const bounds = known.get(key) ?? efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions: THIRDS, alpha, sides: 1 });
        known.set(key, bounds);
        return bounds;
      };
      for (const z of paths(`Maurer & Bretz ${g}`, 300, 4)) {
        let shortcut = 0;
        let rejected = 0;
        for (const [look, at] of z.entries()) {
          const reaches = (i: number, weight: number) => at[i] >= boundsAt(weight)[look];
          shortcut = graphical(graph.weights, graph.transitions, reaches, shortcut);
          rejected = testFamily(closed, at, rejected, look);
          if (rejected !== shortcut) different++;
        }
      }
    }
    expect(different).toBe(0);
  });
});

describe('closed tests', () => {
  test('are plain data', () => {
    const closed = closedTest({ kind: 'holm' }, fixed(3));
    expect(structuredClone(closed)).toEqual(closed);
    expect(closed.bounds.length).toBe(24);
  });

  test('exchangeable arms share their bounds to the last digit, in whatever order arms come', {
    tags: ['long'],
  }, () => {
    const setting = { ...fixed(4), fractions: [0.5, 1], efficacy: OBRIEN_FLEMING_LIKE };
    const [one, other] = [
      [1, 2, 1, 2],
      [2, 1, 2, 1],
    ].map((arms) => closedTest({ kind: 'stepDownDunnett' }, { ...setting, correlation: dunnettCorrelation(1, arms) }));
    for (const look of [0, 1]) {
      expect(boundOf(one, 0b0011, 0, look)).toBe(boundOf(one, 0b1100, 2, look));
      expect(boundOf(one, 0b0101, 0, look)).toBe(boundOf(other, 0b1010, 1, look));
      expect(boundOf(one, 0b0111, 0, look)).toBe(boundOf(other, 0b1110, 1, look));
      expect(boundOf(one, 0b1111, 0, look)).toBe(boundOf(other, 0b1111, 0, look));
    }
  });

  const looks = { fractions: [0.5, 1], efficacy: OBRIEN_FLEMING_LIKE };
  const correlation = [
    [1, 0.5],
    [0.5, 1],
  ];
  test.each([
    ['hypotheses is 7; must be a whole number from 1 to 6', { kind: 'holm' }, { hypotheses: 7 }],
    ['alpha is 0; must be above 0 and below 1', { kind: 'holm' }, { alpha: 0 }],
    ['fractions is empty; must have one entry a look', { kind: 'holm' }, { fractions: [] }],
    ['fractions[1] is 0.5; must be above 0.5, as information grows', { kind: 'holm' }, { fractions: [0.5, 0.5, 1] }],
    ['tested has 1 entries; must have 2, one a look', { kind: 'holm' }, { ...looks, tested: [true] }],
    ['weights has 3 entries; must have 2', { kind: 'bonferroni', weights: [0.1, 0.2, 0.3] }, {}],
    ['weights[1] is 0; must be above 0 for holm, which could never test it', { kind: 'holm', weights: [1, 0] }, {}],
    ['order is 0, 0; must name each hypothesis 0 to 1 once', { kind: 'fixedSequence', order: [0, 0] }, {}],
    ['transitions has 1 rows', { kind: 'graph', weights: [1, 0], transitions: [[0, 1]] }, {}],
    ['hochberg has 2 looks; must have 1', { kind: 'hochberg' }, looks],
    ["dunnett has no correlation; must have that of the hypotheses' statistics", { kind: 'dunnett' }, {}],
    ['correlation has 2 rows; must have 3', { kind: 'dunnett' }, { hypotheses: 3, correlation }],
    [
      'correlation[0][0] is 0.9; must be 1',
      { kind: 'dunnett' },
      {
        correlation: [
          [0.9, 0],
          [0, 1],
        ],
      },
    ],
    [
      'correlation[0][1] is 2; must be from -1 to 1',
      { kind: 'dunnett' },
      {
        correlation: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [
      'correlation[0][1] is 0.1 and [1][0] 0.2; must be the same',
      { kind: 'dunnett' },
      {
        correlation: [
          [1, 0.1],
          [0.2, 1],
        ],
      },
    ],
    [
      'must be positive semidefinite',
      { kind: 'dunnett' },
      {
        hypotheses: 3,
        correlation: [
          [1, 0.9, -0.9],
          [0.9, 1, 0.9],
          [-0.9, 0.9, 1],
        ],
      },
    ],
    [
      'efficacy rule pocock has no Dunnett bounds; must be error spending',
      { kind: 'dunnett' },
      { ...looks, efficacy: { kind: 'pocock' }, correlation },
    ],
    [
      'efficacy rule z gives bounds for the whole alpha, which holm divides',
      { kind: 'holm' },
      { ...looks, efficacy: { kind: 'z', z: [3, 2] } },
    ],
    [
      'interim efficacy bounds 2 spend all of alpha',
      { kind: 'holm' },
      { ...looks, efficacy: { kind: 'haybittlePeto', z: 2 } },
    ],
  ] as [string, Procedure, Partial<FamilySetting>][])('%s', (message, procedure, change) => {
    expect(() => closedTest(procedure, { ...fixed(2), ...change })).toThrow(RangeError);
    expect(() => closedTest(procedure, { ...fixed(2), ...change })).toThrow(message);
  });

  test('rules that need no division of alpha go with bounds as given', () => {
    const given: EfficacyRule = { kind: 'z', z: [3, 2] };
    const closed = closedTest({ kind: 'fixedSequence' }, { ...fixed(2), ...looks, efficacy: given });
    expect([...closed.bounds]).toEqual([
      INFINITY,
      INFINITY,
      INFINITY,
      INFINITY,
      3,
      2,
      INFINITY,
      INFINITY,
      INFINITY,
      INFINITY,
      3,
      2,
      3,
      2,
      INFINITY,
      INFINITY,
    ]);
  });
});

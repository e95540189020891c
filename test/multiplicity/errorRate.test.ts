/**
 * Errors over the family by simulation: at most alpha + 4.9 standard errors, and where all of alpha is spent within 4.9
 * of it. Were the program right and the seeds drawn at random, one comparison would fail at 2(1 − Φ(4.9)) = 9.6e-7.
 *
 * @module-tag slow
 */
import { describe, expect, test } from 'vitest';
import { type ClosedTest, closedTest, testFamily } from '../../src/multiplicity/closedTest.ts';
import { dunnettCorrelation, factorCorrelation } from '../../src/multiplicity/correlation.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { normals } from '../sequential/brownian.ts';
import { OBRIEN_FLEMING_LIKE } from '../sequential/rpact.ts';

const ALPHA = 0.025;
const DRAWS = 120_000;
const K = 4.9;
const ARMS = 3;
const correlation = dunnettCorrelation(1, [1, 1.5, 1]);

const CONTROLLING: Procedure[] = [
  { kind: 'bonferroni' },
  { kind: 'holm', weights: [0.5, 0.3, 0.2] },
  { kind: 'fixedSequence', order: [1, 0, 2] },
  {
    kind: 'graph',
    weights: [0.6, 0.4, 0],
    transitions: [
      [0, 0.5, 0.5],
      [0.5, 0, 0.5],
      [1, 0, 0],
    ],
  },
  { kind: 'dunnett' },
  { kind: 'stepDownDunnett' },
];

/** Null z of every draw: [(draw × looks + look) × ARMS + arm]. */
function nullDraws(fractions: readonly number[], seed: string): Float64Array {
  const normal = normals(seed);
  const factor = factorCorrelation(correlation);
  const z = new Float64Array(DRAWS * fractions.length * ARMS);
  const score = new Float64Array(ARMS);
  const xi = new Float64Array(ARMS);
  let at = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    score.fill(0);
    for (const [k, t] of fractions.entries()) {
      const sd = Math.sqrt(t - (k > 0 ? fractions[k - 1] : 0));
      for (let i = 0; i < ARMS; i++) {
        xi[i] = normal();
        for (let j = 0; j <= i; j++) score[i] += sd * factor[i][j] * xi[j];
        z[at++] = score[i] / Math.sqrt(t);
      }
    }
  }
  return z;
}

/** Share of draws that reject a true hypothesis: those without an effect (expected z at fraction 1). */
function errorRate(
  closed: ClosedTest,
  fractions: readonly number[],
  draws: Float64Array,
  effects: readonly number[],
  dropsBelow = Number.NEGATIVE_INFINITY,
) {
  const truth = effects.reduce((mask, effect, i) => (effect === 0 ? mask | (1 << i) : mask), 0);
  const z = new Float64Array(ARMS);
  let errors = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let rejected = 0;
    let dropped = 0;
    for (const [k, t] of fractions.entries()) {
      for (let i = 0; i < ARMS; i++) {
        z[i] = draws[(draw * fractions.length + k) * ARMS + i] + effects[i] * Math.sqrt(t);
        if (z[i] < dropsBelow) dropped |= 1 << i;
        if ((dropped >> i) & 1) z[i] = Number.NEGATIVE_INFINITY;
      }
      rejected = testFamily(closed, z, rejected, k);
    }
    if (rejected & truth) errors++;
  }
  return errors / DRAWS;
}

const within = (rate: number, bound = ALPHA) => (rate - bound) / Math.sqrt((bound * (1 - bound)) / DRAWS);

describe.each([
  ['one look', [1]],
  ['three looks', [0.4, 0.7, 1]],
])('the error over the family, %s', (name, fractions) => {
  const draws = nullDraws(fractions, `the error over the family, ${name}`);
  const setting = { hypotheses: ARMS, alpha: ALPHA, fractions, efficacy: OBRIEN_FLEMING_LIKE, correlation };
  const tests = CONTROLLING.map((procedure) => ({ procedure, closed: closedTest(procedure, setting) }));

  test.each([
    ['no effect', [0, 0, 0]],
    ['one arm works', [3, 0, 0]],
    ['another arm works', [0, 3, 0]],
    ['one arm always shows', [30, 0, 0]],
    ['two arms work', [0, 3, 3]],
    ['two arms always show', [30, 30, 0]],
    ['one arm harms', [0, 0, -3]],
  ])('is kept: %s', (_, effects) => {
    for (const { procedure, closed } of tests)
      expect(within(errorRate(closed, fractions, draws, effects)), procedure.kind).toBeLessThan(K);
  });

  test('is all of alpha for Dunnett, and for what is left to one or two', () => {
    const rate = (kind: Procedure['kind'], effects: readonly number[]) => {
      const found = tests.find(({ procedure }) => procedure.kind === kind);
      return found ? errorRate(found.closed, fractions, draws, effects) : Number.NaN;
    };
    expect(Math.abs(within(rate('dunnett', [0, 0, 0])))).toBeLessThan(K);
    for (const effects of [
      [0, 0, 0],
      [30, 0, 0],
      [0, 30, 0],
      [0, 30, 30],
    ])
      expect(Math.abs(within(rate('stepDownDunnett', effects))), effects.join()).toBeLessThan(K);
    expect(Math.abs(within(rate('holm', [30, 0, 30])))).toBeLessThan(K);
    expect(Math.abs(within(rate('graph', [30, 30, 0])))).toBeLessThan(K);
    expect(Math.abs(within(rate('fixedSequence', [0, 30, 0])))).toBeLessThan(K);
    expect(rate('bonferroni', [0, 0, 0])).toBeLessThan(rate('dunnett', [0, 0, 0]));
    expect(within(rate('dunnett', [30, 30, 0]))).toBeLessThan(-K);
  });

  test('is kept when arms are dropped', () => {
    for (const { procedure, closed } of tests)
      expect(within(errorRate(closed, fractions, draws, [0, 2, 0], 0)), procedure.kind).toBeLessThan(K);
  });

  test('is not kept without a procedure, which this test would show', () => {
    const closed = closedTest({ kind: 'none' }, setting);
    expect(within(errorRate(closed, fractions, draws, [0, 0, 0]))).toBeGreaterThan(50);
  });
});

describe('the error over the family of a step-up test', () => {
  const draws = nullDraws([1], 'the error over the family of a step-up test');
  const closed = closedTest({ kind: 'hochberg' }, { hypotheses: ARMS, alpha: ALPHA, fractions: [1] });
  test.each([[[0, 0, 0]], [[30, 0, 0]], [[3, 0, 0]], [[0, 30, 30]]])('is kept: effects %j', (effects) => {
    expect(within(errorRate(closed, [1], draws, effects))).toBeLessThan(K);
  });
});

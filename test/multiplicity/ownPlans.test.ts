/** Hypotheses of one family with looks, information and spending of their own. */
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/maths/normal.ts';
import { boundOf, closedTest, type FamilySetting, testFamily } from '../../src/multiplicity/closedTest.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import { furthest, OBRIEN_FLEMING_LIKE } from '../sequential/rpact.ts';

const ALPHA = 0.025;
const INFINITY = Number.POSITIVE_INFINITY;
const z = (p: number): number => -normalQuantile(p);

/** Progression at the first two of three looks, its last test at the second; survival at all of them. */
const PFS_OS: FamilySetting = {
  hypotheses: 2,
  alpha: ALPHA,
  fractions: [0.35, 0.65, 1],
  efficacy: OBRIEN_FLEMING_LIKE,
  own: [{ fractions: [0.7, 1, 1.4], tested: [true, true, false] }, {}],
};

describe('progression, then survival', () => {
  const closed = closedTest({ kind: 'fixedSequence' }, PFS_OS);
  const of = (mask: number, i: number) => [0, 1, 2].map((k) => boundOf(closed, mask, i, k));

  test('each at bounds of its own information, all of alpha by its own last test', () => {
    const pfs = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions: [0.7, 1], alpha: ALPHA, sides: 1 });
    const os = efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions: [0.35, 0.65, 1], alpha: ALPHA, sides: 1 });
    expect(of(0b11, 0)).toEqual([...pfs, pfs[1]]);
    expect(of(0b01, 0)).toEqual([...pfs, pfs[1]]);
    expect(of(0b10, 1)).toEqual(os);
    expect(of(0b11, 1)).toEqual([INFINITY, INFINITY, INFINITY]);
    expect(closed.lastTests).toEqual([1, 2]);
  });

  test('survival waits for progression, then has its own bound', () => {
    // Printed by test/reference/hypothesisBounds.R.
    expect(furthest(of(0b11, 0).slice(0, 2), [2.437995, 1.99993])).toBeLessThan(1e-6);
    expect(furthest(of(0b10, 1), [3.612789, 2.550294, 1.989849])).toBeLessThan(1e-6);
    expect(testFamily(closed, [2.4, 5], 0, 0)).toBe(0);
    expect(testFamily(closed, [2.44, 5], 0, 0)).toBe(0b11);
    expect(testFamily(closed, [2.44, 3], 0, 0)).toBe(0b01);
    expect(testFamily(closed, [0, 2.5], 0b01, 1)).toBe(0b01);
    expect(testFamily(closed, [0, 2.56], 0b01, 1)).toBe(0b11);
    // Progression that failed its last test never lets survival be tested.
    expect(testFamily(closed, [1.9, 9], 0, 2)).toBe(0);
  });
});

// By hand: 0.005 for the first, tested once at look 1; 0.02 for the second, tested once at look 2; each hands all on.
// Critical z: 2.5758 and 2.0537, and 1.9600 with all of alpha.
describe('alpha that is handed back', () => {
  const procedure: Procedure = {
    kind: 'graph',
    weights: [0.2, 0.8],
    transitions: [
      [0, 1],
      [1, 0],
    ],
  };
  const closed = closedTest(procedure, {
    hypotheses: 2,
    alpha: ALPHA,
    fractions: [0.5, 1],
    own: [
      { fractions: [1, 1], tested: [true, false] },
      { fractions: [0.5, 1], tested: [false, true] },
    ],
  });

  test('rejects by the last z of a hypothesis whose looks are over', () => {
    expect(boundOf(closed, 0b11, 0, 0)).toBeCloseTo(z(0.005), 10);
    expect(boundOf(closed, 0b11, 1, 1)).toBeCloseTo(z(0.02), 10);
    expect(boundOf(closed, 0b01, 0, 1)).toBeCloseTo(z(0.025), 10);
    expect(testFamily(closed, [2.5, 9], 0, 0)).toBe(0);
    expect(testFamily(closed, [2.5, 2.06], 0, 1)).toBe(0b11);
    expect(testFamily(closed, [2.5, 2.05], 0, 1)).toBe(0);
    expect(testFamily(closed, [1.95, 2.06], 0, 1)).toBe(0b10);
    expect(testFamily(closed, [2.58, 1.97], 0b01, 1)).toBe(0b11);
  });
});

describe('time to spend', () => {
  test('alpha by the calendar is spent at shares of time, z correlate by information', () => {
    const spendingTime = [0.5, 0.8, 1];
    const setting = { hypotheses: 1, alpha: ALPHA, fractions: [0.3, 0.7, 1], efficacy: OBRIEN_FLEMING_LIKE };
    const closed = closedTest({ kind: 'none' }, { ...setting, own: [{ spendingTime }] });
    // The same amounts as a cumulative function of the information.
    const at = (t: number) => 2 * (1 - normalCdf(z(ALPHA / 2) / Math.sqrt(t)));
    const spending = { kind: 'cumulative', fractions: [0.3, 0.7], spent: [at(0.5), at(0.8)] } as const;
    const plain = efficacyBounds(
      { kind: 'spending', spending },
      { fractions: setting.fractions, alpha: ALPHA, sides: 1 },
    );
    expect(furthest([...closed.bounds.subarray(3)], plain)).toBeLessThan(1e-9);
  });
});

describe('all needed', () => {
  test('tests each at alpha, whatever happens to the others', () => {
    const closed = closedTest({ kind: 'allNeeded' }, { hypotheses: 2, alpha: ALPHA, fractions: [1] });
    expect(closed.claims).toBe('together');
    expect(testFamily(closed, [1.97, 1.95], 0, 0)).toBe(0b01);
    expect(testFamily(closed, [1.97, 1.97], 0, 0)).toBe(0b11);
  });
});

describe('refuses', () => {
  const setting = {
    hypotheses: 2,
    alpha: ALPHA,
    fractions: [0.5, 1],
    correlation: [
      [1, 0.5],
      [0.5, 1],
    ],
  };
  test.each<[string, Procedure, Partial<FamilySetting>, string]>([
    [
      'a hypothesis never tested',
      { kind: 'holm' },
      { own: [{}, { tested: [false, false] }] },
      'own[1].tested has no look',
    ],
    ['plans of too few hypotheses', { kind: 'holm' }, { own: [{}] }, 'own has 1 entries; must have 2'],
    [
      'information that shrinks',
      { kind: 'holm' },
      { own: [{}, { fractions: [1, 0.9] }] },
      'own[1].fractions[1] is 0.9',
    ],
    [
      'time that runs back',
      { kind: 'holm' },
      { own: [{ spendingTime: [0.7, 0.6] }, {}] },
      'own[0].spendingTime[1] is 0.6',
    ],
    [
      'own looks with one bound for all',
      { kind: 'dunnett' },
      { own: [{ tested: [true, false] }, {}] },
      'looks and information fractions that all share',
    ],
  ])('%s', (_, procedure, change, message) => {
    expect(() => closedTest(procedure, { ...setting, ...change })).toThrow(message);
  });
});

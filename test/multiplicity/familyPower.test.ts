/**
 * @module-tag slow
 */
import { describe, expect, test } from 'vitest';
import { normalCdf } from '../../src/maths/normal.ts';
import { boundOf, closedTest } from '../../src/multiplicity/closedTest.ts';
import { dunnettCorrelation } from '../../src/multiplicity/correlation.ts';
import { familyPower } from '../../src/multiplicity/familyPower.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { powerAt } from '../../src/sequential/crossing.ts';
import { OBRIEN_FLEMING_LIKE } from '../sequential/rpact.ts';

const K = 5.5;
const THIRDS = [1 / 3, 2 / 3, 1];
const independent = (n: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
const meansOf = (fractions: readonly number[], drifts: readonly number[]) =>
  fractions.map((t) => drifts.map((drift) => drift * Math.sqrt(t)));

/** Within 5.5 of the standard errors that come with it, which are small themselves. */
function expectPower(power: number, error: number, exact: number): void {
  expect(error).toBeLessThan(1e-3);
  expect(Math.abs(power - exact)).toBeLessThan(K * error + 1e-12);
}

describe('power of a family', () => {
  test('of one hypothesis is that of the group-sequential test', () => {
    const setting = { hypotheses: 1, alpha: 0.025, fractions: THIRDS, efficacy: OBRIEN_FLEMING_LIKE };
    const closed = closedTest({ kind: 'holm' }, setting);
    const power = familyPower(closed, meansOf(THIRDS, [3]), [[1]], THIRDS);
    const exact = powerAt({ fractions: THIRDS, sides: 1, efficacy: [...closed.bounds.subarray(3)] }, 3);
    expectPower(power.any, power.error.any, exact);
    expect(power.each).toEqual([power.any]);
    expect(power.all).toBe(power.any);
  });

  test('of independent hypotheses at fixed levels is a product', () => {
    const setting = { hypotheses: 3, alpha: 0.025, fractions: THIRDS, efficacy: OBRIEN_FLEMING_LIKE };
    const closed = closedTest({ kind: 'bonferroni' }, setting);
    const drifts = [2, 3, 4];
    const power = familyPower(closed, meansOf(THIRDS, drifts), independent(3), THIRDS);
    const efficacy = THIRDS.map((_, k) => boundOf(closed, 0b111, 0, k));
    const each = drifts.map((drift) => powerAt({ fractions: THIRDS, sides: 1, efficacy }, drift));
    for (const [i, exact] of each.entries()) expectPower(power.each[i], power.error.each[i], exact);
    expectPower(power.any, power.error.any, 1 - each.reduce((none, p) => none * (1 - p), 1));
    expectPower(
      power.all,
      power.error.all,
      each.reduce((all, p) => all * p, 1),
    );
  });

  test('of Holm with two independent hypotheses, by hand', () => {
    const closed = closedTest({ kind: 'holm' }, { hypotheses: 2, alpha: 0.025, fractions: [1] });
    const [strict, whole] = [boundOf(closed, 0b11, 0, 0), boundOf(closed, 0b01, 0, 0)];
    const [a, b] = [2.5, 3];
    const power = familyPower(closed, [[a, b]], independent(2), [1]);
    const above = (bound: number, mean: number) => normalCdf(mean - bound);
    const both = (first: number, other: number) => above(strict, first) * above(whole, other);
    const all = both(a, b) + both(b, a) - above(strict, a) * above(strict, b);
    expectPower(power.all, power.error.all, all);
    expectPower(power.any, power.error.any, 1 - (1 - above(strict, a)) * (1 - above(strict, b)));
    expectPower(power.each[0], power.error.each[0], all + above(strict, a) * (1 - above(whole, b)));
  });

  test.each([{ kind: 'dunnett' }, { kind: 'stepDownDunnett' }] as Procedure[])(
    'of $kind without any effect is alpha',
    (procedure) => {
      const correlation = dunnettCorrelation(1, [1, 1, 2]);
      const setting = { hypotheses: 3, alpha: 0.025, fractions: THIRDS, efficacy: OBRIEN_FLEMING_LIKE, correlation };
      const power = familyPower(closedTest(procedure, setting), meansOf(THIRDS, [0, 0, 0]), correlation, THIRDS);
      expectPower(power.any, power.error.any, 0.025);
    },
  );

  test('is the same each time, and none for what is not tested', () => {
    const closed = closedTest({ kind: 'holm' }, { hypotheses: 2, alpha: 0.025, fractions: [1] });
    const ask = () => familyPower(closed, [[3, Number.NEGATIVE_INFINITY]], independent(2), [1]);
    expect(ask()).toEqual(ask());
    expect(ask().each[1]).toBe(0);
    expectPower(ask().any, ask().error.any, normalCdf(3 - boundOf(closed, 0b11, 0, 0)));
  });

  test('of sizes that do not agree', () => {
    const closed = closedTest({ kind: 'holm' }, { hypotheses: 2, alpha: 0.025, fractions: [1] });
    expect(() =>
      familyPower(
        closed,
        [
          [1, 1],
          [1, 1],
        ],
        independent(2),
        [1],
      ),
    ).toThrow('means has 2 looks');
    expect(() => familyPower(closed, [[1, 1]], independent(3), [1])).toThrow('correlation has 3 rows');
  });
});

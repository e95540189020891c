import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../src/maths/normal.ts';
import { crossing } from '../../src/sequential/crossing.ts';
import {
  alphaSpent,
  type EfficacyPlan,
  type EfficacyRule,
  efficacyBounds,
  nextEfficacyBound,
} from '../../src/sequential/efficacy.ts';
import { goOn, start } from '../../src/sequential/recursion.ts';
import { type SpendingFunction, spend } from '../../src/sequential/spending.ts';
import reference from '../reference/groupSequential.json' with { type: 'json' };
import { furthest, OBRIEN_FLEMING_LIKE, ruleOf } from './rpact.ts';

const INFINITY = Number.POSITIVE_INFINITY;
const oneSided = (fractions: readonly number[]): EfficacyPlan => ({ fractions, alpha: 0.025, sides: 1 });

const RULES: EfficacyRule[] = [
  OBRIEN_FLEMING_LIKE,
  { kind: 'spending', spending: { kind: 'pocock' } },
  { kind: 'spending', spending: { kind: 'hwangShihDeCani', gamma: -4 } },
  { kind: 'spending', spending: { kind: 'kimDeMets', rho: 2 } },
  { kind: 'obrienFleming' },
  { kind: 'pocock' },
  { kind: 'wangTsiatis', delta: 0.3 },
  { kind: 'haybittlePeto', z: 3 },
  { kind: 'none' },
];

describe('efficacy bounds', () => {
  // rpact leaves the null's one-sided continuation regions out below z = −6, which shows from the eighth digit on.
  test.each(reference.bounds)('rpact $type $parameter, $sides-sided, at $fractions', (design) => {
    const plan = { fractions: design.fractions, alpha: 0.025 * design.sides, sides: design.sides as 1 | 2 };
    const bounds = efficacyBounds(ruleOf(design.type, design.parameter), plan);
    expect(furthest(bounds, design.bounds)).toBeLessThan(design.sides === 2 ? 1e-9 : 6e-8);
  });

  test.each(reference.users)('rpact asUser $spent at $fractions', ({ fractions, spent, sides, bounds }) => {
    const spending: SpendingFunction = { kind: 'cumulative', fractions, spent };
    const plan = { fractions, alpha: spent[spent.length - 1], sides: sides as 1 | 2 };
    expect(furthest(efficacyBounds({ kind: 'spending', spending }, plan), bounds)).toBeLessThan(1e-8);
  });

  test.each(reference.fixedFutility)('rpact asOF with fixed futility, binding $binding', ({ binding, bounds }) => {
    const plan = oneSided([0.3, 0.5, 0.8, 1]);
    const bindingFutility = [0, 0.5, 1, -INFINITY];
    const solved = efficacyBounds(OBRIEN_FLEMING_LIKE, binding ? { ...plan, bindingFutility } : plan);
    expect(furthest(solved, bounds)).toBeLessThan(2e-8);
  });

  test('values of the methods note', () => {
    const twoSided = (looks: number): EfficacyPlan => ({
      fractions: Array.from({ length: looks }, (_, k) => (k + 1) / looks),
      alpha: 0.05,
      sides: 2,
    });
    const last = (rule: EfficacyRule, looks: number) => efficacyBounds(rule, twoSided(looks))[looks - 1];
    expect(last({ kind: 'obrienFleming' }, 2)).toBeCloseTo(1.977431, 6);
    expect(last({ kind: 'obrienFleming' }, 3)).toBeCloseTo(2.004036, 6);
    expect(last({ kind: 'pocock' }, 2)).toBeCloseTo(2.178272, 6);
    expect(last({ kind: 'pocock' }, 3)).toBeCloseTo(2.289478, 6);
    const spent = (spending: SpendingFunction, fractions: readonly number[]) =>
      efficacyBounds({ kind: 'spending', spending }, oneSided(fractions));
    expect(furthest(spent({ kind: 'obrienFleming' }, [0.5, 1]), [2.96259, 1.9686])).toBeLessThan(5e-6);
    const thirds = spent({ kind: 'obrienFleming' }, [1 / 3, 2 / 3, 1]);
    expect(furthest(thirds, [3.7103, 2.51143, 1.99305])).toBeLessThan(5e-6);
    expect(furthest(spent({ kind: 'pocock' }, [0.5, 1]), [2.157, 2.20098])).toBeLessThan(5e-6);
    expect(furthest(spent({ kind: 'hwangShihDeCani', gamma: -4 }, [0.5, 1]), [2.74997, 1.98113])).toBeLessThan(5e-6);
  });

  test.each(RULES)('$kind spends exactly alpha, one- and two-sided, wherever the looks are', (rule) => {
    for (const sides of [1, 2] as const)
      for (const fractions of [
        [0.5, 1],
        [0.2, 0.25, 0.7, 1],
        [0.3, 0.3, 1],
        [0.5, 0.498 + 0.005, 1.1],
        [0.4, 0.9],
      ]) {
        const plan = { fractions, alpha: 0.05, sides };
        const spent = alphaSpent(plan, efficacyBounds(rule, plan));
        expect(Math.abs(spent[spent.length - 1] - 0.05)).toBeLessThan(1e-10);
      }
  });

  test.each(RULES)('$kind with binding futility spends exactly alpha and asks for less at the end', (rule) => {
    const plan = oneSided([0.4, 0.7, 1]);
    const binding = { ...plan, bindingFutility: [0, 0.8, -INFINITY] };
    const bounds = efficacyBounds(rule, binding);
    expect(alphaSpent(binding, bounds)[2]).toBeCloseTo(0.025, 10);
    expect(bounds[2]).toBeLessThan(efficacyBounds(rule, plan)[2]);
  });

  test.each(RULES)('$kind with one look is the fixed design', (rule) => {
    expect(efficacyBounds(rule, { fractions: [1], alpha: 0.05, sides: 2 })[0]).toBeCloseTo(-normalQuantile(0.025), 11);
    expect(efficacyBounds(rule, oneSided([0.8]))[0]).toBeCloseTo(-normalQuantile(0.025), 11);
  });

  test('looks without an efficacy test leave their alpha to the next', () => {
    const plan = { ...oneSided([0.3, 0.6, 1]), tested: [false, true, false] };
    for (const rule of RULES) {
      const bounds = efficacyBounds(rule, plan);
      expect(bounds[0]).toBe(INFINITY);
      expect(bounds[2]).toBeLessThan(3);
      expect(alphaSpent(plan, bounds)[2]).toBeCloseTo(0.025, 10);
    }
    const skipping = efficacyBounds(OBRIEN_FLEMING_LIKE, plan);
    expect(furthest(skipping.slice(1), efficacyBounds(OBRIEN_FLEMING_LIKE, oneSided([0.6, 1])))).toBeLessThan(1e-11);
  });

  test('bounds given as z or as nominal p', () => {
    const plan = oneSided([0.5, 1]);
    expect(efficacyBounds({ kind: 'z', z: [3, 2] }, plan)).toEqual([3, 2]);
    expect(efficacyBounds({ kind: 'p', p: [0.001, 0.024] }, plan)[0]).toBeCloseTo(-normalQuantile(0.001), 14);
    expect(efficacyBounds({ kind: 'p', p: [0.001, 0.049] }, { ...plan, sides: 2 })[1]).toBeCloseTo(
      -normalQuantile(0.0245),
      14,
    );
    expect(efficacyBounds({ kind: 'z', z: [3, 2] }, { ...plan, tested: [false, true] })).toEqual([INFINITY, 2]);
  });

  test('interim bounds that spend everything are an error', () => {
    expect(() => efficacyBounds({ kind: 'haybittlePeto', z: 1.9 }, oneSided([0.5, 1]))).toThrow('spend all of alpha');
  });

  test('a second look at the same information: the same bound, nothing spent', () => {
    const bounds = efficacyBounds(OBRIEN_FLEMING_LIKE, oneSided([0.6, 0.6, 1]));
    const once = efficacyBounds(OBRIEN_FLEMING_LIKE, oneSided([0.6, 1]));
    expect(bounds[1]).toBeCloseTo(bounds[0], 12);
    expect(furthest([bounds[0], bounds[2]], once)).toBeLessThan(1e-11);
  });
});

describe('monitoring with observed information', () => {
  test.each([1, 2] as const)('step by step gives the plan when nothing shifts (%d sides)', (sides) => {
    const fractions = [0.3, 0.55, 0.8, 1];
    const alpha = 0.025 * sides;
    const spending: SpendingFunction = { kind: 'obrienFleming' };
    const planned = efficacyBounds({ kind: 'spending', spending }, { fractions, alpha, sides });
    let state = start(0);
    let spent = 0;
    const seen = fractions.map((t, k) => {
      const next = nextEfficacyBound(state, t, { spending, alpha, sides, spent, last: k === 3 });
      spent = next.spent;
      if (k < 3) state = goOn(state, t, sides === 2 ? -next.bound : -INFINITY, next.bound);
      return next.bound;
    });
    expect(seen).toEqual(planned);
    expect(spent).toBe(alpha);
  });

  test('a last look short of or beyond the planned information spends the rest', () => {
    const spending: SpendingFunction = { kind: 'obrienFleming' };
    for (const last of [0.8, 1, 1.3]) {
      const first = nextEfficacyBound(start(0), 0.5, { spending, alpha: 0.025, sides: 1, spent: 0, last: false });
      expect(first.spent).toBe(spend(spending, 0.025, 0.5));
      const state = goOn(start(0), 0.5, -INFINITY, first.bound);
      const next = nextEfficacyBound(state, last, { alpha: 0.025, sides: 1, spent: first.spent, last: true });
      const { power } = crossing({ fractions: [0.5, last], sides: 1, efficacy: [first.bound, next.bound] }, 0);
      expect(power).toBeCloseTo(0.025, 12);
    }
  });

  test('a last look at the information of the one before spends the rest on the same statistic', () => {
    const spending: SpendingFunction = { kind: 'obrienFleming' };
    const first = nextEfficacyBound(start(0), 0.7, { spending, alpha: 0.025, sides: 1, spent: 0, last: false });
    const state = goOn(start(0), 0.7, -INFINITY, first.bound);
    const next = nextEfficacyBound(state, 0.7, { spending, alpha: 0.025, sides: 1, spent: first.spent, last: true });
    expect(next.bound).toBeCloseTo(-normalQuantile(0.025), 11);
  });
});

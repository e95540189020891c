import { describe, expect, test } from 'vitest';
import { conditionalPower, conditionalPowerAtLast } from '../../src/sequential/conditional.ts';
import { crossing } from '../../src/sequential/crossing.ts';
import { type EfficacyPlan, type EfficacyRule, efficacyBounds } from '../../src/sequential/efficacy.ts';
import { type BetaSpending, futilityDesign, nextFutilityBound, zAtThreshold } from '../../src/sequential/futility.ts';
import { hazardRatioOfZ, zOfHazardRatio } from '../../src/sequential/hazardRatioScale.ts';
import { goOn, start } from '../../src/sequential/recursion.ts';
import { spend } from '../../src/sequential/spending.ts';
import reference from '../reference/groupSequential.json' with { type: 'json' };
import { furthest, OBRIEN_FLEMING_LIKE, ruleOf, spendingOf } from './rpact.ts';

const plan: EfficacyPlan = { fractions: [0.4, 0.7, 1], alpha: 0.025, sides: 1 };
const betaSpending: BetaSpending = { spending: { kind: 'hwangShihDeCani', gamma: -2 }, beta: 0.1, binding: false };

describe('beta spending', () => {
  test.each(reference.futility)('rpact $alphaType $betaType, beta $beta, binding $binding, at $fractions', (design) => {
    const spending = spendingOf(design.betaType, design.gammaB);
    if (!spending) throw new Error(design.betaType);
    const { fractions, beta, binding } = design;
    const rule = ruleOf(design.alphaType, design.gammaA);
    const solved = futilityDesign(rule, { fractions, alpha: 0.025, sides: 1 }, { spending, beta, binding });
    const tolerance = binding ? 5e-9 : 6e-8;
    expect(furthest(solved.efficacy, design.bounds)).toBeLessThan(tolerance);
    expect(furthest(solved.futility.slice(0, -1), design.futility)).toBeLessThan(tolerance);
    expect(Math.abs(solved.drift - design.size[0])).toBeLessThan(tolerance);
  });

  const RULES: EfficacyRule[] = [
    OBRIEN_FLEMING_LIKE,
    { kind: 'pocock' },
    { kind: 'wangTsiatis', delta: 0.25 },
    { kind: 'haybittlePeto', z: 3 },
    { kind: 'none' },
  ];

  test.each(RULES)('non-binding never moves the efficacy bounds of $kind; binding lowers the last', (rule) => {
    const without = efficacyBounds(rule, plan);
    expect(futilityDesign(rule, plan, betaSpending).efficacy).toEqual(without);
    const binding = futilityDesign(rule, plan, { ...betaSpending, binding: true });
    expect(binding.efficacy[2]).toBeLessThan(without[2]);
  });

  test.each(RULES)('$kind: spends beta as planned under its drift, and alpha when binding', (rule) => {
    for (const sides of [1, 2] as const)
      for (const binding of [false, true]) {
        const { efficacy, futility, drift } = futilityDesign(
          rule,
          { ...plan, alpha: 0.025 * sides, sides },
          { ...betaSpending, binding },
        );
        expect(futility[2]).toBe(efficacy[2]);
        const bounds = { fractions: plan.fractions, sides, efficacy, futility };
        const result = crossing(bounds, drift);
        expect(result.power).toBeCloseTo(0.9, 10);
        let lost = 0;
        for (const [k, t] of plan.fractions.entries()) {
          lost += result.futility[k] + result.harm[k];
          expect(lost).toBeCloseTo(spend(betaSpending.spending, 0.1, t), 10);
        }
        const respected = crossing(bounds, 0).power;
        if (binding) expect(respected).toBeCloseTo(0.025, 10);
        else expect(respected).toBeLessThan(0.025);
      }
  });

  test('skipped looks leave their beta to the next chosen one', () => {
    const skipping = futilityDesign(OBRIEN_FLEMING_LIKE, plan, { ...betaSpending, chosen: [false, true, true] });
    expect(skipping.futility[0]).toBe(Number.NEGATIVE_INFINITY);
    const { futility } = crossing({ fractions: plan.fractions, sides: 1, ...skipping }, skipping.drift);
    expect(futility[1]).toBeCloseTo(spend(betaSpending.spending, 0.1, 0.7), 10);
    const none = futilityDesign(OBRIEN_FLEMING_LIKE, plan, { ...betaSpending, chosen: [false, false, true] });
    expect(none.drift).toBeLessThan(skipping.drift);
  });

  test('one look needs the fixed drift', () => {
    const fixed = futilityDesign(OBRIEN_FLEMING_LIKE, { ...plan, fractions: [1] }, betaSpending);
    expect(fixed.drift).toBeCloseTo(1.959963984540054 + 1.2815515655446004, 11);
  });

  test('step by step under the drift gives the plan when nothing shifts', () => {
    const { efficacy, futility, drift } = futilityDesign(OBRIEN_FLEMING_LIKE, plan, betaSpending);
    let state = start(drift);
    let spent = 0;
    for (let k = 0; k < 2; k++) {
      const next = nextFutilityBound(state, plan.fractions[k], { ...betaSpending, spent, efficacy: efficacy[k] });
      expect(next.bound).toBe(futility[k]);
      spent = next.spent;
      state = goOn(state, plan.fractions[k], next.bound, efficacy[k]);
    }
  });

  test('never passes the efficacy bound', () => {
    const asked = { ...betaSpending, spent: 0, efficacy: 2.2 };
    expect(nextFutilityBound(start(8), 1, asked).bound).toBe(2.2);
  });
});

describe('futility bounds from other scales', () => {
  test('hazard ratios', () => {
    expect(zOfHazardRatio(0.7, 100)).toBeCloseTo(-10 * Math.log(0.7), 14);
    expect(zOfHazardRatio(1, 55)).toBeCloseTo(0, 15);
    expect(zOfHazardRatio(1.1, 55)).toBeLessThan(0);
    expect(hazardRatioOfZ(zOfHazardRatio(0.83, 77), 77)).toBeCloseTo(0.83, 14);
  });

  test('conditional power below a threshold', () => {
    const last = { fraction: 1, bound: 2 };
    const z = zAtThreshold((x) => conditionalPowerAtLast({ z: x, fraction: 0.5 }, last, 3), 0.2);
    expect(conditionalPowerAtLast({ z, fraction: 0.5 }, last, 3)).toBeCloseTo(0.2, 11);
    const later = { fractions: [0.75, 1], sides: 1 as const, efficacy: [2.4, 2] };
    const several = zAtThreshold((x) => conditionalPower({ z: x, fraction: 0.5 }, later, 3), 0.2);
    expect(conditionalPower({ z: several, fraction: 0.5 }, later, 3)).toBeCloseTo(0.2, 11);
    expect(several).toBeLessThan(z);
  });
});

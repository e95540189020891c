/** An expected look at arms that were followed by themselves: what Cox's hazard ratio tends to, against a plain sum. */
import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { testDrift } from '../../src/formulas/testDrift.ts';
import { COX_WALD } from '../../src/statistics/registry.ts';
import { exponential } from '../../src/survival/clock.ts';
import { hazard, NO_EFFECT, type SurvivalLaw, survival } from '../../src/survival/law.ts';
import { mixtureLaw } from '../../src/survival/mixtureLaw.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { timeToEvent } from '../../src/trial/endpoint.ts';
import { entriesFor, type FollowUpSpan } from '../../src/trial/followUp.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';

const SIZES = [51, 20] as const;
const SPANS: readonly [FollowUpSpan, FollowUpSpan] = [
  { shortest: 4, median: 12, longest: 55 },
  { shortest: 5, median: 9, longest: 15 },
];

const constant = (rate: number): SurvivalLaw => ({ clock: exponential(rate), steps: NO_EFFECT });

function limitOf(laws: readonly [SurvivalLaw, SurvivalLaw]): number {
  const arm = (a: 0 | 1) =>
    ({
      name: String(a),
      weight: SIZES[a],
      effect: { kind: 'own', law: laws[a] },
      dropoutHazard: 0.01,
      accrual: entriesFor(SPANS[a], 55),
    }) as const;
  const trial: Trial = {
    endpoints: [timeToEvent()],
    arms: makeArms(arm(0), arm(1)),
    patients: 71,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 51 },
    analysis: { kind: 'calendarTime', time: 55 },
    test: logRankTest(0.05, 2),
  };
  return testDrift(planDesign(trial).expected, 55, { ...trial.test, statistic: COX_WALD }).estimate;
}

/** The share of an arm that is followed for longer than u. */
function followedBeyond({ shortest, median, longest }: FollowUpSpan, u: number): number {
  if (u <= shortest) return 1;
  if (u <= median) return 1 - (0.5 * (u - shortest)) / (median - shortest);
  return Math.max(0, (0.5 * (longest - u)) / (longest - median));
}

/** The root of Cox's score by midpoints of 0.005 months and bisection. */
function plainLimitOf(laws: readonly [SurvivalLaw, SurvivalLaw]): number {
  const rows = Array.from({ length: 11_000 }, (_, i) => {
    const u = (i + 0.5) * 0.005;
    const y = laws.map((law, a) => SIZES[a] * survival(law, u) * followedBeyond(SPANS[a], u) * Math.exp(-0.01 * u));
    return { y, events: y.map((at, a) => at * hazard(laws[a], u)) };
  });
  const score = (beta: number) =>
    rows.reduce((sum, { y: [y0, y1], events: [d0, d1] }) => {
      const p = (y1 * Math.exp(beta)) / (y0 + y1 * Math.exp(beta));
      return sum + (d1 - p * (d0 + d1) || 0);
    }, 0);
  let [low, high] = [-3, 3];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

describe('arms that were followed by themselves', () => {
  it('have the hazard ratio that is constant, however long either is followed', () => {
    expect(limitOf([constant(0.08), constant(0.11)])).toBeCloseTo(Math.log(0.11 / 0.08), 9);
  });

  it('have the average over the follow-up of both where it is not', () => {
    const parts = (share: number) => [
      { share, multiplier: 1 },
      { share: 1 - share, multiplier: 4 },
    ];
    const laws = [mixtureLaw(exponential(0.05), parts(0.7)), mixtureLaw(exponential(0.05), parts(0.3))] as const;
    expect(limitOf(laws)).toBeCloseTo(plainLimitOf(laws), 4);
    // It is not the ratio of the hazards at the start, 3.1 ÷ 1.9.
    expect(Math.abs(limitOf(laws) - Math.log(3.1 / 1.9))).toBeGreaterThan(0.02);
  });
});

/**
 * Responses as drawn: their scores in single precision against double precision, and their rate together with the time to the first
 * event against W. F. Sheppard's orthant probability ¼ + arcsin ρ/2π (Phil. Trans. R. Soc. A 192 (1899) 101–167). Monte Carlo
 * tolerances are 6 standard errors: a comparison fails by chance once in 5 × 10⁸ times.
 */
import { describe, expect, it } from 'vitest';
import { normalOfShare } from '../../../src/kernel/draw/singleNormal.ts';
import { planSurvivalAtTick, survivalAtTick } from '../../../src/kernel/draw/survivalAtTick.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../../src/kernel/reference.ts';
import { normalCdf, normalQuantile } from '../../../src/maths/normal.ts';
import { type Clock, exponential } from '../../../src/survival/clock.ts';
import { NO_EFFECT, type SurvivalLaw, survival } from '../../../src/survival/law.ts';
import { type Endpoint, timeToEvent } from '../../../src/trial/endpoint.ts';
import { logRankTest, type Trial } from '../../../src/trial/trial.ts';
import { armsOfLaws } from '../../trial/armsOfLaws.ts';

const TICKS = 2 ** 22;
const STEPS = { starts: [0, 2, 7], ratios: [1, 0.6, 1.4] };
const weibull: Clock = { kind: 'weibull', shape: 1.4, scale: 9 };

const LAWS: Readonly<Record<string, SurvivalLaw>> = {
  exponential: { clock: exponential(0.1), steps: NO_EFFECT },
  piecewise: { clock: { kind: 'piecewise', starts: [0, 3, 5], hazards: [0.2, 0, 0.1] }, steps: STEPS },
  Weibull: { clock: weibull, steps: STEPS },
  'Weibull with cure': { clock: { kind: 'cure', cureFraction: 0.3, uncured: weibull }, steps: STEPS },
  'exponential with cure': {
    clock: { kind: 'cure', cureFraction: 0.1, uncured: exponential(0.1) },
    steps: NO_EFFECT,
  },
};

describe.each(Object.entries(LAWS))('survivalAtTick of a law that is %s', (_, law) => {
  const plan = planSurvivalAtTick(law, TICKS);
  if (plan === null) throw new Error('the law has no single-precision survival');

  it('is the survival, to 10⁻⁶ of it for each power of e', () => {
    for (let k = 0; k < 4000; k++) {
      const t = Math.round((k * 40 * TICKS) / 4000);
      for (const factor of [1, 0.5, 2.5]) {
        const hazard = -factor * Math.log(survival(law, t / TICKS));
        const error = survivalAtTick(plan, t, factor) / Math.exp(-hazard) - 1;
        expect(Math.abs(error)).toBeLessThan(1e-6 * (1 + hazard));
      }
    }
  });

  it.each([0.4, 0.95, -0.7])('moves no chance by 10⁻⁴ and no rate by 10⁻⁶ at a correlation of %f', (correlation) => {
    const spread = Math.sqrt(1 - correlation ** 2);
    const chance = (z: number, limit: number) => normalCdf((correlation * z - limit) / spread);
    for (const rate of [0.02, 0.3, 0.9]) {
      const limit = -normalQuantile(rate);
      let [difference, inAll] = [0, 0];
      for (let k = 0; k < 4000; k++) {
        const t = Math.round(((k + 0.5) * 40 * TICKS) / 4000);
        const score = -normalOfShare(survivalAtTick(plan, t, 1));
        const exact = -normalQuantile(Math.min(1 - 1e-16, survival(law, t / TICKS)));
        const here = Math.abs(chance(score, limit) - chance(exact, limit));
        difference = Math.max(difference, here);
        inAll += here * (survival(law, k / 100) - survival(law, (k + 1) / 100));
      }
      expect(difference).toBeLessThan(1e-4);
      expect(inAll).toBeLessThan(1e-6);
    }
  });
});

describe('normalOfShare', () => {
  it('is the quantile to 1.2e-6 where 1 − u is exact', () => {
    for (let k = 1; k < 2 ** 12; k++) {
      const u = k / 2 ** 12;
      expect(Math.abs(normalOfShare(u) - normalQuantile(u))).toBeLessThan(1.2e-6);
    }
    expect(normalOfShare(0)).toBeCloseTo(normalQuantile(2 ** -30), 4);
    expect(normalOfShare(1)).toBeCloseTo(-normalQuantile(2 ** -24), 4);
  });
});

const N = 400_000;

function draw(correlation: number, rate: number, dropoutHazard: number) {
  const law = { clock: exponential(0.1), steps: NO_EFFECT };
  const response: Endpoint = {
    kind: 'response',
    name: 'response',
    at: 3,
    wanted: true,
    rates: [rate, rate],
    correlation,
  };
  const trial: Trial = {
    endpoints: [timeToEvent('event'), response],
    arms: armsOfLaws(
      { name: 'control', weight: 1, dropoutHazard, law },
      { name: 'experimental', weight: 1, dropoutHazard, law },
    ),
    patients: N,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 12 },
    analysis: { kind: 'calendarTime', time: 600 },
    test: logRankTest(0.025, 1),
  };
  const plan = planKernel(trial);
  const { entry, exits } = createReference(plan).draw([5, 6], 0);
  return Array.from({ length: N }, (_, i) => ({
    first: ((exits[0][i] >> 2) - (entry[i] >> 2)) / plan.ticksPerUnit,
    lost: (exits[0][i] & 2) !== 0,
    responds: (exits[1][i] & 2) === 0,
  }));
}

function expectShare(count: number, of: number, wanted: number): void {
  expect(Math.abs(count / of - wanted)).toBeLessThan(6 * Math.sqrt((wanted * (1 - wanted)) / of));
}

describe('responses', () => {
  it.each([0, 0.4, 0.95, -0.7])(
    'have their rate, and the orthant’s probability at a correlation of %f',
    (correlation) => {
      const patients = draw(correlation, 0.5, 0);
      expectShare(patients.filter(({ responds }) => responds).length, N, 0.5);
      const median = Math.LN2 / 0.1;
      const both = patients.filter(({ first, responds }) => responds && first > median);
      expectShare(both.length, N, 0.25 + Math.asin(correlation) / (2 * Math.PI));
    },
  );

  it('have their rate among those who stay to the assessment, whoever drops out later', () => {
    const patients = draw(0.95, 0.3, 0.08).filter(({ first, lost }) => !lost || first >= 3);
    // Dropout is independent of the time to the event, but who has had an event by then cannot drop out any more.
    const stay = patients.map(({ first, lost, responds }) => ({ early: !lost && first < 3, responds }));
    const late = stay.filter(({ early }) => !early);
    const early = stay.filter((each) => each.early);
    // P(respond, T > 3) by quadrature over z of the time's normal score.
    const spread = Math.sqrt(1 - 0.95 ** 2);
    const limit = -normalQuantile(0.3);
    const border = 1 - Math.exp(-0.3);
    const mean = (from: number, to: number) => {
      let sum = 0;
      for (let k = 0; k < 20_000; k++)
        sum += normalCdf((0.95 * normalQuantile(from + ((k + 0.5) * (to - from)) / 20_000) - limit) / spread);
      return sum / 20_000;
    };
    expectShare(late.filter(({ responds }) => responds).length, late.length, mean(border, 1));
    // Of those with the event at t < 3, exp(−0.08 t) have not dropped out before.
    let [weight, responding] = [0, 0];
    for (let k = 0; k < 20_000; k++) {
      const p = ((k + 0.5) * border) / 20_000;
      const seen = (1 - p) ** 0.8;
      weight += seen;
      responding += seen * normalCdf((0.95 * normalQuantile(p) - limit) / spread);
    }
    const wanted = responding / weight;
    expect(Math.abs(early.filter(({ responds }) => responds).length / early.length - wanted)).toBeLessThan(
      6 * Math.sqrt(Math.max(wanted, 1e-5) / early.length),
    );
  });
});

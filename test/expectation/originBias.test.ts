import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { originLimit } from '../../src/expectation/originBias.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import type { Lag } from '../../src/trial/lag.ts';
import type { TimeOrigin } from '../../src/trial/timeOrigin.ts';
import { expectMean } from '../statistical/monteCarlo.ts';
import { exponentialLaw } from './plannedTrial.ts';
import { constantEffect, timedTrial } from './timedTrial.ts';

const never = Number.POSITIVE_INFINITY;
const hazard = Math.LN2 / 9;
const weibull: SurvivalLaw = { clock: { kind: 'weibull', shape: 1.6, scale: 12 }, steps: { starts: [0], ratios: [1] } };
const ORIGINS: readonly TimeOrigin[] = [
  { kind: 'randomisation' },
  { kind: 'exactTimes' },
  { kind: 'treatmentStart' },
  { kind: 'everTreated' },
  { kind: 'landmark', at: 3 },
  { kind: 'timeDependent' },
  { kind: 'cloneCensor', grace: 3 },
];
const scattered: Lag = { kind: 'uniform', from: -1, to: 5 };

describe('ever treated v never, under no effect', () => {
  // Hazard λ for all, everybody followed to the event, ICI at L for those still there: a share e = e^−λL of the arm.
  for (const lag of [0.5, 2, 6]) {
    const e = Math.exp(-hazard * lag);
    const limit = originLimit(expectationOf(timedTrial({ lag: { kind: 'fixed', time: lag } })), never, {
      kind: 'everTreated',
    });

    it(`has the rates of immortal time in closed form, lag ${lag}`, () => {
      // The treated live L for certain and 1/λ more: rate 1 / (L + 1/λ) = λ / (1 + λL). All the other events and all the
      // other person-time, of 2 patients with 1/λ each, are the comparison group's.
      const treated = hazard / (1 + hazard * lag);
      const others = (2 - e) / (2 / hazard - e * (lag + 1 / hazard));
      expect(limit.treated.events).toBeCloseTo(150 * e, 6);
      expect(limit.rateRatio).toBeCloseTo(treated / others, 9);
      expect(limit.rateRatio).toBeLessThan(1);
    });

    it(`has Cox's limit in closed form, lag ${lag}`, () => {
      // Per pair of patients, θ = e^β. After L both groups have e^−λu at risk: ∫ λe^−λu (1 − θ)/(1 + θ) du = e (1 − θ)/(1 + θ).
      // Before, with v = e^−λu: y₁ = e, y₀ = 2v − e and dN₀ = 2dv, so that ∫ over v from e to 1 of 2θe / (e(θ − 1) + 2v)
      // = θe ln[(2 + e(θ − 1)) / (e(1 + θ))]. Both are equal at the limit.
      const theta = Math.exp(limit.logHazardRatio);
      expect((1 - theta) / (1 + theta)).toBeCloseTo(theta * Math.log((2 + e * (theta - 1)) / (e * (1 + theta))), 9);
      expect(theta).toBeLessThan(1);
    });
  }
});

describe('the other origins under no effect', () => {
  it('are unbiased from treatment start if hazards are constant, and only then', () => {
    for (const lag of [{ kind: 'fixed', time: 2 }, scattered] satisfies Lag[]) {
      const trial = timedTrial({ lag, dropoutHazard: 0.02 });
      const constant = originLimit(expectationOf(trial), 36, { kind: 'treatmentStart' });
      expect(constant.logHazardRatio).toBeCloseTo(0, 9);
      expect(constant.rateRatio).toBeCloseTo(1, 9);
      // Hazards that grow are older, and higher, among those who start late.
      const growing = originLimit(expectationOf(timedTrial({ lag, control: weibull })), 36, { kind: 'treatmentStart' });
      expect(growing.logHazardRatio).toBeGreaterThan(0.02);
    }
  });

  it('are unbiased as randomised, from a landmark, with treatment as it comes and by clones', () => {
    const unbiased: readonly TimeOrigin[] = [
      { kind: 'randomisation' },
      { kind: 'landmark', at: 3 },
      { kind: 'timeDependent' },
      { kind: 'cloneCensor', grace: 3 },
      { kind: 'cloneCensorWeight', grace: 3 },
    ];
    for (const control of [exponentialLaw(9), weibull])
      for (const origin of unbiased) {
        const limit = originLimit(
          expectationOf(timedTrial({ lag: scattered, control, dropoutHazard: 0.02 })),
          36,
          origin,
        );
        expect(limit.logHazardRatio).toBeCloseTo(0, 9);
      }
  });
});

describe('an effect', () => {
  it('is found by treatment as it comes, whatever the lags', () => {
    for (const lag of [
      { kind: 'fixed', time: 2 },
      { kind: 'uniform', from: 0, to: 5 },
    ] satisfies Lag[])
      for (const control of [exponentialLaw(9), weibull]) {
        const trial = timedTrial({ lag, control, effect: constantEffect(0.6), dropoutHazard: 0.02 });
        expect(originLimit(expectationOf(trial), 36, { kind: 'timeDependent' }).logHazardRatio).toBeCloseTo(
          Math.log(0.6),
          9,
        );
      }
  });

  it('is found from a landmark by which all have started', () => {
    const trial = timedTrial({ lag: { kind: 'fixed', time: 2 }, control: weibull, effect: constantEffect(0.6) });
    const landmark = originLimit(expectationOf(trial), 36, { kind: 'landmark', at: 3 });
    expect(landmark.logHazardRatio).toBeCloseTo(Math.log(0.6), 9);
  });

  it('is that of the randomised comparison by weighted clones where all start at the end of the grace period, and diluted by others', () => {
    // Starters stand for everybody at risk, as do the others: both are the arms, in proportion.
    for (const control of [exponentialLaw(9), weibull]) {
      const trial = timedTrial({
        lag: { kind: 'fixed', time: 2 },
        control,
        effect: constantEffect(0.6),
        dropoutHazard: 0.02,
      });
      const limit = (origin: TimeOrigin) => originLimit(expectationOf(trial), 36, origin).logHazardRatio;
      const asRandomised = limit({ kind: 'randomisation' });
      expect(limit({ kind: 'cloneCensorWeight', grace: 2 })).toBeCloseTo(asRandomised, 9);
      expect(limit({ kind: 'cloneCensor', grace: 2 })).toBeGreaterThan(asRandomised + 0.01);
      // Starters who have not started by then wait as the others do.
      expect(limit({ kind: 'cloneCensorWeight', grace: 6 })).toBeGreaterThan(asRandomised + 0.01);
    }
  });

  it('is diluted as randomised, and overstated by who was ever treated', () => {
    const trial = timedTrial({ lag: { kind: 'fixed', time: 3 }, effect: constantEffect(0.6) });
    const [asRandomised, , , everTreated] = ORIGINS.map(
      (origin) => originLimit(expectationOf(trial), 36, origin).logHazardRatio,
    );
    expect(asRandomised).toBeGreaterThan(Math.log(0.6));
    expect(everTreated).toBeLessThan(Math.log(0.6));
  });
});

it('cannot compare where nobody starts', () => {
  const limit = originLimit(expectationOf(timedTrial({ lag: { kind: 'fixed', time: 50 } })), 36, {
    kind: 'treatmentStart',
  });
  expect(limit.logHazardRatio).toBeNaN();
  expect(limit.treated).toEqual({ events: 0, personTime: 0 });
});

/** Events and person-time of either group, patient by patient: one row a patient of both arms' 300. */
function simulated(origin: TimeOrigin, patients: number): number[][] {
  const random = seedrandom(`origin ${origin.kind}`);
  const columns: number[][] = [[], [], [], []];
  const see = (treated: boolean, from: number, to: number, event: boolean, into: number[]) => {
    if (to <= from) return;
    into[treated ? 0 : 2] += event ? 1 : 0;
    into[treated ? 1 : 3] += to - from;
  };
  for (let i = 0; i < patients; i++) {
    const into = [0, 0, 0, 0];
    const experimental = i % 2 === 1;
    const lag = experimental ? -1 + 6 * random() : never;
    const start = Math.max(0, lag);
    // Hazard λ until both ICI and TACE have been given, 0.6 λ after.
    const unit = -Math.log(1 - random()) / hazard;
    const both = Math.abs(lag);
    const fails = unit < both ? unit : both + (unit - both) / 0.6;
    const leaves = Math.min(-Math.log(1 - random()) / 0.02, 36 - 24 * random());
    const ends = Math.min(fails, leaves);
    const event = fails < leaves;
    const starts = start < ends;
    if (origin.kind === 'randomisation' || origin.kind === 'exactTimes') see(experimental, 0, ends, event, into);
    else if (origin.kind === 'treatmentStart') {
      if (!experimental) see(false, 0, ends, event, into);
      else if (starts) see(true, start, ends, event, into);
    } else if (origin.kind === 'everTreated') see(starts, 0, ends, event, into);
    else if (origin.kind === 'landmark') see(start <= origin.at, origin.at, ends, event, into);
    else if (origin.kind === 'cloneCensor') {
      const inTime = starts && start <= origin.grace;
      see(true, 0, inTime ? ends : Math.min(ends, origin.grace), event && (inTime || ends <= origin.grace), into);
      see(false, 0, inTime ? start : ends, event && !inTime, into);
    } else {
      see(false, 0, Math.min(ends, start), event && !starts, into);
      if (starts) see(true, start, ends, event, into);
    }
    into.forEach((value, c) => {
      columns[c].push(value);
    });
  }
  return columns;
}

describe('events and person-time by group', () => {
  for (const origin of ORIGINS)
    it(`are those of simulated patients, ${origin.kind}`, () => {
      const trial = timedTrial({ lag: scattered, effect: constantEffect(0.6), dropoutHazard: 0.02 });
      const { treated, comparison } = originLimit(expectationOf(trial), 36, origin);
      const expected = [treated.events, treated.personTime, comparison.events, comparison.personTime];
      // Allowance: 32 lags stand for all.
      simulated(origin, 200000).forEach((column, c) => {
        expectMean(column, expected[c] / 300, (2e-4 * expected[c]) / 300);
      });
    });
});

/** Survival at a milestone against R's survfit, by its laws, and its large-sample drift against closed forms and simulation. */
import { describe, expect, it } from 'vitest';
import { milestone } from '../../src/statistics/milestone.ts';
import type { Patient } from '../kernel/look/patientCodes.ts';
import { driftOf, type ExponentialTrial, expectDrifts, expectedOf } from './exponentialTrial.ts';
import { lookAt, middleTime, outcomeOf, patientsOf, samples, slower, swapped, veteranCells } from './patients.ts';

const plain = (at: number) => ({ kind: 'milestone', parameters: { at, scale: 'plain' } });
const cloglog = (at: number) => ({ kind: 'milestone', parameters: { at, scale: 'cloglog' } });

/**
 * R 4.2.2, survival 3.5-3; arm 1 as in reference/survival.R; control arm first:
 *   summary(survfit(Surv(time, event) ~ arm, d), times = at)[c("surv", "std.err")]
 */
const found = [
  { name: 'aml', at: 30, survival: [0.291666666667, 0.613636363636], error: [0.138715169135, 0.152632331027] },
  { name: 'veteran', at: 200, survival: [0.1947245568, 0.216220588235], error: [0.050091935436, 0.0516519504088] },
  { name: 'ovarian', at: 500, survival: [0.538461538462, 0.65811965812], error: [0.138264159119, 0.140739232385] },
  { name: 'lung', at: 365, survival: [0.336087834639, 0.526463030186], error: [0.0434235888418, 0.0597368539904] },
];

/** The same of veteran by cell type, at 50 days: squamous, smallcell, adeno, large. */
const veteranByCell = [
  { patients: 35, survival: [0.727272727273, 0.65], error: [0.11672121368, 0.106653645039] },
  { patients: 48, survival: [0.566666666667, 0.444444444444], error: [0.0904720132703, 0.117121394821] },
  { patients: 27, survival: [0.555555555556, 0.5], error: [0.165634665, 0.117851130198] },
  { patients: 27, survival: [0.933333333333, 0.666666666667], error: [0.064406118872, 0.136082763488] },
];

/** Difference and variance on either scale; on cloglog's by the delta method, d log(−log S)/dS = 1/(S log S). */
function contrasts({ survival, error }: { survival: readonly number[]; error: readonly number[] }) {
  const transformed = survival.map((s) => Math.log(-Math.log(s)));
  return {
    plain: { delta: survival[1] - survival[0], variance: error[0] ** 2 + error[1] ** 2 },
    cloglog: {
      delta: transformed[1] - transformed[0],
      variance: error.reduce((sum, se, arm) => sum + (se / (survival[arm] * Math.log(survival[arm]))) ** 2, 0),
    },
  };
}

describe('milestone', () => {
  for (const set of found)
    it(`is R's on ${set.name}`, () => {
      const look = lookAt(patientsOf(set.name));
      const expected = contrasts(set);
      const difference = outcomeOf(look, plain(set.at));
      expect(difference.estimate).toBeCloseTo(expected.plain.delta, 10);
      expect(difference.standardError).toBeCloseTo(Math.sqrt(expected.plain.variance), 10);
      expect(difference.z).toBeCloseTo(expected.plain.delta / Math.sqrt(expected.plain.variance), 8);
      const log = outcomeOf(look, cloglog(set.at));
      expect(log.estimate).toBeCloseTo(expected.cloglog.delta, 9);
      expect(log.standardError).toBeCloseTo(Math.sqrt(expected.cloglog.variance), 9);
      expect(log.z).toBeCloseTo(-expected.cloglog.delta / Math.sqrt(expected.cloglog.variance), 8);
      expect(log.information * expected.cloglog.variance).toBeCloseTo(1, 8);
    });

  it('averages strata by their size', () => {
    const look = lookAt(patientsOf('veteran'), veteranCells);
    for (const scale of ['plain', 'cloglog'] as const) {
      let delta = 0;
      let variance = 0;
      for (const stratum of veteranByCell) {
        const own = contrasts(stratum)[scale];
        delta += (stratum.patients / 137) * own.delta;
        variance += (stratum.patients / 137) ** 2 * own.variance;
      }
      const { estimate, standardError } = outcomeOf(look, (scale === 'plain' ? plain : cloglog)(50));
      expect(estimate).toBeCloseTo(delta, 8);
      expect(standardError).toBeCloseTo(Math.sqrt(variance), 8);
    }
  });

  it('turns its sign when the arms change places', () => {
    for (const patients of samples)
      for (const statistic of [plain(middleTime(patients)), cloglog(middleTime(patients))]) {
        const before = outcomeOf(lookAt(patients), statistic);
        const after = outcomeOf(lookAt(swapped(patients)), statistic);
        expect(after.z).toBeCloseTo(-before.z, 10);
      }
  });

  it('does not see the unit of time, with an event at the milestone', () => {
    for (const patients of samples) {
      const event = patients.filter(({ event }) => event === 1).map(({ time }) => time);
      const at = event.sort((a, b) => a - b)[Math.floor(event.length / 2)];
      for (const factor of [0.01, 0.5, 10])
        for (const statistic of [plain, cloglog])
          expect(outcomeOf(lookAt(slower(patients, factor)), statistic(at * factor)).z).toBe(
            outcomeOf(lookAt(patients), statistic(at)).z,
          );
    }
  });

  it('is positive on both scales when experimental does better', () => {
    for (const statistic of [plain(365), cloglog(365)])
      expect(outcomeOf(lookAt(patientsOf('lung')), statistic).z).toBeGreaterThan(2.4);
  });

  it('of one stratum is unstratified; a stratum with an empty arm is left out', () => {
    const patients = patientsOf('lung');
    const more = patients.concat([1, 40, 300].map((time) => ({ time, event: 1, arm: 0 })));
    const strata = more.map((_, i) => (i < patients.length ? 0 : 1));
    for (const statistic of [plain(365), cloglog(365)])
      expect(outcomeOf(lookAt(more, strata), statistic)).toEqual(outcomeOf(lookAt(patients), statistic));
  });

  it('has z = 0 and no estimate where an arm has nobody or everybody failed on the cloglog scale', () => {
    const nothing = { z: 0, estimate: Number.NaN, standardError: Number.NaN, information: 0 };
    const control: Patient[] = [1, 2, 3, 4].map((time) => ({ time, event: 1, arm: 0 }));
    const none: Patient[] = [5, 6, 7].map((time) => ({ time, event: 0, arm: 1 }));
    const all: Patient[] = [1, 1, 2].map((time) => ({ time, event: 1, arm: 1 }));
    for (const experimental of [none, all])
      expect(outcomeOf(lookAt([...control, ...experimental]), cloglog(2))).toEqual(nothing);
    // The plain scale takes an arm without events as certain; without any variance there is nothing to go by.
    expect(outcomeOf(lookAt([...control, ...none]), plain(2))).toMatchObject({ estimate: 0.5, standardError: 0.25 });
    expect(outcomeOf(lookAt([...all, ...all.map((each): Patient => ({ ...each, arm: 0 }))]), plain(2))).toEqual(
      nothing,
    );
  });

  it('names its time and scale', () => {
    expect(milestone.label(cloglog(12), 'month')).toBe('survival at 12 months (cloglog)');
    expect(milestone.label(plain(1), 'year')).toBe('survival at 1 year (plain)');
  });
});

describe('drift of a milestone', () => {
  it('is that of binomial proportions where everybody is followed', () => {
    const hazards = [0.08, 0.05] as const;
    const sizes = [40_000, 60_000] as const;
    const trial: ExponentialTrial = { strata: [{ sizes, hazards }], dropout: 0, accrual: 0, analysis: 30 };
    const s = hazards.map((rate) => Math.exp(-rate * 20));
    const difference = driftOf(trial, plain(20));
    const variance = s.map((survival, arm) => (survival * (1 - survival)) / sizes[arm]);
    expect(difference.estimate).toBeCloseTo(s[1] - s[0], 12);
    expect(difference.standardError ** 2 / (variance[0] + variance[1])).toBeCloseTo(1, 10);
    expect(difference.z).toBeCloseTo(difference.estimate / difference.standardError, 12);
    const log = driftOf(trial, cloglog(20));
    const logVariance = s.map((survival, arm) => variance[arm] / (survival * Math.log(survival)) ** 2);
    expect(log.estimate).toBeCloseTo(Math.log(0.05 / 0.08), 12);
    expect(log.standardError ** 2 / (logVariance[0] + logVariance[1])).toBeCloseTo(1, 10);
    expect(log.z).toBeCloseTo(-log.estimate / log.standardError, 12);
  });

  it('is finite where follow-up ends, by the patients that there are', () => {
    const trial: ExponentialTrial = {
      strata: [{ sizes: [100, 100], hazards: [0.05, 0.05] }],
      dropout: 0,
      accrual: 12,
      analysis: 24,
    };
    const errors = [20, 23, 23.9, 24].map((at) => driftOf(trial, plain(at)).standardError);
    for (let i = 1; i < errors.length; i++) expect(errors[i]).toBeGreaterThan(errors[i - 1]);
    // Panels ever closer to the end would each add as much to an integral of 1/y.
    const finer = [1, 2, 3, 4, 5, 6, 7, 8].map((digits) => 24 - 10 ** -digits);
    const fine = milestone.drift(expectedOf(trial, finer), plain(24)).standardError;
    expect(fine / errors[3]).toBeCloseTo(1, 3);
  });

  const rate = Math.LN2 / 12;
  it('is that of 20,000 simulated trials of 200, proportional hazards, delayed effect and strata', {
    tags: ['long'],
  }, () => {
    const conduct = { dropout: 0.005, accrual: 24, analysis: 36 };
    const statistics = [plain(12), cloglog(12), cloglog(18)];
    expectDrifts({ strata: [{ sizes: [100, 100], hazards: [rate, 0.6 * rate] }], ...conduct }, statistics);
    expectDrifts({ strata: [{ sizes: [100, 100], hazards: [rate, 0.4 * rate], lag: 6 }], ...conduct }, statistics);
    const strata = [
      { sizes: [60, 80], hazards: [rate, 0.6 * rate] },
      { sizes: [30, 30], hazards: [2 * rate, 1.5 * rate] },
    ] as const;
    expectDrifts({ strata, ...conduct }, statistics);
  });
});

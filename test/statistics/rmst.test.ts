/** RMST against R's survfit, by its laws, and its large-sample drift against closed forms and simulation. */
import { describe, expect, it } from 'vitest';
import { rmst } from '../../src/statistics/rmst.ts';
import { driftOf, type ExponentialTrial, expectDrifts } from './exponentialTrial.ts';
import { lookAt, middleTime, outcomeOf, patientsOf, samples, slower, swapped, veteranCells } from './patients.ts';

const difference = (until: number) => ({ kind: 'rmst', parameters: { until, contrast: 'difference' } });
const ratio = (until: number) => ({ kind: 'rmst', parameters: { until, contrast: 'ratio' } });

/**
 * R 4.2.2, survival 3.5-3; arm 1 as in reference/survival.R; control arm first:
 *   summary(survfit(Surv(time, event) ~ arm, d), rmean = until)$table[, c("rmean", "se(rmean)")]
 *   tapply(d$event & d$time <= until, d$arm, sum)
 */
const found = [
  {
    name: 'aml',
    until: 30,
    mean: [19.6944444444, 24.6022727273],
    error: [3.05419793072, 2.31314937732],
    events: [8, 4],
  },
  {
    name: 'veteran',
    until: 200,
    mean: [99.6230015264, 86.0385273109],
    error: [8.66425986842, 8.76995256287],
    events: [53, 52],
  },
  {
    name: 'ovarian',
    until: 500,
    mean: [373.692307692, 472.572649573],
    error: [44.9503848264, 13.933904471],
    events: [6, 4],
  },
  {
    name: 'lung',
    until: 365,
    mean: [241.495085192, 297.465409532],
    error: [10.3582264911, 10.7913239788],
    events: [85, 36],
  },
];

/** The same of veteran by cell type, to 50 days: squamous, smallcell, adeno, large. */
const veteranByCell = [
  { patients: 35, mean: [41.3515151515, 39.95], error: [4.13045272034, 3.65955939971], events: [4, 7] },
  { patients: 48, mean: [36.2333333333, 31.8888888889], error: [3.03083535728, 4.11627970058], events: [13, 10] },
  { patients: 27, mean: [34.2222222222, 38.1111111111], error: [6.48031735577, 3.649698862], events: [4, 9] },
  { patients: 27, mean: [47.4666666667, 43.8333333333], error: [2.44743251713, 3.5155079713], events: [1, 4] },
];

/** Variances of both arms with Kaplan and Meier's m/(m − 1), which survfit leaves out. */
function variances({ error, events }: { error: readonly number[]; events: readonly number[] }): number[] {
  return error.map((se, arm) => (se ** 2 * events[arm]) / Math.max(1, events[arm] - 1));
}

describe('rmst', () => {
  for (const set of found)
    it(`is R's on ${set.name}`, () => {
      const look = lookAt(patientsOf(set.name));
      const { mean, until } = set;
      const [v0, v1] = variances(set);
      const plain = outcomeOf(look, difference(until));
      expect(plain.estimate).toBeCloseTo(mean[1] - mean[0], 7);
      expect(plain.standardError / Math.sqrt(v0 + v1)).toBeCloseTo(1, 9);
      expect(plain.z).toBeCloseTo((mean[1] - mean[0]) / Math.sqrt(v0 + v1), 8);
      expect(plain.information * (v0 + v1)).toBeCloseTo(1, 9);
      const relative = outcomeOf(look, ratio(until));
      const error = Math.sqrt(v1 / mean[1] ** 2 + v0 / mean[0] ** 2);
      expect(relative.estimate).toBeCloseTo(Math.log(mean[1] / mean[0]), 9);
      expect(relative.standardError).toBeCloseTo(error, 9);
      expect(relative.z).toBeCloseTo(Math.log(mean[1] / mean[0]) / error, 8);
    });

  it('has the standard error of the methods on aml', () => {
    const { estimate, standardError } = outcomeOf(lookAt(patientsOf('aml')), difference(30));
    expect(estimate).toBeCloseTo(4.907828, 6);
    expect(standardError).toBeCloseTo(4.218403, 6);
  });

  it('averages strata by their size', () => {
    const look = lookAt(patientsOf('veteran'), veteranCells);
    const n = 137;
    let [delta, variance, logRatio, logVariance] = [0, 0, 0, 0];
    for (const stratum of veteranByCell) {
      const { patients, mean } = stratum;
      const [v0, v1] = variances(stratum);
      delta += (patients / n) * (mean[1] - mean[0]);
      variance += (patients / n) ** 2 * (v0 + v1);
      logRatio += (patients / n) * Math.log(mean[1] / mean[0]);
      logVariance += (patients / n) ** 2 * (v1 / mean[1] ** 2 + v0 / mean[0] ** 2);
    }
    const plain = outcomeOf(look, difference(50));
    expect(plain.estimate).toBeCloseTo(delta, 8);
    expect(plain.standardError).toBeCloseTo(Math.sqrt(variance), 8);
    const relative = outcomeOf(look, ratio(50));
    expect(relative.z).toBeCloseTo(logRatio / Math.sqrt(logVariance), 8);
  });

  it('turns its sign when the arms change places', () => {
    for (const patients of samples)
      for (const statistic of [difference(middleTime(patients)), ratio(middleTime(patients))]) {
        const before = outcomeOf(lookAt(patients), statistic);
        const after = outcomeOf(lookAt(swapped(patients)), statistic);
        expect(after.z).toBeCloseTo(-before.z, 10);
        expect(after.information).toBeCloseTo(before.information, 8);
      }
  });

  it('does not see the unit of time, with an event at τ', () => {
    for (const patients of samples)
      for (const factor of [0.01, 0.5, 10]) {
        const events = patients.filter(({ event }) => event === 1).map(({ time }) => time);
        const until = events.sort((a, b) => a - b)[Math.floor(events.length / 2)];
        const before = outcomeOf(lookAt(patients), difference(until));
        const after = outcomeOf(lookAt(slower(patients, factor)), difference(until * factor));
        expect(after.z).toBeCloseTo(before.z, 9);
        if (before.z !== 0) expect(after.estimate / before.estimate).toBeCloseTo(factor, 8);
      }
  });

  it('has a ratio on the side of the difference, and positive when experimental does better', () => {
    for (const patients of samples) {
      const until = middleTime(patients);
      expect(Math.sign(outcomeOf(lookAt(patients), ratio(until)).z)).toBe(
        Math.sign(outcomeOf(lookAt(patients), difference(until)).z),
      );
    }
    expect(outcomeOf(lookAt(patientsOf('lung')), difference(365)).z).toBeGreaterThan(3);
  });

  it('of one stratum is unstratified; a stratum with an empty arm is left out', () => {
    const patients = patientsOf('lung');
    const plain = outcomeOf(lookAt(patients), difference(365));
    expect(
      outcomeOf(
        lookAt(
          patients,
          patients.map(() => 7),
        ),
        difference(365),
      ),
    ).toEqual(plain);
    const more = patients.concat([1, 40, 300].map((time) => ({ time, event: 1, arm: 0 })));
    const strata = more.map((_, i) => (i < patients.length ? 0 : 1));
    expect(outcomeOf(lookAt(more, strata), difference(365))).toEqual(plain);
  });

  it('has z = 0 and no estimate when nothing can be compared', () => {
    const noEvents = ([0, 1] as const).map((arm) => ({ time: 3, event: 0 as const, arm }));
    const oneArm = [1, 2, 3].map((time) => ({ time, event: 1 as const, arm: 0 as const }));
    const nothing = { z: 0, estimate: Number.NaN, standardError: Number.NaN, information: 0 };
    for (const patients of [noEvents, oneArm]) expect(outcomeOf(lookAt(patients), difference(2))).toEqual(nothing);
  });

  it('names its time', () => {
    expect(rmst.label(difference(24), 'month')).toBe('RMST difference to 24 months');
    expect(rmst.label(ratio(1), 'year')).toBe('RMST ratio to 1 year');
  });
});

describe('drift of rmst', () => {
  it('is that of means of min(T, τ) where everybody is followed', () => {
    const hazards = [0.08, 0.05] as const;
    const sizes = [40_000, 60_000] as const;
    const until = 20;
    const trial: ExponentialTrial = { strata: [{ sizes, hazards }], dropout: 0, accrual: 0, analysis: 30 };
    const mean = hazards.map((rate) => (1 - Math.exp(-rate * until)) / rate);
    const variance = hazards.map((rate, arm) => {
      const square = (2 / rate ** 2) * (1 - Math.exp(-rate * until) * (1 + rate * until));
      return (square - mean[arm] ** 2) / sizes[arm];
    });
    const plain = driftOf(trial, difference(until));
    expect(plain.estimate).toBeCloseTo(mean[1] - mean[0], 10);
    expect(plain.standardError ** 2 / (variance[0] + variance[1])).toBeCloseTo(1, 9);
    expect(plain.z).toBeCloseTo(plain.estimate / plain.standardError, 12);
    expect(plain.information * plain.standardError ** 2).toBeCloseTo(1, 12);
    const relative = driftOf(trial, ratio(until));
    expect(relative.estimate).toBeCloseTo(Math.log(mean[1] / mean[0]), 10);
    expect(relative.standardError ** 2).toBeCloseTo(variance[1] / mean[1] ** 2 + variance[0] / mean[0] ** 2, 12);
  });

  it('keeps the curve flat where follow-up ends before τ', () => {
    const trial: ExponentialTrial = {
      strata: [{ sizes: [500, 500], hazards: [0.08, 0.05] }],
      dropout: 0,
      accrual: 0,
      analysis: 10,
    };
    const mean = [0.08, 0.05].map((rate) => (1 - Math.exp(-rate * 10)) / rate + 5 * Math.exp(-rate * 10));
    // Half a percent: the last node lies a little before the end.
    expect(driftOf(trial, difference(15)).estimate / (mean[1] - mean[0])).toBeCloseTo(1, 2);
  });

  const rate = Math.LN2 / 12;
  it('is that of 20,000 simulated trials of 200, proportional hazards, delayed effect and strata', {
    tags: ['long'],
  }, () => {
    const conduct = { dropout: 0.005, accrual: 24, analysis: 36 };
    const statistics = [difference(18), ratio(18), difference(24)];
    expectDrifts({ strata: [{ sizes: [100, 100], hazards: [rate, 0.6 * rate] }], ...conduct }, statistics);
    expectDrifts({ strata: [{ sizes: [100, 100], hazards: [rate, 0.4 * rate], lag: 6 }], ...conduct }, statistics);
    const strata = [
      { sizes: [60, 80], hazards: [rate, 0.6 * rate] },
      { sizes: [30, 30], hazards: [2 * rate, 1.5 * rate] },
    ] as const;
    expectDrifts({ strata, ...conduct }, statistics);
  });
});

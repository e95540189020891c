/** The difference of medians against R's survfit, by its laws, and its drift against closed forms and simulation. */
import { describe, expect, it } from 'vitest';
import type { Patient } from '../kernel/look/patientCodes.ts';
import { drawLooks, driftOf, type ExponentialTrial, expectDrifts } from './exponentialTrial.ts';
import { lookAt, outcomeOf, patientsOf, samples, slower, swapped, veteranCells } from './patients.ts';

const statistic = { kind: 'medianDifference', parameters: {} };
const Z_975 = 1.959963984540054;
const NOTHING = { z: 0, estimate: Number.NaN, standardError: Number.NaN, information: 0 };

/**
 * R 4.2.2, survival 3.5-3; arm 1 as in reference/survival.R; control arm first, NA null:
 *   quantile(survfit(Surv(time, event) ~ arm, d, conf.type = "log-log"), 0.5)
 */
const found = [
  { name: 'aml', median: [23, 31], lower: [5, 13], upper: [33, null] },
  { name: 'veteran', median: [103, 52.5], lower: [54, 43], upper: [126, 90] },
  { name: 'lung', median: [270, 426], lower: [210, 345], upper: [306, 524] },
];

/** The same of veteran by cell type: squamous, smallcell, adeno, large. */
const veteranByCell = [
  { patients: 35, median: [110, 201], lower: [11, 30], upper: [144, 389] },
  { patients: 48, median: [53, 27], lower: [22, 20], upper: [117, 80] },
  { patients: 27, median: [92, 49.5], lower: [3, 24], upper: [132, 80] },
  { patients: 27, median: [177, 82], lower: [103, 19], upper: [250, 231] },
];

interface Interval {
  readonly median: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly (number | null)[];
}

function variance({ median, lower, upper }: Interval): number {
  const errors = upper.map((to, arm) =>
    to === null ? (median[arm] - lower[arm]) / Z_975 : (to - lower[arm]) / (2 * Z_975),
  );
  return errors[0] ** 2 + errors[1] ** 2;
}

describe('difference of medians', () => {
  for (const set of found)
    it(`is R's on ${set.name}, standard errors from its log-log intervals`, () => {
      const { z, estimate, standardError, information } = outcomeOf(lookAt(patientsOf(set.name)), statistic);
      expect(estimate).toBeCloseTo(set.median[1] - set.median[0], 10);
      expect(standardError).toBeCloseTo(Math.sqrt(variance(set)), 9);
      expect(z).toBeCloseTo(estimate / standardError, 12);
      expect(information).toBeCloseTo(standardError ** -2, 12);
    });

  it('averages strata by their size', () => {
    const { estimate, standardError } = outcomeOf(lookAt(patientsOf('veteran'), veteranCells), statistic);
    let delta = 0;
    let total = 0;
    for (const stratum of veteranByCell) {
      delta += (stratum.patients / 137) * (stratum.median[1] - stratum.median[0]);
      total += (stratum.patients / 137) ** 2 * variance(stratum);
    }
    expect(estimate).toBeCloseTo(delta, 9);
    expect(standardError).toBeCloseTo(Math.sqrt(total), 9);
  });

  it('has z = 0 and no estimate where an arm does not reach its median', () => {
    expect(outcomeOf(lookAt(patientsOf('ovarian')), statistic)).toEqual(NOTHING);
    const oneArm = [1, 2, 3].map((time): Patient => ({ time, event: 1, arm: 0 }));
    expect(outcomeOf(lookAt(oneArm), statistic)).toEqual(NOTHING);
    // Half of each arm at once: nothing to tell how well the medians are known.
    const atOnce = [0, 1].flatMap((arm) =>
      [5, 5, 5, 5].map((time): Patient => ({ time, event: 1, arm: arm as 0 | 1 })),
    );
    expect(outcomeOf(lookAt(atOnce), statistic)).toEqual(NOTHING);
  });

  it('leaves out a stratum where an arm does not reach its median', () => {
    const [reached, not] = [patientsOf('lung'), patientsOf('ovarian')];
    const strata = [...reached.map(() => 0), ...not.map(() => 1)];
    expect(outcomeOf(lookAt([...reached, ...not], strata), statistic)).toEqual(outcomeOf(lookAt(reached), statistic));
  });

  it('turns its sign when the arms change places', () => {
    for (const patients of samples)
      expect(outcomeOf(lookAt(swapped(patients)), statistic).z).toBeCloseTo(
        -outcomeOf(lookAt(patients), statistic).z,
        10,
      );
  });

  it('does not see the unit of time', () => {
    for (const patients of samples)
      for (const factor of [0.01, 0.5, 10])
        expect(outcomeOf(lookAt(slower(patients, factor)), statistic).z).toBeCloseTo(
          outcomeOf(lookAt(patients), statistic).z,
          9,
        );
  });
});

describe('drift of the difference of medians', () => {
  it('is that of sample medians where everybody is followed', () => {
    const hazards = [0.08, 0.05] as const;
    const sizes = [40_000, 60_000] as const;
    const trial: ExponentialTrial = { strata: [{ sizes, hazards }], dropout: 0, accrual: 0, analysis: 30 };
    const drift = driftOf(trial, statistic);
    expect(drift.estimate).toBeCloseTo(Math.LN2 / 0.05 - Math.LN2 / 0.08, 10);
    // var = 1/(4 n f²) with f = λ/2 at the median; σ² is taken on a line between nodes.
    const variance = 1 / (sizes[0] * hazards[0] ** 2) + 1 / (sizes[1] * hazards[1] ** 2);
    expect(drift.standardError ** 2 / variance).toBeCloseTo(1, 2);
    expect(drift.z).toBeCloseTo(drift.estimate / drift.standardError, 12);
  });

  it('has no estimate where an arm is not expected to reach its median', () => {
    const trial: ExponentialTrial = {
      strata: [{ sizes: [100, 100], hazards: [0.08, 0.02] }],
      dropout: 0,
      accrual: 6,
      analysis: 30,
    };
    expect(driftOf(trial, statistic)).toMatchObject({ z: 0, estimate: Number.NaN, information: 0 });
  });

  const rate = Math.LN2 / 12;
  it('is that of 20,000 simulated trials of 300, proportional hazards, delayed effect and strata', {
    tags: ['long'],
  }, () => {
    const conduct = { dropout: 0.005, accrual: 24, analysis: 42 };
    // Medians of 150 patients are a few percent of their error too late, and their standard errors rough.
    const allowance = { z: 0.06, sd: 0.08, estimate: 0.1, error: 0.08, power: 0.03 };
    const [sizes, small] = [[150, 150] as const, [90, 90] as const];
    expectDrifts({ strata: [{ sizes, hazards: [rate, rate] }], ...conduct }, [statistic], allowance);
    expectDrifts({ strata: [{ sizes, hazards: [rate, 0.65 * rate] }], ...conduct }, [statistic], allowance);
    expectDrifts({ strata: [{ sizes, hazards: [rate, 0.5 * rate], lag: 6 }], ...conduct }, [statistic], allowance);
    const strata = [
      { sizes, hazards: [rate, 0.7 * rate] },
      { sizes: small, hazards: [2 * rate, 1.5 * rate] },
    ] as const;
    expectDrifts({ strata, ...conduct }, [statistic], allowance);
  });

  it('rejects at its level: 40,000 trials of 300 without an effect', { tags: ['long'] }, () => {
    let [better, worse] = [0, 0];
    const trial: ExponentialTrial = {
      strata: [{ sizes: [150, 150], hazards: [rate, rate] }],
      dropout: 0.005,
      accrual: 24,
      analysis: 36,
    };
    drawLooks(trial, 'level of the difference of medians', 40_000, (look) => {
      const { z } = outcomeOf(look, statistic);
      if (z > Z_975) better++;
      if (z < -Z_975) worse++;
    });
    // 0.025 with 0.003 allowed, and 5 Monte Carlo standard errors of 0.00078 (6e-7).
    for (const rejected of [better, worse]) expect(Math.abs(rejected / 40_000 - 0.025)).toBeLessThan(0.0069);
  });
});

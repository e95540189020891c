/**
 * Cox's log hazard ratio and its tests, stratified and adjusted, against R `coxph` and a numerical maximum of Efron's
 * likelihood; its laws; its large-sample drift against closed forms and simulation.
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type LogRank, logRank } from '../../src/kernel/look/logRankOfCodes.ts';
import { type CoxFit, fitCox } from '../../src/statistics/cox.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { createRiskTable, fillRiskTable, type RiskTable } from '../../src/statistics/riskTable.ts';
import { codesOf, type Patient, randomPatients } from '../kernel/look/patientCodes.ts';
import { publicData } from '../reference/publicData.ts';
import { driftOf, type ExponentialTrial, expectDrifts } from './exponentialTrial.ts';
import {
  adjustedLook,
  lookAt,
  outcomeOf,
  patientsOf,
  samples,
  slower,
  swapped,
  veteran,
  veteranCells,
} from './patients.ts';

const CUT = 10_000;

function tableOf(patients: readonly Patient[]): RiskTable {
  const table = createRiskTable(patients.length);
  fillRiskTable(codesOf(patients, CUT), patients.length, table);
  return table;
}

function fitted(patients: readonly Patient[], start = peto(patients)): CoxFit {
  const fit = { logHazardRatio: 0, standardError: 0 };
  fitCox(tableOf(patients), start, fit);
  return fit;
}

/** Peto's one-step estimate U / V. */
function peto(patients: readonly Patient[]): number {
  const result: LogRank = { u: 0, v: 0 };
  logRank(codesOf(patients, CUT), patients.length, result);
  return result.u / result.v;
}

/** Efron's log partial likelihood, from the patients themselves. */
function logLikelihood(patients: readonly Patient[], beta: number): number {
  const risk = ({ arm }: Patient) => Math.exp(beta * arm);
  let total = 0;
  for (const t of new Set(patients.filter(({ event }) => event === 1).map(({ time }) => time))) {
    const failed = patients.filter(({ time, event }) => time === t && event === 1);
    const all = patients.filter(({ time }) => time >= t).reduce((sum, patient) => sum + risk(patient), 0);
    const tied = failed.reduce((sum, patient) => sum + risk(patient), 0);
    failed.forEach(({ arm }, l) => {
      total += beta * arm - Math.log(all - (l / failed.length) * tied);
    });
  }
  return total;
}

describe('fit of one covariate', () => {
  for (const { name, patients, found } of publicData)
    it(`is R's on ${name}`, () => {
      const { logHazardRatio, standardError } = fitted(patients);
      expect(logHazardRatio).toBeCloseTo(found.logHazardRatio, 10);
      expect(standardError).toBeCloseTo(found.standardError, 9);
    });

  it('is where the likelihood is highest, and its error the curvature there', () => {
    let finite = 0;
    for (let seed = 0; seed < 60; seed++) {
      const patients = randomPatients(`cox ${seed}`, 10 + seed, [3, 10, 1000][seed % 3]);
      const { logHazardRatio: beta, standardError } = fitted(patients);
      if (Number.isNaN(beta)) continue;
      finite++;
      const at = (b: number) => logLikelihood(patients, b);
      const h = 1e-3;
      const slope = (at(beta + h) - at(beta - h)) / (2 * h);
      const curvature = (2 * at(beta) - at(beta + h) - at(beta - h)) / h ** 2;
      // Central differences: errors of order h² times the next derivatives, which the number of patients bounds.
      expect(Math.abs(slope)).toBeLessThan(1e-6 * patients.length);
      expect(standardError ** -2 / curvature).toBeCloseTo(1, 4);
    }
    expect(finite).toBeGreaterThan(40);
  });

  it('does not depend on where it starts', () => {
    for (const { patients } of publicData) {
      const { logHazardRatio } = fitted(patients);
      for (const start of [-2, 0, 2]) expect(fitted(patients, start).logHazardRatio).toBeCloseTo(logHazardRatio, 9);
    }
  });

  it('has no estimate where the likelihood is monotone', () => {
    // All of one arm fails before any of the other: the further β, the better.
    const apart: Patient[] = [1, 2, 3, 4, 5, 6].map((time) => ({ time, event: 1, arm: time > 3 ? 1 : 0 }));
    const oneArmFails: Patient[] = [1, 2, 3, 4].map((time) => ({
      time,
      event: time % 2 ? 1 : 0,
      arm: time % 2 ? 1 : 0,
    }));
    for (const patients of [apart, oneArmFails]) {
      const { logHazardRatio, standardError } = fitted(patients);
      expect(logHazardRatio).toBeNaN();
      expect(standardError).toBeNaN();
    }
  });

  it('turns its sign when the arms change places', () => {
    for (const { patients } of publicData) {
      const swapped = patients.map((patient): Patient => ({ ...patient, arm: patient.arm === 1 ? 0 : 1 }));
      expect(fitted(swapped).logHazardRatio).toBeCloseTo(-fitted(patients).logHazardRatio, 9);
      expect(fitted(swapped).standardError).toBeCloseTo(fitted(patients).standardError, 9);
    }
  });
});

const wald = { kind: 'cox', parameters: { test: 'wald' } };
const score = { kind: 'cox', parameters: { test: 'score' } };

/** Times in months of 30 days, begun ones counted: nearly every event tied. */
const inMonths = (patients: readonly Patient[]) =>
  patients.map((patient) => ({ ...patient, time: Math.ceil(patient.time / 30) }));

const ovarianAges = [
  72.3315, 74.4932, 66.4658, 53.3644, 50.3397, 56.4301, 56.937, 59.8548, 64.1753, 55.1781, 56.7562, 50.1096, 59.6301,
  57.0521, 39.2712, 43.1233, 38.8932, 44.6, 53.9068, 44.2055, 59.589, 74.5041, 43.137, 63.2192, 64.4247, 58.3096,
];

/**
 * R 4.2.2, survival 3.5-3; arm 1 as in reference/survival.R, `s` the cell type, `ctl <- coxph.control(eps = 1e-14,
 * toler.chol = 1e-15, iter.max = 100)`; coefficient of the arm, its error and the chi-square of its score test:
 *   c <- coxph(Surv(time, event) ~ karno + age + arm + strata(s), d, control = ctl); coef(c)["arm"]; sqrt(vcov(c)["arm", "arm"])
 *   c0 <- coxph(Surv(time, event) ~ karno + age + strata(s), d, control = ctl)
 *   coxph(Surv(time, event) ~ karno + age + arm + strata(s), d, init = c(coef(c0), 0), control = coxph.control(iter.max = 0))$score
 * and of what has no covariates $score of the first; `months`: time replaced by ceiling(time / 30).
 */
const found = (() => {
  const days = patientsOf('veteran');
  const months = inMonths(days);
  const rows = veteran.map(({ karno, age }) => [karno, age]);
  const ovarian = patientsOf('ovarian');
  const ages = ovarianAges.map((age) => [age]);
  return [
    { name: 'aml', look: lookAt(patientsOf('aml')), fit: [-0.915532575015, 0.511934275172, 3.41673439552] },
    { name: 'ovarian', look: lookAt(ovarian), fit: [-0.596380049393, 0.586989526367, 1.06273986129] },
    { name: 'lung', look: lookAt(patientsOf('lung')), fit: [-0.531023540006, 0.167178583301, 10.3251484957] },
    { name: 'veteran', look: lookAt(days), fit: [0.01774256951838, 0.1806610122877, 0.009645282824575] },
    {
      name: 'veteran by cell type',
      look: lookAt(days, veteranCells),
      fit: [0.1690639091281, 0.198235612566, 0.7285760534168],
    },
    { name: 'veteran in months', look: lookAt(months), fit: [0.02723116152748, 0.1805959839433, 0.0227374463787] },
    {
      name: 'veteran in months by cell type',
      look: lookAt(months, veteranCells),
      fit: [0.193379579556, 0.1969215082823, 0.9665299570148],
    },
    {
      name: 'veteran for Karnofsky score and age',
      look: adjustedLook(days, rows),
      fit: [0.1895464419234, 0.1855306650231, 1.046353693127],
    },
    {
      name: 'veteran for Karnofsky score and age by cell type',
      look: adjustedLook(days, rows, veteranCells),
      fit: [0.2914386125557, 0.2073741685015, 1.983567751926],
    },
    {
      name: 'veteran in months for Karnofsky score and age',
      look: adjustedLook(months, rows),
      fit: [0.19545096974, 0.1849276742305, 1.120048942866],
    },
    {
      name: 'veteran in months for Karnofsky score and age by cell type',
      look: adjustedLook(months, rows, veteranCells),
      fit: [0.307091168721, 0.2039368232852, 2.278679653777],
    },
    {
      name: 'ovarian for age',
      look: adjustedLook(ovarian, ages),
      fit: [-0.8039730126651, 0.6320493718795, 1.69881770057],
    },
  ];
})();

describe('cox', () => {
  for (const { name, look, fit } of found)
    it(`is R's of ${name}`, () => {
      const [beta, error, chisq] = fit;
      const ofWald = outcomeOf(look, wald);
      expect(ofWald.estimate).toBeCloseTo(beta, 9);
      expect(ofWald.standardError).toBeCloseTo(error, 8);
      expect(ofWald.z).toBeCloseTo(-beta / error, 7);
      const events = look.tables.reduce(
        (sum, { rows, events }) => sum + events.subarray(0, rows).reduce((a, b) => a + b, 0),
        0,
      );
      expect(ofWald.information).toBe(events);
      const ofScore = outcomeOf(look, score);
      expect(ofScore.estimate).toBeCloseTo(beta, 9);
      expect(ofScore.standardError).toBeCloseTo(error, 8);
      expect(ofScore.z).toBeCloseTo(-Math.sign(beta) * Math.sqrt(chisq), 7);
    });

  it('has the log-rank z as its score where nothing is tied', () => {
    for (let seed = 0; seed < 40; seed++) {
      const patients = randomPatients(`untied ${seed}`, 60, 1000).map((patient, i) => ({
        ...patient,
        time: 7 * i + 1,
      }));
      const look = lookAt(
        patients,
        patients.map((_, i) => i % (1 + (seed % 3))),
      );
      expect(outcomeOf(look, score).z).toBeCloseTo(outcomeOf(look, LOG_RANK).z, 12);
    }
  });

  it('turns its sign when the arms change places, adjusted or not', () => {
    for (const [i, patients] of samples.entries())
      for (const statistic of [wald, score]) {
        expect(outcomeOf(lookAt(swapped(patients)), statistic).z).toBeCloseTo(
          -outcomeOf(lookAt(patients), statistic).z,
          9,
        );
        const rows = traits(`swap ${i}`, patients.length, 2);
        expect(outcomeOf(adjustedLook(swapped(patients), rows), statistic).z).toBeCloseTo(
          -outcomeOf(adjustedLook(patients, rows), statistic).z,
          6,
        );
      }
  });

  it('does not see the unit of time', () => {
    for (const patients of samples)
      for (const factor of [0.01, 0.5, 10])
        for (const statistic of [wald, score])
          expect(outcomeOf(lookAt(slower(patients, factor)), statistic)).toEqual(
            outcomeOf(lookAt(patients), statistic),
          );
  });

  it('of one stratum is unstratified', () => {
    for (const patients of samples) {
      const alike = lookAt(
        patients,
        patients.map(() => 3),
      );
      for (const statistic of [wald, score])
        expect(outcomeOf(alike, statistic)).toEqual(outcomeOf(lookAt(patients), statistic));
    }
  });

  it('adjusted for nothing is unadjusted: no columns, a constant, copies of columns; for the arm itself it cannot be', () => {
    for (const [i, patients] of samples.entries()) {
      const strata = patients.map((_, at) => at % (1 + (i % 3)));
      const plain = outcomeOf(lookAt(patients, strata), wald);
      if (Number.isNaN(plain.estimate)) continue;
      for (const row of [[], [0.1], [1e6, 0.3]]) {
        const adjusted = outcomeOf(
          adjustedLook(
            patients,
            patients.map(() => row),
            strata,
          ),
          wald,
        );
        expect(adjusted.estimate).toBeCloseTo(plain.estimate, 8);
        expect(adjusted.standardError).toBeCloseTo(plain.standardError, 6);
        expect(adjusted.information).toBe(plain.information);
      }
      const rows = traits(`copies ${i}`, patients.length, 1);
      const once = outcomeOf(adjustedLook(patients, rows, strata), wald);
      const copies = rows.map(([x]) => [x, 3 * x - 1, x]);
      const copied = outcomeOf(adjustedLook(patients, copies, strata), wald);
      expect(copied.estimate).toBeCloseTo(once.estimate, 7);
      expect(copied.standardError).toBeCloseTo(once.standardError, 6);
      const arms = rows.map(([x], at) => [x, 0.3 * x - 0.7 * patients[at].arm]);
      const ofArm = outcomeOf(adjustedLook(patients, arms, strata), wald);
      expect(ofArm.estimate).toBeNaN();
      expect(Number.isFinite(ofArm.z)).toBe(true);
    }
  });

  it('does not see the units of covariates', () => {
    const patients = patientsOf('veteran');
    const rows = veteran.map(({ karno, age }) => [karno, age]);
    const scaled = veteran.map(({ karno, age }) => [1e-4 * karno - 3, 2000 + 365.25 * age]);
    for (const statistic of [wald, score])
      expect(outcomeOf(adjustedLook(patients, scaled), statistic).z).toBeCloseTo(
        outcomeOf(adjustedLook(patients, rows), statistic).z,
        6,
      );
  });

  it('has no estimate where the likelihood is monotone, and the score z', () => {
    const apart: Patient[] = [1, 2, 3, 4, 5, 6].map((time) => ({ time, event: 1, arm: time > 3 ? 1 : 0 }));
    const expected = outcomeOf(lookAt(apart), score).z;
    expect(expected).toBeGreaterThan(1.5);
    expect(outcomeOf(lookAt(apart), wald)).toEqual({
      z: expected,
      estimate: Number.NaN,
      standardError: Number.NaN,
      information: 6,
    });
    const rows = [3, 1, 4, 1, 5, 9].map((x) => [x]);
    const adjusted = outcomeOf(adjustedLook(apart, rows), wald);
    expect(adjusted.estimate).toBeNaN();
    expect(adjusted.z).toBe(outcomeOf(adjustedLook(apart, rows), score).z);
    expect(adjusted.z).toBeGreaterThan(0);
  });

  it('stays where it is when a covariate has no finite coefficient', () => {
    // Nobody of a group fails: its coefficient runs to −∞, and the rest is as if the group had never been there.
    const patients = patientsOf('lung');
    const safe: Patient[] = Array.from({ length: 40 }, (_, i) => ({ time: 20 * i + 5, event: 0, arm: i % 3 ? 1 : 0 }));
    const plain = outcomeOf(lookAt(patients), wald);
    const all = [...patients, ...safe];
    const adjusted = outcomeOf(
      adjustedLook(
        all,
        all.map((_, i) => [i < patients.length ? 0 : 1]),
      ),
      wald,
    );
    expect(adjusted.estimate).toBeCloseTo(plain.estimate, 5);
    expect(adjusted.standardError).toBeCloseTo(plain.standardError, 5);
  });

  it('has z = 0 when nothing can be compared', () => {
    const oneArm: Patient[] = [1, 2, 3].map((time) => ({ time, event: 1, arm: 0 }));
    const noEvents: Patient[] = [0, 1].map((arm) => ({ time: 3, event: 0, arm: arm as 0 | 1 }));
    for (const patients of [oneArm, noEvents])
      for (const statistic of [wald, score])
        for (const look of [
          lookAt(patients),
          adjustedLook(
            patients,
            patients.map(({ time }) => [time]),
          ),
        ])
          expect(outcomeOf(look, statistic)).toMatchObject({ z: 0, estimate: Number.NaN });
  });

  it('is positive when experimental does better', () => {
    for (const statistic of [wald, score])
      expect(outcomeOf(lookAt(patientsOf('lung')), statistic).z).toBeGreaterThan(3);
  });
});

/** Covariates of `columns` columns, a row a patient. */
function traits(seed: string, n: number, columns: number): number[][] {
  const random = seedrandom(seed);
  return Array.from({ length: n }, () => Array.from({ length: columns }, () => 2 * random() - 1));
}

describe('drift of cox', () => {
  it('estimates the hazard ratio where it is constant', () => {
    const trial: ExponentialTrial = {
      strata: [{ sizes: [100, 200], hazards: [0.08, 0.05] }],
      dropout: 0.01,
      accrual: 12,
      analysis: 30,
    };
    expect(driftOf(trial, wald).estimate).toBeCloseTo(Math.log(0.05 / 0.08), 9);
    expect(driftOf(trial, wald).z).toBe(driftOf(trial, LOG_RANK).z);
  });

  it('has 1/√(p₀ p₁ events) as error without an effect', () => {
    const trial: ExponentialTrial = {
      strata: [{ sizes: [100, 200], hazards: [0.08, 0.08] }],
      dropout: 0,
      accrual: 0,
      analysis: 20,
    };
    const events = 300 * (1 - Math.exp(-0.08 * 20));
    const { estimate, standardError, information } = driftOf(trial, score);
    expect(estimate).toBeCloseTo(0, 10);
    expect(information).toBeCloseTo(events, 8);
    expect(standardError ** -2).toBeCloseTo((events * 2) / 9, 8);
  });

  it('has no estimate where an arm has no hazard', () => {
    const trial: ExponentialTrial = {
      strata: [{ sizes: [100, 100], hazards: [0.08, 0] }],
      dropout: 0,
      accrual: 0,
      analysis: 20,
    };
    expect(driftOf(trial, wald).estimate).toBeNaN();
    expect(driftOf(trial, wald).z).toBeGreaterThan(5);
  });

  const rate = Math.LN2 / 12;
  it('is that of 20,000 simulated trials of 200, proportional hazards, delayed effect and strata', {
    tags: ['long'],
  }, () => {
    const conduct = { dropout: 0.005, accrual: 24, analysis: 36 };
    // Wald's z is nearer 0 under an effect, and varies less, so that the power is the score's.
    const allowance = { z: 0.06, sd: 0.05, power: 0.01, estimate: 0.04, error: 0.04 };
    const statistics = [wald, score];
    expectDrifts({ strata: [{ sizes: [100, 100], hazards: [rate, 0.6 * rate] }], ...conduct }, statistics, allowance);
    const delayed = { sizes: [100, 100], hazards: [rate, 0.4 * rate], lag: 6 } as const;
    expectDrifts({ strata: [delayed], ...conduct }, statistics, allowance);
    const strata = [
      { sizes: [60, 80], hazards: [rate, 0.6 * rate] },
      { sizes: [30, 30], hazards: [2 * rate, 1.5 * rate] },
    ] as const;
    expectDrifts({ strata, ...conduct }, statistics, allowance);
  });
});

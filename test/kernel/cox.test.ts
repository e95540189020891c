/** Cox's log hazard ratio and its error against R `coxph`, and against a numerical maximum of Efron's likelihood. */
import { describe, expect, it } from 'vitest';
import { type CoxFit, fitCox } from '../../src/kernel/cox.ts';
import { type LogRank, logRank } from '../../src/kernel/logRank.ts';
import { createRiskTable, fillRiskTable, type RiskTable } from '../../src/kernel/riskTable.ts';
import { publicData } from '../reference/publicData.ts';
import { type Patient, randomPatients, wordsOf } from './words.ts';

const CUT = 10_000;

function tableOf(patients: readonly Patient[]): RiskTable {
  const table = createRiskTable(patients.length);
  fillRiskTable(wordsOf(patients, CUT), patients.length, table);
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
  logRank(wordsOf(patients, CUT), patients.length, result);
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

describe('cox', () => {
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

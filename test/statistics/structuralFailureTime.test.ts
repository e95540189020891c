import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type CorrectedRatio,
  createSwitchingPatients,
  StructuralFailureTime,
} from '../../src/statistics/structuralFailureTime.ts';
import { drawSwitching } from './switchingPatients.ts';

const TRIAL = { perGroup: 250, progression: 0.1, death: 0.04, ratio: 0.7, switching: 1, accrual: 12, analysis: 36 };

function readPatients() {
  const file = new URL('../reference/switching.csv', import.meta.url);
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const patients = createSwitchingPatients(rows.length);
  patients.n = rows.length;
  rows.forEach((row, i) => {
    const [group, time, event, treated, limit] = row.split(',').map(Number);
    patients.group[i] = group;
    patients.time[i] = time;
    patients.event[i] = event;
    patients.treated[i] = treated;
    patients.limit[i] = limit;
  });
  return patients;
}

const result: CorrectedRatio = { psi: 0, logHazardRatio: 0 };

test('ψ, the corrected hazard ratio and the P that the test keeps: an estimation of its own in R', () => {
  // R: test/reference/switching.R
  const patients = readPatients();
  const model = new StructuralFailureTime(patients.n);
  expect(Math.abs(model.z(patients, 0) - 2.7009341847)).toBeLessThan(1e-8);
  expect(Math.abs(model.z(patients, -0.5) - 0.9414912466)).toBeLessThan(1e-8);
  expect(Math.abs(model.asObserved(patients).logHazardRatio - -0.4733594519)).toBeLessThan(1e-8);
  model.estimate(patients, result);
  // ψ is known to 4/2²², and nothing else changes there.
  expect(Math.abs(result.psi - -0.71604784)).toBeLessThan(2e-6);
  expect(Math.abs(result.logHazardRatio - -0.77731593)).toBeLessThan(1e-6);
});

describe('where all controls switch at progression to the same effect', () => {
  const trials = 400;
  const found = { psi: [] as number[], corrected: [] as number[], policy: [] as number[] };
  const model = new StructuralFailureTime(2 * TRIAL.perGroup);
  for (let k = 0; k < trials; k++) {
    const patients = drawSwitching(TRIAL, `recovered ${k}`);
    model.estimate(patients, result);
    found.psi.push(result.psi);
    found.corrected.push(result.logHazardRatio);
    found.policy.push(model.asObserved(patients).logHazardRatio);
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / trials;
  const error = (values: number[]) => {
    const centre = mean(values);
    return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (trials - 1) / trials);
  };

  // Within 5 standard errors, a false failure in 6e-7, and 0.02 for the bias of order 1/events of a ratio's logarithm.
  test('ψ and the corrected ratio recover the hazard ratio', () => {
    expect(Math.abs(mean(found.psi) - Math.log(TRIAL.ratio))).toBeLessThan(5 * error(found.psi) + 0.02);
    expect(Math.abs(mean(found.corrected) - Math.log(TRIAL.ratio))).toBeLessThan(5 * error(found.corrected) + 0.02);
  });

  test('treatment policy is nearer to 1', () => {
    expect(mean(found.policy)).toBeGreaterThan(Math.log(TRIAL.ratio) + 5 * error(found.policy));
  });
});

test('without switching ψ is where scaled times are alike, and groups with no deaths have no estimate', () => {
  const patients = drawSwitching({ ...TRIAL, switching: 0, perGroup: 4000 }, 'nobody switches');
  const model = new StructuralFailureTime(patients.n);
  model.estimate(patients, result);
  const { logHazardRatio, standardError } = model.asObserved(patients);
  expect(Math.abs(result.psi - logHazardRatio)).toBeLessThan(standardError);
  patients.event.fill(0);
  model.estimate(patients, result);
  expect(result).toEqual({ psi: Number.NaN, logHazardRatio: Number.NaN });
});

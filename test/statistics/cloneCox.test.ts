import { readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type CloneFit, cloneScoreZ, fitClones } from '../../src/statistics/cloneCox.ts';
import { cox } from '../../src/statistics/cox.ts';
import { emptyOutcome, type Outcome } from '../../src/statistics/definition.ts';
import { COX_WALD } from '../../src/statistics/registry.ts';
import {
  drawToClone,
  expandClones,
  fitExpanded,
  type OnePatient,
  scoreZOfExpanded,
  tableOfClones,
} from './clonedPatients.ts';

const never = Number.POSITIVE_INFINITY;

function fitted(patients: readonly OnePatient[], grace: number, weighted: boolean): CloneFit {
  const fit: CloneFit = { logHazardRatio: 0, standardError: 0, events: 0 };
  fitClones({ table: tableOfClones(patients, grace), weighted }, fit);
  return fit;
}

function outcomeOf(patients: readonly OnePatient[], grace: number, weighted: boolean, margin?: number): Outcome {
  const outcome = emptyOutcome();
  const clones = { table: tableOfClones(patients, grace), weighted };
  const statistic = margin === undefined ? COX_WALD : { ...COX_WALD, margin };
  cox.compute({ tables: [], cut: 0, unit: 1, clones }, statistic, outcome);
  return outcome;
}

const close = (found: number, expected: number, tolerance: number) =>
  expect(Math.abs(found - expected), `${found} for ${expected}`).toBeLessThan(
    tolerance * Math.max(1, Math.abs(expected)),
  );

describe('clones of random patients', () => {
  const random = seedrandom('clones of random patients');
  const sets = Array.from({ length: 60 }, (_, k) => {
    const latest = Math.floor(1 + 12 * random());
    const n = Math.floor(6 + 34 * random());
    const patients = drawToClone(`cloned ${k}`, n, 4 + 16 * random(), latest);
    return { patients, grace: Math.floor(random() * (latest + 2)) };
  });

  it.each([true, false])('are fitted as the clones written out are, weighted %s', (weighted) => {
    let estimated = 0;
    for (const { patients, grace } of sets) {
      const fit = fitted(patients, grace, weighted);
      if (Number.isNaN(fit.logHazardRatio)) continue;
      estimated++;
      const expected = fitExpanded(expandClones(patients, grace, weighted), patients.length);
      close(fit.logHazardRatio, expected.logHazardRatio, 1e-10);
      close(fit.standardError, expected.standardError, 1e-10);
      expect(fit.events).toBe(patients.filter(({ event }) => event === 1).length);
    }
    expect(estimated).toBeGreaterThan(50);
  });

  it.each([true, false])('have the score of the clones written out, weighted %s', (weighted) => {
    for (const { patients, grace } of sets.slice(0, 20)) {
      const table = tableOfClones(patients, grace);
      if (table.starters === 0) continue;
      const rows = expandClones(patients, grace, weighted);
      for (const beta of [0, -0.4]) {
        const z = cloneScoreZ({ table, weighted }, beta);
        close(z, scoreZOfExpanded(rows, patients.length, beta), 1e-9);
      }
    }
  });
});

describe('240 patients of a file', () => {
  // R: test/reference/clones.R
  const rows = readFileSync(new URL('../reference/clones.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const patients = rows.map((row): OnePatient => {
    const [time, event, start] = row.split(',');
    return { time: Number(time), event: event === '1' ? 1 : 0, start: start === 'NA' ? never : Number(start) };
  });

  it.each([
    [true, -0.2458575467, 0.1147268453],
    [false, -0.1875751813, 0.0831377773],
  ])('have the log hazard ratio and robust standard error of R, weighted %s', (weighted, ratio, error) => {
    const fit = fitted(patients, 20, weighted);
    close(fit.logHazardRatio, ratio, 1e-9);
    close(fit.standardError, error, 1e-9);
  });
});

describe('what cannot be compared', () => {
  const patients = drawToClone('cannot be compared', 40, 10, 6);
  const nothing = { z: 0, estimate: Number.NaN, standardError: Number.NaN };

  it.each<[string, readonly OnePatient[]]>([
    ['nobody who starts', patients.map((each) => ({ ...each, start: never }))],
    ['nobody who starts in time', patients.map((each) => ({ ...each, start: 9 }))],
    ['everybody starting at once', patients.map((each) => ({ ...each, start: 0 }))],
    ['no events', patients.map((each) => ({ ...each, event: 0 }))],
    ['nobody', []],
  ])('is %s: no estimate, z 0', (_, given) => {
    for (const weighted of [true, false])
      for (const margin of [undefined, 1.3]) expect(outcomeOf(given, 5, weighted, margin)).toMatchObject(nothing);
  });

  it('has the robust z of the score where no starter fails', () => {
    const given = patients.map((each): OnePatient => (each.start <= 5 ? { ...each, time: 40, event: 0 } : each));
    const late = given.map((each): OnePatient => ({ ...each, time: each.time + 6 }));
    for (const weighted of [true, false]) {
      const { z, estimate } = outcomeOf(late, 5, weighted);
      expect(estimate).toBeNaN();
      close(z, scoreZOfExpanded(expandClones(late, 5, weighted), late.length, 0), 1e-9);
      expect(z).toBeGreaterThan(1);
    }
  });
});

it('tests against a margin', () => {
  const patients = drawToClone('clones against a margin', 60, 10, 6);
  const { estimate, standardError } = outcomeOf(patients, 5, true);
  close(outcomeOf(patients, 5, true, 1.3).z, -(estimate - Math.log(1.3)) / standardError, 1e-12);
});

it('weighs the starters left at the end of the grace period by the inverse share of those there', () => {
  // Six are there after 2, two of whom have started; one starts at 1 of the seven there, and one at 2 of the five left.
  const patients: OnePatient[] = [
    { time: 1, event: 1, start: never },
    { time: 2, event: 1, start: never },
    { time: 5, event: 1, start: 1 },
    { time: 6, event: 0, start: 2 },
    { time: 4, event: 1, start: never },
    { time: 5, event: 1, start: never },
    { time: 7, event: 0, start: 3 },
    { time: 8, event: 1, start: never },
  ];
  const table = tableOfClones(patients, 2);
  expect(table.starters).toBe(2);
  expect(table.rowsToGrace).toBe(2);
  expect(table.weightAfterGrace).toBeCloseTo(6 / 2, 12);
  expect([...table.weight0.subarray(0, table.rows)]).toEqual(
    [1, 7 / 6, 35 / 24, 35 / 24, 35 / 24].map((w) => expect.closeTo(w, 12)),
  );
  expect([...table.atRisk1.subarray(0, table.rows)]).toEqual([8, 7, 2, 2, 0]);
  expect([...table.atRisk0.subarray(0, table.rows)]).toEqual([8, 6, 4, 3, 1]);
  expect([...table.failing1.subarray(0, table.rows)]).toEqual([1, 1, 0, 1, 0]);
  expect([...table.failing0.subarray(0, table.rows)]).toEqual([1, 1, 1, 1, 1]);
});

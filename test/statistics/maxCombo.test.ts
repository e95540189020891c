/**
 * MaxCombo against mvtnorm (test/reference/weightedLogRank.R), its laws, and its power against simulation.
 *
 * @module-tag slow
 */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { expectedLook } from '../../src/expectation/expectedAtLook.ts';
import { normalCdf } from '../../src/maths/normal.ts';
import { emptyOutcome, type Look, type Statistic } from '../../src/statistics/definition.ts';
import { COMBINABLE, comboComponents, maxCombo } from '../../src/statistics/maxCombo.ts';
import { createRiskTable, fillPooledSurvival, fillRiskTable } from '../../src/statistics/riskTable.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { type Patient, randomPatients } from '../kernel/look/patientCodes.ts';
import { expectNear, proportionError } from '../statistical/monteCarlo.ts';
import { armsOfLaws, lawOfArm } from '../trial/armsOfLaws.ts';
import { lookOf } from './looks.ts';
import { referenceSets } from './weightedReference.ts';

const LOG_RANK: Statistic = { kind: 'log-rank', parameters: {} };
const fh = (rho: number, gamma: number): Statistic => ({ kind: 'flemingHarrington', parameters: { rho, gamma } });
const until = (time: number): Statistic => ({ kind: 'modestlyWeighted', parameters: { until: time } });
const survival = (least: number): Statistic => ({ kind: 'modestlyWeighted', parameters: { survival: least } });
const GEHAN: Statistic = { kind: 'gehan', parameters: {} };
const TARONE_WARE: Statistic = { kind: 'taroneWare', parameters: {} };
const combo = (...of: Statistic[]): Statistic => ({ kind: 'maxCombo', parameters: {}, of });

function outcomeOf(look: Look, statistic: Statistic) {
  const outcome = emptyOutcome();
  maxCombo.compute(look, statistic, outcome);
  return outcome;
}

const zOf = (look: Look, statistic: Statistic) => outcomeOf(look, statistic).z;

/** z of one component by its own definition. */
function alone(look: Look, statistic: Statistic): number {
  const outcome = emptyOutcome();
  COMBINABLE.get(statistic.kind)?.compute(look, statistic, outcome);
  return outcome.z;
}

/** The p-value of the direction that z points in. */
const pOf = (z: number) => normalCdf(-Math.abs(z));

describe('against R', () => {
  for (const { name, look, reference } of referenceSets) {
    const combos: [string, number, Statistic[]][] = [
      ['two', 1e-9, [LOG_RANK, fh(0, 1)]],
      ['three', 1e-9, [LOG_RANK, fh(0, 1), survival(0.6)]],
      ['singular', 1e-9, [LOG_RANK, fh(1, 0), fh(0, 1)]],
      ['four', 5e-6, [LOG_RANK, fh(1, 0), fh(0, 1), fh(1, 1)]],
      ['six', 1e-4, [fh(0, 1), fh(1, 1), survival(0.6), until(reference.until), GEHAN, TARONE_WARE]],
    ];
    it.each(combos)(`${name}: %s`, (key, tolerance, of) => {
      const [benefit, harm] = reference.p[key];
      // One-sided: Φ(−z) is the p-value for benefit, however large.
      expect(Math.abs(normalCdf(-zOf({ ...look, sides: 1 }, combo(...of))) - benefit)).toBeLessThan(tolerance);
      const { z, information, estimate, standardError } = outcomeOf(look, combo(...of));
      if (Math.min(benefit, harm) >= 0.5) expect(z).toBe(0);
      else {
        expect(Math.sign(z)).toBe(benefit < harm ? 1 : -1);
        expect(Math.abs(pOf(z) - Math.min(benefit, harm))).toBeLessThan(tolerance);
      }
      expect(information).toBe(look.tables.reduce((sum, { rows, events }) => sum + total(events, rows), 0));
      expect([estimate, standardError]).toEqual([Number.NaN, Number.NaN]);
    });
  }

  it('aml, as in the methods: one-sided p 0.04915 of FH(0, 0) and FH(0, 1)', () => {
    const [{ look }] = referenceSets;
    expect(pOf(zOf(look, combo(fh(0, 0), fh(0, 1))))).toBeCloseTo(0.04915, 5);
  });
});

function total(values: Int32Array, n: number): number {
  return values.subarray(0, n).reduce((sum, value) => sum + value, 0);
}

describe('laws', () => {
  const combos = [
    combo(LOG_RANK, fh(0, 1)),
    combo(LOG_RANK, fh(0, 1), fh(1, 0)),
    combo(fh(0, 1), survival(0.5), GEHAN),
    combo(LOG_RANK, fh(0, 1), fh(1, 0), fh(1, 1)),
    combo(until(4), TARONE_WARE, fh(0.5, 0.5), fh(0, 2), GEHAN),
  ];
  const samples = Array.from({ length: 60 }, (_, i) => {
    const patients = randomPatients(`combo ${i}`, 2 + (i % 60), [2, 10, 1000][i % 3]);
    const strata = patients.map((_, at) => at % (1 + (i % 3)));
    // Combinations of more than three take their time.
    return { patients, strata, combos: i % 15 === 7 ? combos : combos.slice(0, 3) };
  });
  const lookAt = (patients: readonly Patient[], strata?: number[]) =>
    lookOf(
      patients.map(({ time }) => time),
      patients.map(({ event }) => event),
      patients.map(({ arm }) => arm),
      strata,
    );

  it('of one statistic is that statistic', () => {
    for (const { patients, strata } of samples) {
      const look = lookAt(patients, strata);
      for (const statistic of [LOG_RANK, fh(0, 1), survival(0.5), GEHAN]) {
        expect(zOf(look, combo(statistic))).toBe(alone(look, statistic));
        // The same again, or in another guise, adds nothing.
        expect(zOf(look, combo(statistic, statistic))).toBeCloseTo(alone(look, statistic), 9);
      }
      expect(zOf(look, combo(LOG_RANK, fh(0, 0), survival(1 - 1e-12)))).toBeCloseTo(alone(look, LOG_RANK), 9);
    }
  });

  it('has its components’ z and correlations', () => {
    for (const { patients, strata } of samples) {
      const look = lookAt(patients, strata);
      for (const statistic of combos) {
        const { z, correlation } = comboComponents(look, statistic);
        statistic.of?.forEach((component, i) => {
          expect(z[i]).toBeCloseTo(alone(look, component), 9);
          if (z[i] !== 0) expect(correlation[i][i]).toBe(1);
        });
      }
    }
  });

  it('swapping the arms turns the sign', () => {
    for (const { patients, strata, combos } of samples) {
      const swapped = patients.map((patient): Patient => ({ ...patient, arm: patient.arm === 1 ? 0 : 1 }));
      for (const statistic of combos) {
        const { z } = comboComponents(lookAt(patients, strata), statistic);
        // Benefit and harm in equal measure count as benefit either way.
        if (Math.abs(Math.max(...z) + Math.min(...z)) < 1e-9) continue;
        const turned = zOf(lookAt(swapped, strata), statistic);
        expect(Math.abs(turned + zOf(lookAt(patients, strata), statistic))).toBeLessThan(1e-7);
      }
    }
  });

  it('the order of components changes nothing', () => {
    for (const { patients, strata, combos } of samples)
      for (const statistic of combos) {
        const reversed = combo(...[...(statistic.of ?? [])].reverse());
        const look = lookAt(patients, strata);
        expect(Math.abs(zOf(look, reversed) - zOf(look, statistic))).toBeLessThan(1e-3);
      }
  });

  it('z lies between the largest component and what independent ones would leave of it', () => {
    for (const { patients, strata, combos } of samples) {
      const look = lookAt(patients, strata);
      for (const statistic of combos) {
        const { z } = comboComponents(look, statistic);
        const c = Math.max(...z, ...z.map((each) => -each));
        const found = Math.abs(zOf(look, statistic));
        expect(found).toBeLessThanOrEqual(c + 1e-12);
        const least = Math.min(0.5, z.length * normalCdf(-c));
        expect(pOf(found)).toBeLessThanOrEqual(least + 1e-12);
      }
    }
  });

  it('one-sided z is two-sided z where that is for benefit, and below zero where nothing is', () => {
    for (const { patients, strata, combos } of samples) {
      const look = lookAt(patients, strata);
      for (const statistic of combos) {
        const [one, two] = [zOf({ ...look, sides: 1 }, statistic), zOf(look, statistic)];
        if (two > 0) expect(one).toBe(two);
        const { z } = comboComponents(look, statistic);
        if (Math.max(...z) < 0) expect(one).toBeLessThanOrEqual(Math.max(...z));
      }
    }
  });

  it('contradicting components: harm if that is the clearer, unless only benefit is asked for', () => {
    // 40 of 80 experimental patients fail first and the others never, 40 of 80 controls fail after them.
    const times = Array.from({ length: 160 }, (_, i) => Math.min(i + 1, 81));
    const events = times.map((time): 0 | 1 => (time <= 80 ? 1 : 0));
    const arms = times.map((time, i): 0 | 1 => (time <= 40 || i >= 120 ? 1 : 0));
    const look = lookOf(times, events, arms);
    const statistic = combo(fh(1, 0), fh(0, 4));
    const { z } = comboComponents(look, statistic);
    expect(z[0]).toBeLessThan(-2);
    expect(z[1]).toBeGreaterThan(2);
    expect(Math.sign(zOf(look, statistic))).toBe(Math.sign(z[0] + z[1]));
    expect(zOf({ ...look, sides: 1 }, statistic)).toBeGreaterThan(1.5);
  });

  it('is 0 where nothing can be compared', () => {
    const oneArm = lookOf([1, 2, 3], [1, 1, 1], [1, 1, 1]);
    const empty: Look = { tables: [], cut: 1, unit: 1 };
    for (const statistic of combos) for (const look of [oneArm, empty]) expect(outcomeOf(look, statistic).z).toBe(0);
    // One event weighs nothing in FH(0, 1), which leaves the log-rank alone.
    const look = lookOf([1, 2, 3, 4], [1, 0, 0, 0], [0, 1, 1, 0]);
    expect(zOf(look, combo(LOG_RANK, fh(0, 1)))).toBe(alone(look, LOG_RANK));
    expect(comboComponents(look, combo(LOG_RANK, fh(0, 1))).z[1]).toBe(0);
  });

  it('is finite and large for overwhelming evidence', () => {
    const times = Array.from({ length: 3000 }, (_, i) => i + 1);
    const arms = times.map((time): 0 | 1 => (time > 1500 ? 1 : 0));
    for (const statistic of combos) {
      const z = zOf(
        lookOf(
          times,
          times.map((): 1 => 1),
          arms,
        ),
        statistic,
      );
      expect(z).toBeGreaterThan(20);
      expect(Number.isFinite(z)).toBe(true);
    }
  });

  it('refuses what it cannot combine', () => {
    const look = lookOf([1, 2], [1, 1], [0, 1]);
    expect(() => zOf(look, combo())).toThrow('maxCombo combines 1 to 8 statistics');
    expect(() => zOf(look, combo(...new Array(9).fill(LOG_RANK)))).toThrow('maxCombo combines 1 to 8 statistics');
    expect(() => zOf(look, combo(LOG_RANK, { kind: 'rmst', parameters: {} }))).toThrow('maxCombo cannot combine rmst');
  });

  it('names its components', () => {
    expect(maxCombo.label(combo(LOG_RANK, fh(0, 1), until(6)), 'month')).toBe(
      'MaxCombo of log-rank, Fleming–Harrington (0, 1), modestly weighted (t* 6 months)',
    );
    expect(maxCombo.times(combo(LOG_RANK, until(6), until(9)))).toEqual([6, 9]);
  });
});

describe('power', () => {
  const at = (trial: Trial, statistic: Statistic) =>
    expectedLook(expectationOf(trial), 36, { ...trial.test, statistic });
  const power = (trial: Trial, statistic: Statistic, alpha: number, sides: 1 | 2) =>
    maxCombo.power?.(at(trial, statistic), statistic, alpha, sides) ?? Number.NaN;
  const nullOf = (trial: Trial): Trial => ({
    ...trial,
    arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], law: lawOfArm(trial.arms[0]) }),
  });
  const combos = [
    combo(LOG_RANK),
    combo(LOG_RANK, fh(0, 0)),
    combo(LOG_RANK, fh(0, 1)),
    combo(LOG_RANK, fh(0, 1), fh(1, 0)),
    combo(LOG_RANK, fh(0, 1), survival(0.5), GEHAN),
  ];

  it('is alpha under the null', () => {
    const trial = nullOf(delayedTrial(0));
    for (const statistic of combos) {
      expect(power(trial, statistic, 0.025, 1)).toBeCloseTo(0.025, 4);
      // Of the two sides' 2.5 % each a little is both, where one component says benefit and another harm.
      const both = power(trial, statistic, 0.05, 2);
      expect(both).toBeLessThan(0.05 + 5e-5);
      expect(both).toBeGreaterThan(0.0498);
      const { z, sd } = maxCombo.drift(at(trial, statistic), statistic);
      expect(z).toBeCloseTo(0, 3);
      expect(sd).toBeCloseTo(1, 9);
    }
  });

  it('of one statistic is that statistic’s', () => {
    const trial = delayedTrial(3);
    const { z, sd } = COMBINABLE.get('flemingHarrington')!.drift(at(trial, fh(0, 1)), fh(0, 1));
    expect(maxCombo.drift(at(trial, combo(fh(0, 1))), combo(fh(0, 1)))).toMatchObject({ z, sd });
    const expected = normalCdf((z - 1.959963984540054) / sd);
    expect(power(trial, combo(fh(0, 1)), 0.025, 1)).toBeCloseTo(expected, 12);
    expect(power(trial, combo(fh(0, 1), fh(0, 1)), 0.025, 1)).toBeCloseTo(expected, 12);
  });

  it('the drift is that of a normal z with the same power, for harm below zero', () => {
    const trial = delayedTrial(3);
    const swapped: Trial = { ...trial, arms: [trial.arms[1], trial.arms[0]] };
    for (const statistic of combos.slice(2)) {
      const { z, sd, information } = maxCombo.drift(at(trial, statistic), statistic);
      expect(sd).toBe(1);
      expect(normalCdf(z - 1.959963984540054)).toBeCloseTo(power(trial, statistic, 0.025, 1), 4);
      expect(maxCombo.drift(at(swapped, statistic), statistic).z).toBeCloseTo(-z, 3);
      expect(information).toBeCloseTo(expectationOf(trial).events(36), 8);
      expect(power(swapped, statistic, 0.025, 1)).toBeLessThan(0.001);
      expect(power(swapped, statistic, 0.05, 2)).toBeCloseTo(power(trial, statistic, 0.05, 2), 4);
    }
  });

  // Control median 9, HR 0.6 from month `lag`, 300 patients 1 : 1 entering evenly over 24, dropout 10 % a year, month 36.
  it.each([0, 6, 40])('is what simulation finds, effect from month %i', (lag) => {
    const replicates = 20_000;
    const patients = 300;
    const statistics = [
      combo(LOG_RANK, fh(0, 1)),
      combo(LOG_RANK, fh(0, 1), fh(1, 0)),
      combo(fh(0, 1), survival(0.5), GEHAN),
    ];
    const random = seedrandom.xorshift7(`combo power ${lag}`);
    const cut = 2 ** 27;
    const perMonth = cut / 40;
    const rate = Math.LN2 / 9;
    const dropout = -Math.log(0.9) / 12;
    const words = new Int32Array(patients);
    const table = createRiskTable(patients);
    const look: Look = { tables: [table], cut, unit: 1 / perMonth };
    const outcome = emptyOutcome();
    const benefit = statistics.map(() => 0);
    const either = statistics.map(() => 0);
    for (let replicate = 0; replicate < replicates; replicate++) {
      for (let i = 0; i < patients; i++) {
        const arm = i & 1;
        const early = -Math.log(random()) / rate;
        const event = arm === 1 && early > lag ? lag + (early - lag) / 0.6 : early;
        const leaves = Math.min(-Math.log(random()) / dropout, 36 - 24 * random());
        words[i] = ((cut - Math.floor(Math.min(event, leaves) * perMonth)) << 2) | (event <= leaves ? 2 : 0) | arm;
      }
      fillRiskTable(words.sort(), patients, table);
      fillPooledSurvival(table);
      statistics.forEach((statistic, s) => {
        maxCombo.compute(look, statistic, outcome);
        if (outcome.z >= 1.959963984540054) benefit[s]++;
        if (Math.abs(outcome.z) >= 1.959963984540054) either[s]++;
      });
    }
    const trial = lag < 36 ? delayedTrial(lag) : nullOf(delayedTrial(0));
    statistics.forEach((statistic, s) => {
      const one = power(trial, statistic, 0.025, 1);
      const two = power(trial, statistic, 0.05, 2);
      // The allowance is for 300 patients not being infinitely many.
      const allowance = lag < 36 ? 0.008 : 0.003;
      expectNear(benefit[s] / replicates, one, proportionError(one, replicates), allowance);
      expectNear(either[s] / replicates, two, proportionError(two, replicates), allowance);
    });
  });
});

/** Weighted log-rank tests: R's numbers (test/reference/weightedLogRank.R), their laws, their large-sample moments. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { expectedLook } from '../../src/expectation/expectedAtLook.ts';
import { followUpAt, stillAtRisk } from '../../src/expectation/expectedEvents.ts';
import { logRankDrift } from '../../src/formulas/logRankDrift.ts';
import { logRank as kernelLogRank } from '../../src/kernel/look/logRankOfCodes.ts';
import { normalCdf } from '../../src/maths/normal.ts';
import { emptyOutcome, type Look, type Statistic } from '../../src/statistics/definition.ts';
import type { ExpectedLook, ExpectedStratum } from '../../src/statistics/expectedLook.ts';
import { flemingHarrington } from '../../src/statistics/flemingHarrington.ts';
import { gehan } from '../../src/statistics/gehan.ts';
import { logRank } from '../../src/statistics/logRank.ts';
import { modestlyWeighted } from '../../src/statistics/modestlyWeighted.ts';
import { pooledFollowUp } from '../../src/statistics/pooledFollowUp.ts';
import { createRiskTable, fillPooledSurvival, fillRiskTable } from '../../src/statistics/riskTable.ts';
import { taroneWare } from '../../src/statistics/taroneWare.ts';
import { expectedComponents, type WeightedTest } from '../../src/statistics/weightedLogRank.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { codesOf, type Patient, randomPatients } from '../kernel/look/patientCodes.ts';
import { expectNear } from '../statistical/monteCarlo.ts';
import { armsOfLaws, lawOfArm } from '../trial/armsOfLaws.ts';
import { lookOf } from './looks.ts';
import { referenceSets } from './weightedReference.ts';

const TESTS = new Map<string, WeightedTest>(
  [logRank, flemingHarrington, modestlyWeighted, gehan, taroneWare].map((each) => [each.kind, each]),
);

function testOf({ kind }: Statistic): WeightedTest {
  const test = TESTS.get(kind);
  if (test === undefined) throw new Error(kind);
  return test;
}

const LOG_RANK: Statistic = { kind: 'log-rank', parameters: {} };
const fh = (rho: number, gamma: number): Statistic => ({ kind: 'flemingHarrington', parameters: { rho, gamma } });
const until = (time: number): Statistic => ({ kind: 'modestlyWeighted', parameters: { until: time } });
const survival = (least: number): Statistic => ({ kind: 'modestlyWeighted', parameters: { survival: least } });
const GEHAN: Statistic = { kind: 'gehan', parameters: {} };
const TARONE_WARE: Statistic = { kind: 'taroneWare', parameters: {} };

function outcomeOf(look: Look, statistic: Statistic) {
  const outcome = emptyOutcome();
  testOf(statistic).compute(look, statistic, outcome);
  return outcome;
}

const zOf = (look: Look, statistic: Statistic) => outcomeOf(look, statistic).z;

describe('against R', () => {
  for (const { name, patients, strata, look, reference } of referenceSets) {
    const cases: [string, Statistic, number][] = [
      ['log-rank', LOG_RANK, 1],
      ['fh(1, 0)', fh(1, 0), 1],
      ['fh(0, 1)', fh(0, 1), 1],
      ['fh(1, 1)', fh(1, 1), 1],
      ['fh(0.5, 2)', fh(0.5, 2), 1],
      ['fh(0.3, 0.7)', fh(0.3, 0.7), 1],
      ['survival 0.6', survival(0.6), 1],
      ['until', until(reference.until), 1],
      ['gehan', GEHAN, 1 / patients.length],
      ['taroneWare', TARONE_WARE, 1 / Math.sqrt(patients.length)],
    ];
    it.each(cases)(`${name}, ${strata === undefined ? 'one stratum' : 'stratified'}: %s`, (key, statistic, scale) => {
      const { z, information, estimate, standardError } = outcomeOf(look, statistic);
      expect(z).toBeCloseTo(reference.z[key], 9);
      expect(information / scale ** 2 / reference.v[key]).toBeCloseTo(1, 9);
      expect([estimate, standardError]).toEqual([Number.NaN, Number.NaN]);
    });

    it(`${name}: survdiff's chi-square for rho 0 and 1`, () => {
      expect(zOf(look, LOG_RANK) ** 2).toBeCloseTo(reference.chisq[0], 9);
      expect(zOf(look, fh(1, 0)) ** 2).toBeCloseTo(reference.chisq[1], 9);
    });
  }

  // R: survdiff(Surv(time, status) ~ x, aml, rho = 1); the others by survMisc's definitions. Rounded as published.
  it('aml, as in the methods', () => {
    const [{ look }] = referenceSets;
    expect(zOf(look, fh(1, 0)) ** 2).toBeCloseTo(2.77928, 5);
    expect(zOf(look, fh(0, 1))).toBeCloseTo(1.621762, 6);
    expect(zOf(look, fh(1, 1))).toBeCloseTo(1.20519, 6);
  });
});

describe('laws', () => {
  const everyTest = [
    LOG_RANK,
    fh(0, 1),
    fh(1, 1),
    fh(0.5, 0.5),
    fh(2, 3.3),
    until(4),
    survival(0.5),
    GEHAN,
    TARONE_WARE,
  ];
  const samples = Array.from({ length: 120 }, (_, i) => {
    const patients = randomPatients(`weighted ${i}`, 2 + (i % 90), [2, 10, 1000][i % 3]);
    const strata = patients.map((_, at) => at % (1 + (i % 4)));
    return { patients, strata };
  });
  const lookAt = (patients: readonly Patient[], strata?: number[], stretch = 1, after = 1) =>
    lookOf(
      patients.map(({ time }) => time * stretch),
      patients.map(({ event }) => event),
      patients.map(({ arm }) => arm),
      strata,
      after,
    );

  it('the log-rank is the fast kernel’s, bit for bit', () => {
    for (const { patients } of samples) {
      const expected = { u: 0, v: 0 };
      kernelLogRank(codesOf(patients, 2000), patients.length, expected);
      const { z, information } = outcomeOf(lookAt(patients), LOG_RANK);
      expect(information).toBe(expected.v);
      expect(z).toBe(expected.v > 0 ? -expected.u / Math.sqrt(expected.v) : 0);
    }
  });

  it('swapping the arms turns the sign', () => {
    for (const { patients, strata } of samples) {
      const swapped = patients.map((patient): Patient => ({ ...patient, arm: patient.arm === 1 ? 0 : 1 }));
      for (const statistic of everyTest)
        expect(
          Math.abs(zOf(lookAt(swapped, strata), statistic) + zOf(lookAt(patients, strata), statistic)),
        ).toBeLessThan(1e-9);
    }
  });

  it('the unit of time changes nothing, nor does the time of the cut', () => {
    for (const { patients, strata } of samples)
      for (const statistic of everyTest) {
        const z = zOf(lookAt(patients, strata), statistic);
        const stretched = statistic.parameters.until === undefined ? statistic : until(4 * 3.5);
        expect(zOf(lookAt(patients, strata, 3.5), stretched)).toBe(z);
        expect(zOf(lookAt(patients, strata, 1, 999), statistic)).toBe(z);
      }
  });

  it('FH(0, 0) is the log-rank, and so are modest weights that stop at once', () => {
    for (const { patients, strata } of samples) {
      const look = lookAt(patients, strata);
      const z = zOf(look, LOG_RANK);
      for (const same of [fh(0, 0), until(0.5), until(1), survival(1 - 1e-12)])
        expect(zOf(look, same)).toBeCloseTo(z, 9);
    }
  });

  it('modest weights that never stop are one over the survival, FH(1, 0) the survival, FH(0, 1) the rest', () => {
    for (const { patients } of samples) {
      const look = lookAt(patients);
      const [table] = look.tables;
      const weights = (statistic: Statistic) => {
        const w = new Float64Array(table.rows);
        testOf(statistic).weighting.fill(table, look, statistic, w);
        return [...w];
      };
      const s = [...table.pooledBefore.subarray(0, table.rows)];
      expect(weights(until(1e6))).toEqual(s.map((each) => 1 / each));
      expect(weights(survival(1e-9))).toEqual(s.map((each) => 1 / each));
      expect(weights(fh(1, 0))).toEqual(s);
      expect(weights(fh(0, 1))).toEqual(s.map((each) => 1 - each));
    }
  });

  it('modest weights stay at one over the survival before t*, events at t* itself not counted', () => {
    // S(t−) at 1, 2, 3, 4: 1, 3/4, 1/2, 1/4.
    const look = lookOf([1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1]);
    const weights = (statistic: Statistic) => {
      const w = new Float64Array(4);
      modestlyWeighted.weighting.fill(look.tables[0], look, statistic, w);
      return [...w].reverse();
    };
    expect(weights(until(2))).toEqual([1, 4 / 3, 4 / 3, 4 / 3]);
    expect(weights(until(2.5))).toEqual([1, 4 / 3, 2, 2]);
    expect(weights(until(9))).toEqual([1, 4 / 3, 2, 4]);
    expect(weights(survival(0.6))).toEqual([1, 4 / 3, 1 / 0.6, 1 / 0.6]);
  });

  it('strata that repeat each other count as often: z grows as √', () => {
    for (const { patients } of samples.slice(0, 30)) {
      const twice = [...patients, ...patients];
      const strata = twice.map((_, i) => (i < patients.length ? 0 : 1));
      for (const statistic of everyTest)
        expect(zOf(lookAt(twice, strata), statistic)).toBeCloseTo(Math.SQRT2 * zOf(lookAt(patients), statistic), 9);
    }
  });

  it('is 0 where nothing can be compared', () => {
    const none: Look = { tables: [], cut: 1, unit: 1 };
    const oneArm = lookOf([1, 2, 3], [1, 1, 1], [1, 1, 1]);
    const atOnce = lookOf([3, 3, 3], [1, 1, 1], [0, 1, 1]);
    for (const look of [none, oneArm, atOnce])
      for (const statistic of everyTest) expect(outcomeOf(look, statistic)).toMatchObject({ z: 0, information: 0 });
    // One event weighs nothing late.
    expect(zOf(lookOf([1, 2, 3], [1, 0, 0], [0, 1, 1]), fh(0, 1))).toBe(0);
  });
});

describe('large samples', () => {
  const expectedAt = (lag: number, statistic: Statistic): ExpectedLook => {
    const trial = delayedTrial(lag);
    return expectedLook(expectationOf(trial), 36, { ...trial.test, statistic });
  };
  const driftOf = (lag: number, statistic: Statistic) => testOf(statistic).drift(expectedAt(lag, statistic), statistic);
  const critical = 1.959963984540054;

  it('the log-rank has the mean of its own formula', () => {
    for (const lag of [0, 3, 6]) {
      const expected = logRankDrift(expectationOf(delayedTrial(lag)), 36);
      const { z, information } = driftOf(lag, LOG_RANK);
      expect(z).toBeCloseTo(expected.z, 12);
      expect(information).toBeCloseTo(expected.variance, 10);
    }
  });

  // Analytic power elsewhere, z given variance 1, to three digits.
  it.each([
    [0, 0.883],
    [3, 0.83],
    [6, 0.67],
  ])('FH(0, 1), effect from month %i: the mean of z gives power %f', (lag, published) => {
    expect(Math.abs(normalCdf(driftOf(lag, fh(0, 1)).z - critical) - published)).toBeLessThan(0.0005);
  });

  // Simulated over 60,000 replicates by a program like that at the end of this file (SE 0.0013, 0.0015, 0.0019): with the
  // sd under the effect the power is off by no more than 0.0035, with 1 by up to 0.006.
  it.each([
    [0, 0.8769],
    [3, 0.8257],
    [6, 0.6654],
  ])('FH(0, 1), effect from month %i: simulated power %f', (lag, simulated) => {
    const { z, sd } = driftOf(lag, fh(0, 1));
    expect(Math.abs(normalCdf((z - critical) / sd) - simulated)).toBeLessThan(0.005);
  });

  it('under the null z has mean 0 and variance 1', () => {
    const trial = delayedTrial(0);
    const null_: Trial = {
      ...trial,
      arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], law: lawOfArm(trial.arms[0]) }),
    };
    for (const statistic of [LOG_RANK, fh(0, 1), fh(1, 0.5), until(6), survival(0.5), GEHAN, TARONE_WARE]) {
      const { z, sd } = testOf(statistic).drift(
        expectedLook(expectationOf(null_), 36, { ...trial.test, statistic }),
        statistic,
      );
      expect(z).toBeCloseTo(0, 12);
      expect(sd).toBeCloseTo(1, 10);
    }
  });

  it('the pooled survival is the mixture of the arms’, where they drop out alike', () => {
    const trial = delayedTrial(3);
    const [stratum] = expectedAt(3, LOG_RANK).strata;
    const { survival, survivalAt } = pooledFollowUp(stratum, 1);
    const mixture = (u: number) =>
      (stillAtRisk({ law: lawOfArm(trial.arms[0]), dropoutHazard: 0 }, u) +
        stillAtRisk({ law: lawOfArm(trial.arms[1]), dropoutHazard: 0 }, u)) /
      2;
    survival.forEach((s, i) => {
      expect(Math.abs(s - mixture(stratum.times[i]))).toBeLessThan(1e-12);
    });
    expect(Math.abs(survivalAt(3) - mixture(3))).toBeLessThan(1e-12);
    expect(Math.abs(survivalAt(1e6) - mixture(36))).toBeLessThan(1e-12);
  });

  it('z grows with √N, information with N, sd not', () => {
    for (const statistic of [fh(0, 1), until(6), GEHAN]) {
      const expected = expectedAt(3, statistic);
      const one = testOf(statistic).drift(expected, statistic);
      const four = testOf(statistic).drift({ ...expected, patients: 4 * expected.patients }, statistic);
      expect(four.z).toBeCloseTo(2 * one.z, 12);
      expect(four.information).toBeCloseTo(4 * one.information, 10);
      expect(four.sd).toBe(one.sd);
    }
  });

  it('is NaN where no events are expected', () => {
    const expected = expectedAt(0, LOG_RANK);
    const strata = expected.strata.map((stratum) => ({
      ...stratum,
      hazard0: stratum.hazard0.map(() => 0),
      hazard1: stratum.hazard1.map(() => 0),
    }));
    expect(logRank.drift({ ...expected, strata }, LOG_RANK).z).toBeNaN();
  });

  // 2 : 1, control median 9 and half of that in a stratum of a third of the patients, HR 0.4 from month 3, uniform entry over
  // 24 months, 10 % dropout a year, analysis at month 36. 20 comparisons by 5.5 standard errors; the allowances are for what
  // 300 patients differ from infinitely many by. Found here: sd 1.094 of FH(0, 1) and 0.982 of the log-rank, as expected;
  // with V and the weights taken for known it would be 0.902 and 0.895.
  it('has the mean, the variance and the covariances that simulation finds under a strong effect', () => {
    const replicates = 20_000;
    const patients = 300;
    const lag = 3;
    const ratio = 0.4;
    const statistics = [LOG_RANK, fh(0, 1), fh(1, 0), fh(0.5, 0.5), until(6), survival(0.5), GEHAN, TARONE_WARE];
    const m = statistics.length;
    const dropout = -Math.log(0.9) / 12;
    const rates = [Math.LN2 / 9, (2 * Math.LN2) / 9];
    const shares = [2 / 3, 1 / 3];
    const stratumOf = (i: number) => (i % 9 < 6 ? 0 : 1);
    const armOf = (i: number) => (i % 3 === 0 ? 0 : 1);

    const { times, weights, entered } = followUpAt(expectationOf(delayedTrial(lag)), 36, [6]);
    const strata = rates.map((rate, s): ExpectedStratum => {
      const side = (hr: number) => ({
        hazard: times.map((u) => rate * (u < lag ? 1 : hr)),
        survival: times.map((u) => Math.exp(-rate * (Math.min(u, lag) + hr * Math.max(0, u - lag)))),
      });
      const [control, experimental] = [side(1), side(ratio)];
      const atRisk = (share: number, free: Float64Array) =>
        times.map((u, i) => share * entered[i] * free[i] * Math.exp(-dropout * u));
      const [share0, share1] = [shares[s] / 3, (2 * shares[s]) / 3];
      return {
        times,
        weights,
        share0,
        share1,
        atRisk0: atRisk(share0, control.survival),
        atRisk1: atRisk(share1, experimental.survival),
        hazard0: control.hazard,
        hazard1: experimental.hazard,
        survival0: control.survival,
        survival1: experimental.survival,
      };
    });
    const expected = expectedComponents(
      { strata, patients },
      statistics.map((statistic) => ({ weighting: testOf(statistic).weighting, statistic })),
    );

    const random = seedrandom.xorshift7('weighted log-rank moments');
    const cut = 2 ** 27;
    const perMonth = cut / 40;
    const codes = rates.map(() => new Int32Array(patients));
    const tables = rates.map(() => createRiskTable(patients));
    const look: Look = { tables, cut, unit: 1 / perMonth };
    const outcome = emptyOutcome();
    const sums = new Float64Array(m);
    const products = Array.from({ length: m }, () => new Float64Array(m));
    const information = new Float64Array(m);
    const z = new Float64Array(m);
    for (let replicate = 0; replicate < replicates; replicate++) {
      const sizes = [0, 0];
      for (let i = 0; i < patients; i++) {
        const arm = armOf(i);
        const s = stratumOf(i);
        const early = -Math.log(random()) / rates[s];
        const event = arm === 1 && early > lag ? lag + (early - lag) / ratio : early;
        const leaves = Math.min(-Math.log(random()) / dropout, 36 - 24 * random());
        const key = cut - Math.floor(Math.min(event, leaves) * perMonth);
        codes[s][sizes[s]++] = (key << 2) | (event <= leaves ? 2 : 0) | arm;
      }
      tables.forEach((table, s) => {
        fillRiskTable(codes[s].subarray(0, sizes[s]).sort(), sizes[s], table);
        fillPooledSurvival(table);
      });
      for (let a = 0; a < m; a++) {
        testOf(statistics[a]).compute(look, statistics[a], outcome);
        z[a] = outcome.z;
        information[a] += outcome.information / replicates;
        sums[a] += outcome.z;
        for (let b = 0; b <= a; b++) products[a][b] += z[a] * z[b];
      }
    }
    for (let a = 0; a < m; a++) {
      const mean = sums[a] / replicates;
      const sd = Math.sqrt(products[a][a] / replicates - mean ** 2);
      expectNear(mean, expected.z[a], sd / Math.sqrt(replicates), 0.04);
      expectNear(sd, Math.sqrt(expected.covariance[a][a]), sd / Math.sqrt(2 * replicates), 0.01);
      expect(Math.abs(information[a] / expected.information[a] - 1)).toBeLessThan(0.03);
    }
    for (const [a, b] of [
      [1, 0],
      [2, 1],
      [5, 2],
      [6, 1],
    ]) {
      const found = products[a][b] / replicates - (sums[a] / replicates) * (sums[b] / replicates);
      expectNear(found, expected.covariance[a][b], Math.sqrt(2 / replicates), 0.015);
    }
  });
});

describe('labels', () => {
  it('say what was chosen', () => {
    expect(flemingHarrington.label(fh(0, 1), 'month')).toBe('Fleming–Harrington (0, 1)');
    expect(modestlyWeighted.label(until(6), 'month')).toBe('modestly weighted (t* 6 months)');
    expect(modestlyWeighted.label(until(1), 'year')).toBe('modestly weighted (t* 1 year)');
    expect(modestlyWeighted.label(survival(0.5), 'month')).toBe('modestly weighted (s* 0.5)');
    expect(modestlyWeighted.times(until(6))).toEqual([6]);
    expect(modestlyWeighted.times(survival(0.5))).toEqual([]);
  });
});

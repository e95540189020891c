/** The fast kernel against the reference: the same counts and times exactly, z to 1e-9, over random designs. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { d1, d2, d4, d5, twoArms } from '../../bench/designs.ts';
import { chooseKernel, createSimulator } from '../../src/kernel/choose.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { type KernelPlan, type LookStop, planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import type { Statistic } from '../../src/statistics/definition.ts';
import { LOG_RANK, RESPONSE_RATES } from '../../src/statistics/registry.ts';
import { hazard, median } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { type Endpoints, timeToEvent } from '../../src/trial/endpoint.ts';
import type { Test } from '../../src/trial/test.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { plainCourse, randomEndpoints, randomResponse, withRandomCuts } from './randomCourse.ts';
import { randomTrial } from './randomTrial.ts';
import { realTrial } from './realTrial.ts';

const everything = { hazardRatio: true, medians: true };
const nothing = { hazardRatio: false, medians: false };

/** What differs between two results of a look, in words; empty when they agree. */
function differences(a: Columns, b: Columns): string[] {
  const found: string[] = [];
  const compare = (name: string, x: ArrayLike<number> | null, y: ArrayLike<number> | null, tolerance: number) => {
    if (x === null || y === null) {
      if (x !== y) found.push(`${name}: only one is asked for`);
      return;
    }
    for (let i = 0; i < a.rows; i++) {
      if (a.performed[i] === 0) continue;
      const same = Object.is(x[i], y[i]) || Math.abs(x[i] - y[i]) <= tolerance * Math.max(1, Math.abs(x[i]));
      if (!same) {
        found.push(`${name}[${i}]: ${x[i]} and ${y[i]}`);
        return;
      }
    }
  };
  for (let i = 0; i < a.rows; i++)
    if (a.performed[i] !== b.performed[i]) return [`performed[${i}]: ${a.performed[i]} and ${b.performed[i]}`];
  compare('z', a.z, b.z, 1e-9);
  compare('analysisTime', a.analysisTime, b.analysisTime, 0);
  compare('reached', a.reached, b.reached, 0);
  for (const arm of a.enrolled.keys()) {
    compare(`enrolled ${arm}`, a.enrolled[arm], b.enrolled[arm], 0);
    compare(`events ${arm}`, a.events[arm], b.events[arm], 0);
    compare(`dropouts ${arm}`, a.dropouts[arm], b.dropouts[arm], 0);
    compare(`completed ${arm}`, a.completed[arm], b.completed[arm], 0);
    compare(`median ${arm}`, a.medians?.[arm] ?? null, b.medians?.[arm] ?? null, 0);
  }
  for (const arm of a.enrolled.keys()) {
    compare(`compensator ${arm}`, a.compensators?.[arm] ?? null, b.compensators?.[arm] ?? null, 0);
    compare(`true events ${arm}`, a.trueEvents?.[arm] ?? null, b.trueEvents?.[arm] ?? null, 0);
  }
  a.further.forEach((endpoint, e) => {
    for (const arm of a.enrolled.keys()) {
      compare(`endpoint ${e + 1} events ${arm}`, endpoint.events[arm], b.further[e].events[arm], 0);
      compare(`endpoint ${e + 1} ended ${arm}`, endpoint.ended[arm], b.further[e].ended[arm], 0);
    }
  });
  a.statistics.forEach((statistic, s) => {
    compare(`statistic ${s} z`, statistic.z, b.statistics[s].z, 1e-9);
    compare(`statistic ${s} estimate`, statistic.estimate, b.statistics[s].estimate, 1e-9);
    compare(`statistic ${s} information`, statistic.information, b.statistics[s].information, 1e-9);
  });
  const [o, p] = [a.operations, b.operations];
  if (o !== null && p !== null) {
    for (const name of ['lastEntry', 'deaths', 'tied', 'delay', 'imbalance', 'imbalanceInCentres'] as const)
      compare(name, o[name], p[name], 0);
    for (const name of ['imbalanceInLevels', 'centresOpen', 'centresRecruiting', 'largestCentre'] as const)
      compare(name, o[name], p[name], 0);
    for (const arm of o.started.keys()) {
      compare(`started ${arm}`, o.started[arm], p.started[arm], 0);
      compare(`never started ${arm}`, o.neverStarted[arm], p.neverStarted[arm], 0);
    }
  } else if (o !== p) found.push('operations: only one has them');
  compare('logHazardRatio', a.logHazardRatio, b.logHazardRatio, 1e-8);
  compare('standardError', a.standardError, b.standardError, 1e-8);
  return found;
}

/** Leaves out replicates that drop one of two arms of the same z, which the last bit of a sum decides. */
function leaveOutTies({ cohort }: KernelPlan, looks: readonly Columns[]): void {
  const { dropping } = cohort;
  if (dropping === null || dropping.keep.every((arms) => arms === 0)) return;
  for (let row = 0; row < looks[0].rows; row++) {
    const tied = looks.some(({ performed, statistics }) => {
      const z = dropping.judgedBy.map((s) => statistics[s].z[row]).sort((a, b) => a - b);
      return performed[row] === 1 && z.some((value, k) => k > 0 && value - z[k - 1] < 1e-9);
    });
    if (tied) for (const { performed } of looks) performed[row] = 0;
  }
}

function check(trial: Trial, replicates: number, wants = nothing, first = 0, stops?: readonly LookStop[]): string[] {
  return checkPlan(planKernel(trial, stops), replicates, wants, first);
}

function checkPlan(plan: KernelPlan, replicates: number, wants: typeof nothing, first: number): string[] {
  expect(chooseKernel(plan).name).toBe('wasm-simd');
  const asked = { ...wants, compensators: true, operations: plan.reportsOperations };
  const looks = createReference(plan).simulate([0x12345678, -5], first, replicates, asked);
  const again = createSimulator(plan).simulate([0x12345678, -5], first, replicates, asked);
  leaveOutTies(plan, looks);
  leaveOutTies(plan, again);
  return looks.flatMap((columns, look) =>
    differences(columns, again[look]).map((difference) => `look ${look}: ${difference}`),
  );
}

/** Stops of a random design: none for every third, else bounds that some replicates cross, and no z of a few patients meets. */
function stopsOf(trial: Trial, seed: number): LookStop[] | undefined {
  if (seed % 3 === 0) return undefined;
  return [...(trial.interims ?? []), trial.analysis].map((_, look) => ({
    above: 1.003 + ((seed + look) % 5) / 4,
    below: seed % 4 === 0 ? Number.NEGATIVE_INFINITY : -0.003 - ((seed + look) % 7) / 4,
    ...(seed % 5 === 2 ? { estimates: { above: 1.003, below: -0.503 } } : {}),
    ...(look === 0 && seed % 5 === 1
      ? { reestimation: { z: [0.003, 0.503, 1.003], events: [3, 40, trial.patients, 9] } }
      : {}),
  }));
}

/** The trial with another deciding test, or others beside it, for every fourth seed. */
function withTests(trial: Trial, seed: number): Trial {
  const of = (statistic: Statistic): Test => ({ statistic, stratifiedBy: [], adjustedFor: [] });
  const late = of({ kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } });
  const hazard0 = hazard(lawOfArm(trial.arms[0]), 0);
  const rmst = of({
    kind: 'rmst',
    parameters: { until: hazard0 > 0 ? 0.3 / hazard0 : 1, contrast: 'difference' },
  });
  if (seed % 4 === 1) return { ...trial, test: { ...trial.test, beside: [late, rmst] } };
  if (seed % 4 === 3) return { ...trial, test: { ...trial.test, ...late, beside: [of(LOG_RANK)] } };
  return seed % 8 === 2 ? againstMargin(trial, seed) : trial;
}

const WALD: Statistic = { kind: 'cox', parameters: { test: 'wald' } };

/** The trial tested against a margin, with Cox's test against the same beside it. */
function againstMargin(trial: Trial, seed: number): Trial {
  const margin = seed % 3 === 0 ? 0.8 : 1.291;
  const { stratifiedBy } = trial.test;
  const beside: Test[] = [{ statistic: { ...WALD, margin }, stratifiedBy, adjustedFor: [] }];
  return { ...trial, test: { ...trial.test, statistic: { ...LOG_RANK, margin }, beside } };
}

/** The trial with its event a good one, for every third seed. */
function turned(trial: Trial, seed: number): Trial {
  return seed % 3 === 1 && trial.endpoints.length === 1
    ? { ...trial, endpoints: [timeToEvent('recovery', 'sooner')] }
    : trial;
}

describe('fast kernel', () => {
  for (const [name, trial] of Object.entries({ d1, d2, d4, d5 }))
    it(`agrees on ${name}`, () => {
      expect(check(trial, name === 'd5' ? 200 : 2000)).toEqual([]);
      expect(check(trial, 100, everything, 2 ** 40 + 7)).toEqual([]);
    });

  function realAgreesFrom(first: number, end: number): void {
    for (let seed = first; seed < end; seed++) {
      const trial = turned(realTrial(`real ${seed}`, 1500), seed);
      const plan = withRandomCuts(planKernel(trial, stopsOf(trial, seed)), `real ${seed}`);
      const found = checkPlan(plan, 6, seed % 2 === 0 ? nothing : everything, 0);
      if (found.length > 0) expect.fail(`design ${seed}: ${found.join('; ')}\n${JSON.stringify(trial)}`);
    }
  }

  it('agrees on 60 random designs of real trials', () => realAgreesFrom(0, 60));

  it('agrees on 1200 more of real trials', { timeout: 600_000, tags: ['long'] }, () => realAgreesFrom(60, 1260));

  it('agrees on 60 random plain trials with a plain course after the first event', () => {
    let shared = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = seedrandom(`course ${seed}`);
      const trial = randomTrial(`course ${seed}`, 1500);
      const half = median(lawOfArm(trial.arms[0]));
      const scale = Number.isFinite(half) ? half : 1;
      const [control, first] = trial.arms.map(({ accrual: _, ...arm }) => ({
        ...arm,
        course: plainCourse(random, scale),
      }));
      const response = random() < 0.5 ? [randomResponse(random, scale, 2, 'response')] : [];
      const endpoints: Endpoints = [...randomEndpoints(random), ...response];
      const ofResponses: Test = { statistic: RESPONSE_RATES, stratifiedBy: [], adjustedFor: [] };
      const hypotheses = endpoints.map(({ kind, name }, endpoint) => ({
        name,
        endpoint,
        arm: 1,
        subgroup: null,
        ...(kind === 'response' ? { test: ofResponses } : {}),
      }));
      const several = { family: { hypotheses, procedure: { kind: 'holm' }, dropping: null } };
      const plan = planKernel({
        ...trial,
        endpoints,
        arms: makeArms(control, first),
        ...((endpoints.length > 1 ? several : {}) as Partial<Trial>),
      });
      if (plan.courses?.some(({ after }) => after.kind === 'sharedWord')) shared++;
      const found = checkPlan(plan, 12, seed % 2 === 0 ? nothing : everything, 0);
      if (found.length > 0) expect.fail(`design ${seed}: ${found.join('; ')}`);
    }
    expect(shared).toBeGreaterThan(20);
  });

  function agreesFrom(first: number, end: number): void {
    for (let seed = first; seed < end; seed++) {
      const trial = turned(withTests(randomTrial(`small ${seed}`, 2000), seed), seed);
      const found = check(trial, 12, seed % 2 === 0 ? nothing : everything, 0, stopsOf(trial, seed));
      if (found.length > 0) expect.fail(`design ${seed}: ${found.join('; ')}\n${JSON.stringify(trial)}`);
    }
  }

  it('agrees on 100 random designs of up to 2000 patients', () => agreesFrom(0, 100));

  it('agrees on 200 more', { tags: ['long'] }, () => agreesFrom(100, 200));

  it('agrees on 2700 more', { timeout: 600_000, tags: ['long'] }, () => agreesFrom(300, 3000));

  it('agrees on large random designs', { tags: ['long'] }, () => {
    for (let seed = 0; seed < 40; seed++) {
      const trial = randomTrial(`large ${seed}`, 100_000);
      const found = check(trial, 3);
      if (found.length > 0) expect.fail(`design ${seed}: ${found.join('; ')}\n${JSON.stringify(trial)}`);
    }
  });

  it('takes a million patients', { tags: ['long'] }, () => {
    const trial = twoArms(1_000_000, { starts: [0], ratios: [0.99] }, { kind: 'events', events: 700_000 });
    expect(check(trial, 2)).toEqual([]);
  });

  it('takes one patient an arm, and fewer events than asked', () => {
    for (const events of [1, 2, 3])
      expect(check(twoArms(2, { starts: [0], ratios: [0.7] }, { kind: 'events', events }), 500, everything)).toEqual(
        [],
      );
  });

  it('does not depend on how replicates are cut into blocks, nor on what ran before', () => {
    const plan = planKernel(d2);
    const simulator = createSimulator(plan);
    const [whole] = simulator.simulate([1, 2], 0, 300, nothing);
    check(d5, 2);
    const parts = [...simulator.simulate([1, 2], 0, 1, nothing), ...simulator.simulate([1, 2], 1, 299, nothing)];
    expect([...parts[0].z, ...parts[1].z]).toEqual([...whole.z]);
    const [again] = createSimulator(planKernel(d2)).simulate([1, 2], 100, 200, nothing);
    expect([...again.z]).toEqual([...whole.z.subarray(100)]);
  });

  it('spends about as much on a patient when all codes are nearly equal', () => {
    const time = (dropout: number) => {
      const trial = twoArms(20_000, { starts: [0], ratios: [1] }, { kind: 'calendarTime', time: 40 }, dropout);
      const plan = planKernel(trial);
      const simulator = createSimulator(plan);
      simulator.simulate([1, 2], 0, 3, nothing);
      // Processor time: other work on the machine does not count.
      const began = process.cpuUsage();
      simulator.simulate([1, 2], 0, 20, nothing);
      return Math.max(1000, process.cpuUsage(began).user);
    };
    // Everyone drops out at once: codes crowd together. Quadratic work would be a thousand times slower.
    expect(time(1e9)).toBeLessThan(50 * time(0.004));
  });
});

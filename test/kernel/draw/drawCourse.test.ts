/**
 * Deaths, survival and switches as drawn, against the closed forms of an illness–death model with constant hazards (L. Meller, J.
 * Beyersmann & K. Rufibach, Statistics in Medicine 38 (2019) 4270–4289). Every tolerance is 6 Monte Carlo standard errors: a
 * comparison fails by chance once in 5 × 10⁸ times.
 */
import { describe, expect, it } from 'vitest';
import { exp } from '../../../src/elementary/exp.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { NEVER } from '../../../src/kernel/plan/ticks.ts';
import { createReference } from '../../../src/kernel/reference.ts';
import { exponential } from '../../../src/survival/clock.ts';
import type { DiseaseCourse, Switching } from '../../../src/survival/diseaseCourse.ts';
import { NO_EFFECT } from '../../../src/survival/law.ts';
import { makeArms } from '../../../src/trial/arm.ts';
import { timeToDeath, timeToProgression, timeToProgressionOrDeath } from '../../../src/trial/endpoint.ts';
import { logRankTest, type Trial } from '../../../src/trial/trial.ts';

/** Hazards of progression, of death before and after it, with the correlation of both times and survival at month 12. */
const MODELS = [
  { progression: 0.0693147, death: 0.0077016, after: 0.0555999, correlation: 0.587264, survival: 0.773237 },
  { progression: 0.0924196, death: 0.0231049, after: 0.0931149, correlation: 0.635298, survival: 0.568117 },
] as const;

const N = 400_000;
const ERRORS = 6;

type Model = (typeof MODELS)[number];

function trialOf({ progression, death, after }: Model, switching: Switching | null, dropoutHazard: number): Trial {
  const course: DiseaseCourse = {
    deaths: { starts: [0], shares: [death / (progression + death)] },
    after: { kind: 'law', law: { clock: exponential(after), steps: NO_EFFECT } },
    switching,
  };
  const law = { clock: exponential(progression + death), steps: NO_EFFECT };
  const arm = (name: string) => ({ name, weight: 1, effect: { kind: 'own', law } as const, course, dropoutHazard });
  return {
    endpoints: [timeToProgressionOrDeath(), timeToDeath('death'), timeToProgression('progression')],
    arms: makeArms(arm('control'), arm('experimental')),
    patients: N,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 12 },
    analysis: { kind: 'calendarTime', time: 600 },
    test: logRankTest(0.025, 1),
  };
}

/** First events, deaths, switches and exits of all patients, times on study in months; infinite for what never happens. */
function draw(model: Model, switching: Switching | null = null, dropoutHazard = 0) {
  const plan = planKernel(trialOf(model, switching, dropoutHazard));
  const { entry, exits, death, switched } = createReference(plan).draw([11, 22], 0);
  const months = (tick: number, i: number) =>
    tick >= NEVER ? Number.POSITIVE_INFINITY : (tick - (entry[i] >> 2)) / plan.ticksPerUnit;
  return Array.from({ length: N }, (_, i) => ({
    first: months(exits[0][i] >> 2, i),
    lost: (exits[0][i] & 2) !== 0,
    last: months(exits[1][i] >> 2, i),
    lostLater: (exits[1][i] & 2) !== 0,
    dead: death[i] === 1,
    switched: months(switched[i], i),
    progressed: (exits[2][i] & 2) === 0,
  }));
}

function expectShare(share: number, of: number, wanted: number): void {
  const error = Math.sqrt((wanted * (1 - wanted)) / of);
  expect(Math.abs(share - wanted)).toBeLessThan(ERRORS * error);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(MODELS)('a course of hazards $progression, $death, $after', (model) => {
  const { progression, death, after, correlation, survival } = model;

  it('has the share of deaths, the survival and the correlation of the closed forms', () => {
    const patients = draw(model);
    expectShare(mean(patients.map(({ dead }) => Number(dead))), N, death / (progression + death));
    expectShare(mean(patients.map(({ first }) => Number(first > 12))), N, exp(-12 * (progression + death)));
    expectShare(mean(patients.map(({ last }) => Number(last > 12))), N, survival);
    expect(patients.every(({ dead, progressed }) => dead !== progressed)).toBe(true);
    const [x, y] = [mean(patients.map(({ first }) => first)), mean(patients.map(({ last }) => last))];
    const products = patients.map(({ first, last }) => [first - x, last - y]);
    const [vx, vy] = [mean(products.map(([a]) => a * a)), mean(products.map(([, b]) => b * b))];
    // The influence of a patient on the correlation, whose variance over N is that of the estimate.
    const r = mean(products.map(([a, b]) => a * b)) / Math.sqrt(vx * vy);
    const influence = products.map(([a, b]) => (a * b) / Math.sqrt(vx * vy) - (r / 2) * ((a * a) / vx + (b * b) / vy));
    const error = Math.sqrt(mean(influence.map((value) => value * value)) / N);
    expect(Math.abs(r - correlation)).toBeLessThan(ERRORS * error);
  });

  it('is lost to dropout at its hazard before and after progression', () => {
    const lost = 0.03;
    const patients = draw(model, null, lost);
    expectShare(mean(patients.map((p) => Number(p.lost))), N, lost / (progression + death + lost));
    const later = patients.filter((p) => !p.lost && !p.dead);
    expectShare(mean(later.map(({ lostLater }) => Number(lostLater))), later.length, lost / (after + lost));
  });

  it('has as many switch as planned, after whom the hazard is multiplied', () => {
    const switching: Switching = { share: 0.6, delay: 2, hazardRatio: 0.5 };
    const progressed = draw(model, switching).filter(({ dead }) => !dead);
    const switchers = progressed.filter((p) => p.switched < Number.POSITIVE_INFINITY);
    const others = progressed.filter((p) => p.switched === Number.POSITIVE_INFINITY);
    expectShare(switchers.length / progressed.length, progressed.length, switching.share);
    expect(switchers.every((p) => Math.abs(p.switched - p.first - switching.delay) < 1e-5)).toBe(true);
    const beyond = (all: typeof progressed, t: number) => mean(all.map(({ first, last }) => Number(last - first > t)));
    expectShare(beyond(switchers, 2), switchers.length, exp(-2 * after));
    expectShare(beyond(switchers, 12), switchers.length, exp(-(2 + 0.5 * 10) * after));
    expectShare(beyond(others, 12), others.length, exp(-12 * after));
  });
});

/**
 * Event and dropout times as drawn, against the laws they are drawn from. By the Dvoretzky–Kiefer–Wolfowitz inequality
 * (P. Massart 1990) the empirical distribution of n draws is off by λ/√n anywhere with probability at most 2 exp(−2λ²):
 * λ = 3 makes a comparison false at 3e-8. 24 comparisons of 400,000 patients, all together 8e-7; tolerance 0.0047.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { dropoutProbability, eventProbability } from '../../src/expectation/expectedEvents.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { NEVER } from '../../src/kernel/plan/ticks.ts';
import { type Clock, exponential, type WeibullClock } from '../../src/survival/clock.ts';
import { type HazardRatioSteps, NO_EFFECT, type SurvivalLaw, survival } from '../../src/survival/law.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { drawsOfArm } from '../kernel/drawsOfArm.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';

const PATIENTS = 400_000;
const TOLERANCE = 3 / Math.sqrt(PATIENTS);
/** Everybody is followed at least so long. */
const END = 60;

/** Times on study of one arm and whether they ended in dropout; whoever is still there at the clock's end is left out. */
function drawn(
  law: SurvivalLaw,
  dropoutHazard: number,
  seed: string,
): { events: Float64Array; dropouts: Float64Array } {
  const base = eventDrivenTrial();
  const trial: Trial = {
    ...base,
    arms: armsOfLaws(base.arms[0], { ...base.arms[1], law, dropoutHazard }),
    patients: 2 * PATIENTS,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 3 },
    analysis: { kind: 'calendarTime', time: END + 3 },
  };
  const plan = planKernel(trial);
  const key = streamKey(seed, 'event times');
  const { entry, exit } = drawsOfArm(plan, 1, key, 0);
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < PATIENTS; i++) {
    const ticks = (exit[i] >> 2) - (entry[i] >> 2);
    if (exit[i] >> 2 < NEVER) times[(exit[i] >> 1) & 1].push(ticks / plan.ticksPerUnit);
  }
  return { events: Float64Array.from(times[0]).sort(), dropouts: Float64Array.from(times[1]).sort() };
}

/** Largest distance by END between the share of patients with an ascending time ≤ t and `share`(t), at every time drawn. */
function distance(times: Float64Array, share: (t: number) => number): number {
  let largest = 0;
  for (let i = 0; i < times.length && times[i] <= END; i++) {
    const expected = share(times[i]);
    largest = Math.max(largest, Math.abs((i + 1) / PATIENTS - expected), Math.abs(i / PATIENTS - expected));
  }
  return largest;
}

/** The same on a grid, for shares that take an integration each. */
function distanceOnGrid(times: Float64Array, share: (t: number) => number): number {
  let largest = 0;
  let i = 0;
  for (let k = 1; k <= 120; k++) {
    const t = (END * k) / 120;
    while (i < times.length && times[i] <= t) i++;
    largest = Math.max(largest, Math.abs(i / PATIENTS - share(t)));
  }
  return largest;
}

const late: HazardRatioSteps = { starts: [0, 3], ratios: [1, 0.6] };
const crossing: HazardRatioSteps = { starts: [0, 4, 12], ratios: [1.8, 0.4, 1] };
const month9 = exponential(Math.LN2 / 9);
const pieces: Clock = { kind: 'piecewise', starts: [0, 2, 5, 11], hazards: [0.1, 0, 0.25, 0.03] };
const ends: Clock = { kind: 'piecewise', starts: [0, 10], hazards: [0.08, 0] };
const weibull = (shape: number): WeibullClock => ({ kind: 'weibull', shape, scale: 12 });

const laws: Record<string, SurvivalLaw> = {
  exponential: { clock: month9, steps: NO_EFFECT },
  'exponential with a delayed effect': { clock: month9, steps: late },
  'exponential with a crossing effect': { clock: month9, steps: crossing },
  'piecewise exponential': { clock: pieces, steps: NO_EFFECT },
  'piecewise exponential with steps across its pieces': { clock: pieces, steps: crossing },
  'hazard that ends': { clock: ends, steps: late },
  'weibull, falling hazard': { clock: weibull(0.6), steps: NO_EFFECT },
  'weibull, rising hazard': { clock: weibull(1.7), steps: NO_EFFECT },
  'weibull with a delayed effect': { clock: weibull(1.2), steps: late },
  'cure of exponential': { clock: { kind: 'cure', cureFraction: 0.35, uncured: month9 }, steps: NO_EFFECT },
  'cure of weibull with a crossing effect': {
    clock: { kind: 'cure', cureFraction: 0.2, uncured: weibull(1.4) },
    steps: crossing,
  },
};

describe('event times', () => {
  for (const [name, law] of Object.entries(laws))
    it(`follow the law: ${name}`, () => {
      const { events, dropouts } = drawn(law, 0, name);
      expect(distance(events, (t) => 1 - survival(law, t))).toBeLessThan(TOLERANCE);
      expect(dropouts.length).toBe(0);
    });

  const withDropout: [string, number][] = [
    ['exponential', 0.03],
    ['exponential with a delayed effect', 0.0001],
    ['piecewise exponential with steps across its pieces', 0.02],
    ['weibull with a delayed effect', 0.03],
    ['cure of exponential', 0.01],
  ];
  for (const [name, hazard] of withDropout)
    it(`and dropouts compete as they should: ${name}, dropout hazard ${hazard}`, () => {
      const arm = { law: laws[name], dropoutHazard: hazard };
      const { events, dropouts } = drawn(arm.law, hazard, `${name} with dropout`);
      expect(distanceOnGrid(events, (t) => eventProbability(arm, t))).toBeLessThan(TOLERANCE);
      expect(distanceOnGrid(dropouts, (t) => dropoutProbability(arm, t))).toBeLessThan(TOLERANCE);
    });
});

/** What follows the first event, the endpoints that are observed of it, and looks that wait for their events, drawn at random. */
import seedrandom from 'seedrandom';
import type { CutRule, SimpleCut } from '../../src/kernel/plan/cutRule.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import type { Clock } from '../../src/survival/clock.ts';
import type { DiseaseCourse } from '../../src/survival/diseaseCourse.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import type { Endpoint, Endpoints } from '../../src/trial/endpoint.ts';
import { timeToDeath, timeToProgression, timeToProgressionOrDeath } from '../../src/trial/endpoint.ts';
import { mapRule } from '../../src/trial/rule.ts';

type Random = () => number;

const choices =
  (random: Random) =>
  <T>(...all: readonly T[]): T =>
    all[Math.floor(random() * all.length)];

/** `scale` is about the mean time to the event. */
export function randomCourse(random: Random, scale: number): DiseaseCourse {
  const pick = choices(random);
  const piecewise = (): Clock => {
    const starts = pick([0], [0], [0, 0.3 * scale], [0, 0.1 * scale, scale]);
    const hazards = starts.map(() => pick(1, 0.5, 3, 0) / scale);
    if (Math.max(...hazards) === 0) hazards[0] = 1 / scale;
    return { kind: 'piecewise', starts, hazards };
  };
  const weibull = (): Clock => ({ kind: 'weibull', shape: pick(0.6, 1.3, 2), scale });
  const clock = pick<Clock>(piecewise(), piecewise(), piecewise(), weibull(), {
    kind: 'cure',
    cureFraction: 0.3,
    uncured: { kind: 'weibull', shape: 1.2, scale },
  });
  const starts = pick([0], [0], [0, 0.2 * scale], [0, 0.1 * scale, 0.5 * scale]);
  const steps = pick({ starts: [0], ratios: [1] }, { starts: [0, 0.2 * scale], ratios: [1, 0.6] });
  return {
    deaths: { starts, shares: starts.map(() => pick(0.1, 0.2, 0.5, 0, 1)) },
    after: { kind: 'law', law: { clock, steps } },
    switching: pick(null, { share: pick(0.3, 0.8, 1), delay: pick(0, 0.1, 0.5) * scale, hazardRatio: pick(0.5, 1.5) }),
  };
}

/** A course whose deaths are a share at any time, with nobody who switches and constant hazards after progression. */
export function plainCourse(random: Random, scale: number): DiseaseCourse {
  const pick = choices(random);
  const starts = pick([0], [0], [0, 0.3 * scale], [0, 0.1 * scale, scale]);
  const hazards = starts.map(() => pick(1, 0.5, 3) / scale);
  return {
    deaths: { starts: [0], shares: [pick(0.1, 0.2, 0.5, 0.25, 0, 1)] },
    after: { kind: 'law', law: { clock: { kind: 'piecewise', starts, hazards }, steps: NO_EFFECT } },
    switching: null,
  };
}

/** The driving endpoint and up to three beside it. */
export function randomEndpoints(random: Random): Endpoints {
  const os = timeToDeath('overall survival');
  const ttp = timeToProgression('time to progression');
  const again = timeToProgression('time to progression, again');
  return [timeToProgressionOrDeath(), ...choices(random)([os], [os], [ttp], [os, ttp], [ttp, os, again], [])];
}

/** A response of `arms` arms, `scale` as above. */
export function randomResponse(random: Random, scale: number, arms: number, name: string): Endpoint {
  const pick = choices(random);
  return {
    kind: 'response',
    name,
    at: pick(0.1, 0.4, 1.5) * scale,
    wanted: pick(true, false),
    rates: Array.from({ length: arms }, () => pick(0.02, 0.3, 0.5, 0.9)),
    correlation: pick(0, 0.4, -0.7, 0.95),
  };
}

/** The plan with some of its looks waiting for events of an endpoint, an arm or cells, or for a median follow-up. */
export function withRandomCuts(plan: KernelPlan, seed: string): KernelPlan {
  const random = seedrandom(`${seed}, cuts`);
  const pick = choices(random);
  if (random() < 0.4) return plan;
  const change = (part: SimpleCut): SimpleCut => {
    if (random() < 0.4) return part;
    if (part.kind === 'followUp') return { kind: 'medianFollowUp', ticks: part.ticks };
    if (part.kind !== 'events') return part;
    const cells = plan.cohort.cells.map(() => random() < 0.7);
    return {
      kind: 'eventsOf',
      events: Math.max(1, Math.floor(part.events * pick(0.3, 0.5, 1))),
      endpoint: Math.floor(random() * (plan.endpoints.length + 1)),
      arm: pick(null, null, Math.floor(random() * plan.sizes.length)),
      cells: pick(null, null, cells),
    };
  };
  const looks = plan.looks.map((look) => ({ ...look, cut: mapRule(look.cut, change) as CutRule }));
  return { ...plan, looks };
}

/** Trials of progression-free survival with overall survival beside it; months, one-sided .025. */
import { exponential } from '../../src/survival/clock.ts';
import type { DiseaseCourse, Switching } from '../../src/survival/diseaseCourse.ts';
import { NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { timeToDeath, timeToProgressionOrDeath } from '../../src/trial/endpoint.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';

export interface SurvivalTrial {
  readonly patients: number;
  /** Hazards of the control: progression, death without it, death after it; and what multiplies them in the other arm. */
  readonly hazards: readonly [number, number, number];
  readonly ratios: readonly [number, number, number];
  readonly switching?: Switching;
  /** Calendar times of the looks, the final analysis last. */
  readonly looks: readonly number[];
}

const constant = (hazard: number): SurvivalLaw => ({ clock: exponential(hazard), steps: NO_EFFECT });

function armOf(name: string, [progression, death, after]: readonly number[], switching: Switching | null) {
  const course: DiseaseCourse = {
    deaths: { starts: [0], shares: [death / (progression + death)] },
    after: { kind: 'law', law: constant(after) },
    switching,
  };
  const effect = { kind: 'own', law: constant(progression + death) } as const;
  return { name, weight: 1, effect, course, dropoutHazard: 0 };
}

/** Entry is uniform over 12 months. */
export function survivalTrial({ patients, hazards, ratios, switching, looks }: SurvivalTrial): Trial {
  const experimental = hazards.map((hazard, i) => hazard * ratios[i]);
  const rules = looks.map((time) => ({ kind: 'calendarTime', time }) as const);
  return {
    endpoints: [timeToProgressionOrDeath('progression-free survival'), timeToDeath('overall survival')],
    arms: makeArms(armOf('control', hazards, switching ?? null), armOf('experimental', experimental, null)),
    patients,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 12 },
    interims: rules.slice(0, -1),
    analysis: rules[rules.length - 1],
    test: logRankTest(0.025, 1),
  };
}

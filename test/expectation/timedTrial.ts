/** Trials whose experimental arm starts the ICI at a lag from randomisation. */

import type { SurvivalLaw } from '../../src/survival/law.ts';
import { LIKE_CONTROL } from '../../src/trial/effect.ts';
import type { Lag } from '../../src/trial/lag.ts';
import { lastingEffect, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import { type Trial, withEffects } from '../../src/trial/trial.ts';
import { withTimedArm } from '../trial/timedArm.ts';
import { exponentialLaw, plannedTrial } from './plannedTrial.ts';

/** HR `hazardRatio` from the start of the ICI on, for good. */
export function constantEffect(hazardRatio: number): TimedEffect {
  return lastingEffect({ kind: 'constant', hazardRatio });
}

/** 300 patients 1 : 1 over 24 months, analysed at month 36, the experimental arm's ICI at `lag`. */
export function timedTrial(options: {
  lag: Lag;
  effect?: TimedEffect | null;
  control?: SurvivalLaw;
  dropoutHazard?: number;
}): Trial {
  const { lag, effect = null, control = exponentialLaw(9), dropoutHazard = 0 } = options;
  const trial = plannedTrial({
    controlMedian: 9,
    steps: { starts: [0], ratios: [1] },
    patients: 300,
    dropoutHazard,
    analysis: { kind: 'calendarTime', time: 36 },
  });
  const alike = withEffects(trial, (_, arm) => (arm === 0 ? { kind: 'own', law: control } : LIKE_CONTROL));
  return withTimedArm(alike, lag, effect);
}

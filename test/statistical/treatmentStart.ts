/** Trials whose experimental arm starts an ICI. */

import type { Lag } from '../../src/trial/lag.ts';
import { lastingEffect, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { withTimedArm } from '../trial/timedArm.ts';

export const CONSTANT = lastingEffect({ kind: 'constant', hazardRatio: 0.6 });

/** The trial with the effect of an ICI that starts at `lag`. */
export function started(trial: Trial, lag: Lag, effect: TimedEffect = CONSTANT): Trial {
  return withTimedArm(trial, lag, effect);
}

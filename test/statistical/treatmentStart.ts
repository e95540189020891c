/** Trials whose experimental arm starts an ICI. */
import type { Lag } from '../../src/trial/lag.ts';
import { lastingEffect, marginalLaw, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';

export const CONSTANT = lastingEffect({ kind: 'constant', hazardRatio: 0.6 });

/** The trial with the effect of an ICI that starts at `lag`. */
export function started(trial: Trial, lag: Lag, effect: TimedEffect = CONSTANT): Trial {
  const law = marginalLaw(trial.arms[0].law, { lag, effect });
  return { ...trial, arms: [trial.arms[0], { ...trial.arms[1], law, start: { lag, effect } }] };
}

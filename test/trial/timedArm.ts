/** A trial whose first experimental arm starts a second treatment. */
import type { Lag } from '../../src/trial/lag.ts';
import type { TimedEffect } from '../../src/trial/treatmentStart.ts';
import { type Trial, withArms } from '../../src/trial/trial.ts';

/** The trial with that arm starting at `lag`, with what `timing` makes of it; null: its effect as it was. */
export function withTimedArm(trial: Trial, lag: Lag, timing: TimedEffect | null): Trial {
  return withArms(trial, (arm, index) => {
    if (index !== 1) return arm;
    return { ...arm, effect: timing === null ? arm.effect : { kind: 'timed', timing }, start: { lag } };
  });
}

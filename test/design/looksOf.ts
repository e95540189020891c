import { planDesign } from '../../src/design/planDesign.ts';
import type { PlannedLooks } from '../../src/design/plannedLooks.ts';
import type { Trial } from '../../src/trial/trial.ts';

/** The looks of a group-sequential trial as planned. */
export function looksOf(trial: Trial): PlannedLooks {
  const { looks } = planDesign(trial);
  if (looks === null) throw new Error('the trial has no sequential plan');
  return looks;
}

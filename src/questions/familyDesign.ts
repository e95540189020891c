/** What decides a trial of several hypotheses, made ready for simulation. */
import { familyPlan } from '../design/familyPlan.ts';
import type { FamilySpec } from '../tally/familyDecisions.ts';
import { type Trial, testsOf } from '../trial/trial.ts';

/** @throws RangeError for a trial without a family. */
export function familyDesign(trial: Trial, tests: number = testsOf(trial).length): FamilySpec {
  const { family } = trial;
  if (family === undefined) throw new RangeError('familyDesign: the trial has one hypothesis');
  return { closed: familyPlan(trial).closed, tests, stopsAt: family.stopsAt, success: family.success };
}

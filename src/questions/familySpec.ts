/** What decides a trial of several hypotheses, made ready for simulation. */
import type { Design } from '../design/planDesign.ts';
import type { FamilySpec } from '../tally/familyDecisions.ts';
import { testsOf } from '../trial/trial.ts';

/** @throws RangeError for a trial without a family. */
export function familySpec(design: Design, tests: number = testsOf(design.trial).length): FamilySpec {
  const { family } = design.trial;
  if (family === undefined || design.family === null) throw new RangeError('familySpec: the trial has one hypothesis');
  return { closed: design.family.closed, tests, stopsAt: family.stopsAt, success: family.success };
}

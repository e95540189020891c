/** What decides a trial of several hypotheses, made ready for simulation. */
import type { Design } from '../design/planDesign.ts';
import type { FamilySpec, GateSpec } from '../tally/familyDecisions.ts';
import type { Gate } from '../trial/hypothesisFamily.ts';
import { testsOf } from '../trial/trial.ts';

/** @throws RangeError for a trial without a family. */
export function familySpec(design: Design, tests: number = testsOf(design.trial).length): FamilySpec {
  const { family } = design.trial;
  if (family === undefined || design.family === null) throw new RangeError('familySpec: the trial has one hypothesis');
  const { closed, observed } = design.family;
  const { stopsAt, success, gate } = family;
  return {
    closed,
    tests,
    stopsAt,
    success,
    ...(observed ? { observed } : {}),
    ...(gate ? { gate: gateSpec(gate, family.hypotheses.length, tests) } : {}),
  };
}

/** A gate on a comparison that is no hypothesis reads the statistic after those of all hypotheses. */
function gateSpec({ look, of, on, least }: Gate, hypotheses: number, tests: number): GateSpec {
  return { look, statistic: (typeof of === 'number' ? of : hypotheses) * tests, on, least };
}

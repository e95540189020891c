/** The large-sample distribution of a trial's tests under the planned effect, and the power that follows from it. */

import { expectedLook } from '../expectation/expectedAtLook.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { normalCdf } from '../maths/normal.ts';
import type { Drift } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import type { Test } from '../trial/test.ts';
import type { TestPlan } from '../trial/trial.ts';
import { criticalValue } from './criticalValue.ts';

/** The drift of `test` at calendar time t for a comparison, by default the first. */
export function testDrift(
  expected: ExpectedPatients,
  t: number,
  test: Test = expected.trial.test,
  compared: Compared = FIRST_COMPARED,
): Drift {
  return definitionOf(test.statistic).drift(expectedLook(expected, t, test, compared), test.statistic);
}

/** P(reject) of `test` at the level of `plan` by large samples: for benefit when one-sided, either way when two-sided. */
export function testPower(
  expected: ExpectedPatients,
  t: number,
  test: Test = expected.trial.test,
  plan: Pick<TestPlan, 'alpha' | 'sides'> = expected.trial.test,
  compared: Compared = FIRST_COMPARED,
): number {
  const definition = definitionOf(test.statistic);
  const look = expectedLook(expected, t, test, compared);
  if (definition.power) return definition.power(look, test.statistic, plan.alpha, plan.sides);
  const { z, sd } = definition.drift(look, test.statistic);
  const critical = criticalValue(plan);
  const benefit = normalCdf((z - critical) / sd);
  return plan.sides === 1 ? benefit : benefit + normalCdf((-z - critical) / sd);
}

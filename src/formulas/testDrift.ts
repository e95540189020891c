/** The large-sample distribution of a trial's tests under the planned effect, and the power that follows from it. */

import { expectedLook } from '../expectation/expectedAtLook.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { normalCdf } from '../maths/normal.ts';
import type { Drift } from '../statistics/definition.ts';
import { orientedDrift, orientedPower } from '../statistics/orientation.ts';
import { definitionOf } from '../statistics/registry.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import { favoursSooner } from '../trial/endpoint.ts';
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
  const { statistic } = test;
  const look = expectedLook(expected, t, test, compared);
  return orientedDrift(definitionOf(statistic), look, statistic, favoursSooner(expected.trial, compared));
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
  const turned = favoursSooner(expected.trial, compared);
  const own = orientedPower(definition, look, test.statistic, plan, turned);
  if (own !== null) return own;
  const { z, sd } = orientedDrift(definition, look, test.statistic, turned);
  const critical = criticalValue(plan);
  const benefit = normalCdf((z - critical) / sd);
  return plan.sides === 1 ? benefit : benefit + normalCdf((-z - critical) / sd);
}

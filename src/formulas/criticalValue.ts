/**
 * The closed forms in this folder take alpha one-sided, and their power is the chance of rejecting in the direction of
 * the effect: callers that hold a TestPlan convert with `alphaOneSided`. A two-sided test's other tail is left out of
 * them (below 5e-5 at two-sided 0.05 once power exceeds one half); `logRankDrift.ts` counts it.
 */
import { normalQuantile } from '../maths/normal.ts';
import type { TestPlan } from '../trial/trial.ts';

/** Alpha spent on each rejecting side: (0.05, two sides) and (0.025, one side) are both 0.025. */
export function alphaOneSided(test: Pick<TestPlan, 'alpha' | 'sides'>): number {
  return test.alpha / test.sides;
}

/** z with P(Z > z) = alpha / sides; the test rejects for benefit when its z exceeds it. */
export function criticalValue(test: Pick<TestPlan, 'alpha' | 'sides'>): number {
  return -normalQuantile(alphaOneSided(test));
}

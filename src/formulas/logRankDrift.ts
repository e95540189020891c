/**
 * The log-rank test under any alternative: the large-sample mean of its numerator and of its variance, per patient,
 *
 *   E Σ(O − E) / N → ∫ Y₁Y₀/(Y₁ + Y₀) (λ₁ − λ₀) du,   E V / N → ∫ Y₁Y₀/(Y₁ + Y₀)² (λ₁Y₁ + λ₀Y₀) du,
 *
 * with Y_a(u) = p_a A(t − u) S_a(u) e^{−δ_a u} the probability of being at risk at time u on study at an analysis at
 * calendar time t; events that scans show at one instant are tied (expectedTies.ts). D. A. Schoenfeld, Biometrika 68 (1981) 316–319, before his local approximations; so it holds for
 * delayed, crossing and unequal-shape hazards. Against a margin δ it is the score there: δY₁ and λ₁/δ for Y₁ and λ₁. z is given variance 1, which is exact only for effects near the null.
 */

import type { Expectation } from '../expectation/expectation.ts';
import { expectedLook } from '../expectation/expectedAtLook.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { normalCdf } from '../maths/normal.ts';
import { marginOf } from '../statistics/definition.ts';
import { expectedTerms, scoreOf, varianceOf } from '../statistics/expectedTies.ts';
import { FIRST_COMPARED } from '../trial/comparison.ts';
import { favoursSooner } from '../trial/endpoint.ts';
import type { TestPlan } from '../trial/trial.ts';
import { criticalValue } from './criticalValue.ts';

export interface LogRankDrift {
  /** Expected Σ(O − E) of the experimental arm; negative when it does better. */
  readonly score: number;
  /** Expected ΣV. */
  readonly variance: number;
  /** −score / √variance, > 0 for benefit: turned where a sooner event is. */
  readonly z: number;
}

/** The drift at calendar time t, stratified as the trial's test is and against its margin. z is NaN when no events are expected. */
export function logRankDrift(expected: ExpectedPatients, t: number): LogRankDrift {
  const { trial } = expected;
  const margin = marginOf(trial.test.statistic);
  const tested = { kind: 'log-rank', parameters: {}, ...(margin === 1 ? {} : { margin }) };
  const { strata, patients } = expectedLook(expected, t, { ...trial.test, statistic: tested });
  let score = 0;
  let variance = 0;
  for (const stratum of strata) {
    const terms = expectedTerms(stratum, margin);
    const ones = new Float64Array(stratum.times.length).fill(1);
    score += scoreOf(terms, ones);
    variance += varianceOf(terms, ones, ones);
  }
  const z = (-score / Math.sqrt(variance)) * Math.sqrt(patients);
  return {
    score: patients * score,
    variance: patients * variance,
    z: favoursSooner(trial, FIRST_COMPARED) ? 0 - z : z,
  };
}

/** P(reject | expected z), z ~ N(expected, 1): for benefit when one-sided, either way when two-sided. */
export function powerOfDrift(expectedZ: number, test: Pick<TestPlan, 'alpha' | 'sides'>): number {
  const critical = criticalValue(test);
  const benefit = normalCdf(expectedZ - critical);
  return test.sides === 1 ? benefit : benefit + normalCdf(-expectedZ - critical);
}

/** Power of the planned log-rank test, at its expected analysis time unless another calendar time is given. */
export function logRankPower(expected: Expectation, t: number = expected.analysisTime): number {
  return powerOfDrift(logRankDrift(expected, t).z, expected.trial.test);
}

/**
 * The log-rank test under any alternative: the large-sample mean of its numerator and of its variance, per patient,
 *
 *   E Σ(O − E) / N → ∫ Y₁Y₀/(Y₁ + Y₀) (λ₁ − λ₀) du,   E V / N → ∫ Y₁Y₀/(Y₁ + Y₀)² (λ₁Y₁ + λ₀Y₀) du,
 *
 * with Y_a(u) = p_a A(t − u) S_a(u) e^{−δ_a u} the probability of being at risk at time u on study at an analysis at
 * calendar time t; events that scans show at one instant are tied (expectedTies.ts). D. A. Schoenfeld, Biometrika 68 (1981) 316–319, before his local approximations; so it holds for
 * delayed, crossing and unequal-shape hazards. z is given variance 1, which is exact only for effects near the null.
 */

import type { Expectation } from '../expectation/expectation.ts';
import { expectedLook } from '../expectation/expectedAtLook.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { normalCdf } from '../maths/normal.ts';
import { expectedTerms, scoreOf, varianceOf } from '../statistics/expectedTies.ts';
import { LOG_RANK } from '../statistics/registry.ts';
import type { TestPlan } from '../trial/trial.ts';
import { criticalValue } from './criticalValue.ts';

export interface LogRankDrift {
  /** Expected Σ(O − E) of the experimental arm; negative when it does better. */
  readonly score: number;
  /** Expected ΣV. */
  readonly variance: number;
  /** −score / √variance, > 0 for benefit. */
  readonly z: number;
}

/** The drift at calendar time t, stratified as the trial's test is. z is NaN when no events are expected. */
export function logRankDrift(expected: ExpectedPatients, t: number): LogRankDrift {
  const { strata, patients } = expectedLook(expected, t, { ...expected.trial.test, statistic: LOG_RANK });
  let score = 0;
  let variance = 0;
  for (const stratum of strata) {
    const terms = expectedTerms(stratum);
    const ones = new Float64Array(stratum.times.length).fill(1);
    score += scoreOf(terms, ones);
    variance += varianceOf(terms, ones, ones);
  }
  return {
    score: patients * score,
    variance: patients * variance,
    z: (-score / Math.sqrt(variance)) * Math.sqrt(patients),
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

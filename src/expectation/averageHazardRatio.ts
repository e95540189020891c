/**
 * The average hazard ratio: the geometric mean of HR(u) over time on study, weighted by where the events of both arms
 * together are expected to fall by the analysis.
 *
 *   AHR(t) = exp( ∫₀ᵗ ln HR(u) d(u) du / ∫₀ᵗ d(u) du ),   d(u) = Σ_a p_a A(t − u) λ_a(u) S_a(u) e^{−δ_a u}
 *
 * P. Mukhopadhyay et al., "Statistical and practical considerations in designing of immuno-oncology trials",
 * J. Biopharm. Statist. 30 (2020) 1130–1146; J. D. Kalbfleisch and R. L. Prentice, Biometrika 68 (1981) 105–112, for
 * the idea. It depends on accrual, dropout and the time of analysis: it is not a property of the treatment.
 */

import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import type { Test } from '../trial/test.ts';
import { expectedLook } from './expectedAtLook.ts';
import type { ExpectedPatients } from './expectedPatients.ts';

/**
 * AHR at calendar time t (experimental ÷ control) for the first comparison, or for `hypothesis`; within strata where
 * the test is stratified. 0 or Infinity when only one arm has hazard somewhere that events fall; NaN when no events are
 * expected. Scans do not change it: hazards are those of the events, not of their detection.
 */
export function averageHazardRatio(
  expected: ExpectedPatients,
  t: number,
  test: Test = expected.trial.test,
  compared: Compared = FIRST_COMPARED,
): number {
  let events = 0;
  let logRatios = 0;
  for (const stratum of expectedLook(expected, t, { ...test, origin: { kind: 'exactTimes' } }, compared).strata) {
    const { times, weights, atRisk0, atRisk1, hazard0, hazard1 } = stratum;
    for (let i = 0; i < times.length; i++) {
      const here = weights[i] * (atRisk0[i] * hazard0[i] + atRisk1[i] * hazard1[i]);
      if (!(here > 0)) continue;
      events += here;
      logRatios += here * log(hazard1[i] / hazard0[i]);
    }
  }
  return exp(logRatios / events);
}

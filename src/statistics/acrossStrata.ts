/**
 * One comparison of two arms from those of the strata: with n_s patients in stratum s,
 *   Δ = Σ (n_s/n) Δ_s,   var Δ = Σ (n_s/n)² var Δ_s,   n = Σ n_s,   z = ± Δ/√var Δ,
 * the sums being over strata in which Δ_s can be computed; the others do not count in n either. Sizes are taken as
 * given. A stratum left out for what happened in it (nobody reached the median, say) is not left out at random: strata
 * should be large enough for that to be rare.
 */
import type { Drift, Look, Outcome, Statistic } from './definition.ts';
import { type ExpectedArm, expectedArm } from './expectedCurve.ts';
import type { ExpectedLook, ExpectedStratum } from './expectedLook.ts';
import type { RiskTable } from './riskTable.ts';

/** A stratum's Δ and its variance; `difference` is not finite where it cannot be computed. */
export interface Contrast {
  difference: number;
  variance: number;
}

/** Fills `into`. Both arms have patients; `times` of the parameters are divided by look.unit to get ticks. */
export type ContrastOf = (table: RiskTable, look: Look, statistic: Statistic, into: Contrast) => void;

/** The large-sample twin of ContrastOf; `patients` are those of the comparison. */
export type ExpectedContrastOf = (stratum: ExpectedStratum, patients: number, statistic: Statistic) => Contrast;

/** The large-sample contrast of what is expected of each arm. */
export function contrastOfArms<A>(
  expectedOf: (arm: ExpectedArm, statistic: Statistic) => A,
  compare: (control: A, experimental: A, statistic: Statistic, into: Contrast) => void,
): ExpectedContrastOf {
  return (stratum, patients, statistic) => {
    const of = (arm: 0 | 1) => expectedOf(expectedArm(stratum, patients, arm), statistic);
    const into = { difference: Number.NaN, variance: Number.NaN };
    compare(of(0), of(1), statistic, into);
    return into;
  };
}

/** 1 where Δ > 0 favours the experimental arm, −1 where it favours the control. */
export type Favours = 1 | -1;

const scratch: Contrast = { difference: 0, variance: 0 };

/** z is 0 and there is no estimate where no stratum has a Δ, or no Δ has a variance. */
export function averageContrast(
  look: Look,
  statistic: Statistic,
  contrastOf: ContrastOf,
  favours: Favours,
  outcome: Outcome,
): void {
  const { tables } = look;
  let difference = 0;
  let variance = 0;
  let n = 0;
  for (let s = 0; s < tables.length; s++) {
    const table = tables[s];
    const { patients, patients1 } = table;
    if (patients1 === 0 || patients1 === patients) continue;
    contrastOf(table, look, statistic, scratch);
    if (!Number.isFinite(scratch.difference)) continue;
    difference += patients * scratch.difference;
    variance += patients * patients * scratch.variance;
    n += patients;
  }
  if (variance > 0 && variance < Number.POSITIVE_INFINITY) {
    const sd = Math.sqrt(variance);
    outcome.z = (favours * difference) / sd;
    outcome.estimate = difference / n;
    outcome.standardError = sd / n;
    outcome.information = (n * n) / variance;
  } else {
    outcome.z = 0;
    outcome.estimate = Number.NaN;
    outcome.standardError = Number.NaN;
    outcome.information = 0;
  }
}

/**
 * The mean of z by large samples, with sd 1: variances are those under the effect at hand. z is 0 where nothing to
 * compare is expected.
 */
export function driftOfContrast(
  expected: ExpectedLook,
  statistic: Statistic,
  contrastOf: ExpectedContrastOf,
  favours: Favours,
): Drift {
  let difference = 0;
  let variance = 0;
  let n = 0;
  for (const stratum of expected.strata) {
    const { share0, share1 } = stratum;
    if (!(share0 > 0 && share1 > 0)) continue;
    const contrast = contrastOf(stratum, expected.patients, statistic);
    if (!Number.isFinite(contrast.difference)) continue;
    const share = share0 + share1;
    difference += share * contrast.difference;
    variance += share * share * contrast.variance;
    n += share;
  }
  if (!(variance > 0)) return { z: 0, sd: 1, estimate: Number.NaN, standardError: Number.NaN, information: 0 };
  const sd = Math.sqrt(variance);
  return {
    z: (favours * difference) / sd,
    sd: 1,
    estimate: difference / n,
    standardError: sd / n,
    information: (n * n) / variance,
  };
}

/** What a trial of a proportion means, and what the normal formula says of it. */
import { normalSize } from '../../proportions/normalSize.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { formulaPower, orientedPlan, type PatientsByArm, patientsByArm } from './responsePlan.ts';

export interface ResponseCheck {
  readonly patients: number | null;
  readonly byArm: PatientsByArm | null;
  /** Experimental − control, experimental ÷ control, and of the odds. */
  readonly difference: number;
  readonly ratio: number;
  readonly oddsRatio: number;
  /** Level of a claim of benefit. */
  readonly alphaOneSided: number;
  /** Power by the normal formula; null without N. */
  readonly formulaPower: number | null;
  /** N by the normal formula, unrounded; null where the rates are equal. */
  readonly formulaSizes: readonly { readonly targetPower: number; readonly patients: number | null }[];
}

export function checkResponses(plan: ResponseTrial): ResponseCheck {
  const oriented = orientedPlan(plan);
  const { patients, control, experimental, test, targetPower } = plan;
  const odds = (rate: number) => rate / (1 - rate);
  return {
    patients,
    byArm: patients === null ? null : patientsByArm(patients, oriented),
    difference: experimental.rate - control.rate,
    ratio: experimental.rate / control.rate,
    oddsRatio: odds(experimental.rate) / odds(control.rate),
    alphaOneSided: test.alpha / test.sides,
    formulaPower: patients === null ? null : formulaPower(oriented, patients),
    formulaSizes: targetPower.map((power) => {
      const size = normalSize(oriented.test, oriented.rates, power, oriented.share);
      return { targetPower: power, patients: Number.isFinite(size) ? size : null };
    }),
  };
}

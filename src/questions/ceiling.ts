/** What no number of patients can pass: the share of what is believed in which there is something to show. */

import { type Design, planDesign } from '../design/planDesign.ts';
import { log } from '../elementary/log.ts';
import { priorCdf } from '../evidence/prior.ts';
import { isMixed } from '../expectation/components.ts';
import type { Claims } from '../formulas/assuranceFormula.ts';
import type { PlannedPrior } from '../scenario/scenario.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import { type Trial, type UnsizedTrial, underNull } from '../trial/trial.ts';
import { claimsByFormula } from './claimsByFormula.ts';
import type { DrawnTruth } from './truths.ts';

/** The only prior, where it is that of the constant hazard ratio of the one comparison of patients who are alike. */
export function ratioPrior(
  trial: Trial,
  priors: readonly PlannedPrior[],
  truths: readonly DrawnTruth[],
): PlannedPrior | null {
  const [only, ...others] = priors;
  if (others.length > 0 || only.meaning.is !== 'hazard ratio') return null;
  if (trial.family !== undefined || isMixed(trial)) return null;
  const is = ({ arms }: UnsizedTrial, value: number) => {
    const ratio = constantHazardRatio(arms[1], arms[0]);
    return ratio !== null && Math.abs(log(ratio) - log(value)) < 1e-9;
  };
  return truths.every((truth) => is(truth.trial, truth.values[0])) ? only : null;
}

/** Claims at a truth, and those of the same trial were there no effect. */
export interface AgainstNone {
  readonly claims: Claims | null;
  readonly none: Claims | null;
}

/**
 * `claims` of a truth beside those without effect: one analysis claims as often as alpha says, looks less where they stop
 * for futility.
 */
export function againstNone(design: Design, { trial }: Design, claims: Claims | null): AgainstNone {
  const { alpha, sides } = trial.test;
  const level = alpha / sides;
  if (claims === null || trial.sequential === undefined) return { claims, none: { benefit: level, harm: level } };
  return { claims, none: claimsByFormula(design, planDesign(underNull(trial))) };
}

/** Rounding of a formula's integrals. */
const ROUNDING = 1e-9;

/**
 * The chances that N without limit would have: from the prior itself where `ratio` is that of the hazard ratio, else the share
 * of truths whose power for a claim is above that of no effect. Null where neither tells.
 */
export function ceilingOf(
  trial: Trial,
  ratio: PlannedPrior | null,
  truths: () => readonly AgainstNone[],
): Claims | null {
  const { sides } = trial.test;
  if (ratio !== null) {
    const { nullRatio, benefit } = scaleOf(trial);
    const below = priorCdf(ratio.prior, nullRatio);
    const claims = benefit === 'below' ? { benefit: below, harm: 1 - below } : { benefit: 1 - below, harm: below };
    return sides === 2 ? claims : { ...claims, harm: 0 };
  }
  if (trial.family !== undefined) return null;
  // An effect has the more power the more patients there are, no effect the same with any number of them.
  const compared = truths();
  const share = (side: keyof Claims): number =>
    compared.filter(({ claims, none }) => (claims?.[side] ?? 0) > (none?.[side] ?? 0) + ROUNDING).length /
    compared.length;
  if (compared.some(({ claims, none }) => claims === null || none === null)) return null;
  return { benefit: share('benefit'), harm: sides === 2 ? share('harm') : 0 };
}

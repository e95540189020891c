/** The chances of a claim at the looks that are still to come. */
import { normalDensity } from '../maths/normal.ts';
import { integrate } from '../maths/quadrature.ts';
import { type DriftPrior, driftPosterior, type InterimResult, predictivePower } from '../sequential/conditional.ts';
import { type Boundaries, crossingFrom, sumOf } from '../sequential/crossing.ts';
import { start } from '../sequential/recursion.ts';

export interface ClaimsAhead {
  /** Chance of claiming efficacy at the next look; and at any later look, with futility stops acted on, and ignored. */
  readonly next: number;
  readonly efficacy: number;
  readonly efficacyIgnoringFutility: number;
  /**
   * Chance of claiming harm at any later look of a two-sided design, futility stops acted on; 0 for a one-sided one.
   */
  readonly harm: number;
}

const withoutFutility = ({ fractions, sides, efficacy }: Boundaries): Boundaries => ({ fractions, sides, efficacy });

/**
 * Claims at later looks where the score B = z√t is expected to have grown by `gains[k]` at later look k, so that effects
 * may set in late.
 */
export function conditionalClaims(
  { z, fraction }: InterimResult,
  later: Boundaries,
  gains: readonly number[],
): ClaimsAhead {
  const means = later.fractions.map((t, k) => gains[k] / Math.sqrt(t));
  const course = (bounds: Boundaries) => crossingFrom(start(0, undefined, z, fraction), bounds, means);
  const acted = course(later);
  const ignored = later.futility === undefined ? acted : course(withoutFutility(later));
  return {
    next: acted.efficacy[0],
    efficacy: acted.power,
    efficacyIgnoringFutility: ignored.power,
    harm: sumOf(acted.harm),
  };
}

/** Claims at later looks under `drift` (θ√I at fraction 1). */
export function claimsUnderDrift(interim: InterimResult, later: Boundaries, drift: number): ClaimsAhead {
  const gains = later.fractions.map((t) => drift * (t - interim.fraction));
  return conditionalClaims(interim, later, gains);
}

/** Ends of the pieces in which the drift's posterior is integrated, in standard deviations. */
const SPREAD = [-8, -3, -1, 1, 3, 8];

/** Claims at later looks, averaged over the drift's distribution given the prior and the interim result. */
export function predictiveClaims(interim: InterimResult, later: Boundaries, prior: DriftPrior): ClaimsAhead {
  const first: Boundaries = {
    fractions: later.fractions.slice(0, 1),
    sides: later.sides,
    efficacy: later.efficacy.slice(0, 1),
  };
  const { mean, sd } = driftPosterior(prior, interim);
  const harm = (deviate: number) => claimsUnderDrift(interim, later, mean + sd * deviate).harm;
  return {
    next: predictivePower(interim, first, prior),
    efficacy: predictivePower(interim, later, prior),
    efficacyIgnoringFutility: predictivePower(interim, withoutFutility(later), prior),
    harm: later.sides === 1 ? 0 : integrate((x) => normalDensity(x) * harm(x), SPREAD[0], 8, SPREAD),
  };
}

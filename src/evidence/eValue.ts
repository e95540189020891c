/**
 * E-values: how strongly an unmeasured factor would have to go with both treatment and event, on the scale of the risk ratio,
 * to explain an observed ratio by itself. T. J. VanderWeele & P. Ding, "Sensitivity analysis in observational research:
 * introducing the E-value", Ann. Intern. Med. 167 (2017) 268–274.
 */
import { pow } from '../elementary/pow.ts';

/** A confidence interval of a ratio; null for a limit that was not reached. */
export interface RatioInterval {
  readonly low: number | null;
  readonly high: number | null;
}

export interface EValue {
  /** Of the estimate; 1 for a ratio of 1. */
  readonly estimate: number;
  /** Of the confidence limit nearer 1; 1 where the interval holds 1, null where that limit was not printed. */
  readonly limit: number | null;
}

/** RR + √(RR(RR − 1)), RR > 0 being the ratio or its inverse, whichever is above 1. */
export function eValueOfRiskRatio(riskRatio: number): number {
  const above = riskRatio < 1 ? 1 / riskRatio : riskRatio;
  return above + Math.sqrt(above * (above - 1));
}

/** The risk ratio that a hazard ratio > 0 of a common event comes near: (1 − 0.5^√HR) / (1 − 0.5^√(1/HR)). */
export function riskRatioOfCommonEvent(hazardRatio: number): number {
  return (1 - pow(0.5, Math.sqrt(hazardRatio))) / (1 - pow(0.5, Math.sqrt(1 / hazardRatio)));
}

/**
 * The E-value of a hazard ratio with its interval. The risk ratio of a rare event is the hazard ratio itself; one that more
 * than 15 % of patients have by the end of follow-up counts as common.
 */
export function eValueOfHazardRatio(
  hazardRatio: number,
  { low, high }: RatioInterval,
  event: 'rare' | 'common',
): EValue {
  const of = (ratio: number) => eValueOfRiskRatio(event === 'rare' ? ratio : riskRatioOfCommonEvent(ratio));
  const nearer = hazardRatio >= 1 ? low : high;
  const holdsOne = nearer !== null && (hazardRatio >= 1 ? nearer <= 1 : nearer >= 1);
  return { estimate: of(hazardRatio), limit: nearer === null ? null : holdsOne ? 1 : of(nearer) };
}

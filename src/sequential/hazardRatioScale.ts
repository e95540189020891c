/**
 * How z reads as a hazard ratio: z = ∓ln(HR ÷ δ) √I, δ the hazard ratio of the null and I the information of the log hazard
 * ratio, about events × p₀ × p₁; the sign is − where a later event is the benefit, + where a sooner one is.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';

export interface HazardRatioScale {
  /** The hazard ratio (experimental ÷ control) of the null, > 0. */
  readonly nullRatio: number;
  /** On which side of it benefit lies. */
  readonly benefit: 'below' | 'above';
}

/** That of a test of no effect on an event that had better come later. */
export const USUAL_SCALE: HazardRatioScale = { nullRatio: 1, benefit: 'below' };

/** The z of a hazard ratio (experimental ÷ control) seen with `information` of the log hazard ratio. */
export function zOfHazardRatio(hazardRatio: number, information: number, scale = USUAL_SCALE): number {
  const logRatio = log(hazardRatio) - log(scale.nullRatio);
  return (scale.benefit === 'below' ? -logRatio : logRatio) * Math.sqrt(information);
}

/** The log hazard ratio that has this z with `information` of it. */
export function logHazardRatioOfZ(z: number, information: number, scale = USUAL_SCALE): number {
  const distance = z / Math.sqrt(information);
  return log(scale.nullRatio) + (scale.benefit === 'below' ? -distance : distance);
}

/** The hazard ratio that has this z with `information` of its log. */
export function hazardRatioOfZ(z: number, information: number, scale = USUAL_SCALE): number {
  return exp(logHazardRatioOfZ(z, information, scale));
}

/** Whether `ratio` lies from `limit` on the side of harm, or on it. */
export function atLeastAsHarmful(ratio: number, limit: number, { benefit } = USUAL_SCALE): boolean {
  return benefit === 'below' ? ratio >= limit : ratio <= limit;
}

/** The ends of an interval, whichever is the lower. */
export function interval(one: number, other: number): { readonly low: number; readonly high: number } {
  return one <= other ? { low: one, high: other } : { low: other, high: one };
}

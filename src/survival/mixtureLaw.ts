/**
 * Patients who differ in hazard, as one law: S(t) = Σ sₖ exp(−mₖ Λ₀(t)), hazards being the multiples mₖ of one baseline. The
 * law is that of a patient drawn from all of them.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { type Clock, clockTime } from './clock.ts';
import { multiplied, NO_EFFECT, type SurvivalLaw } from './law.ts';

/** Patients who are alike: their share of all and their hazard over the baseline. */
export interface PartOfMixture {
  readonly share: number;
  readonly multiplier: number;
}

/** The share of a mixture without event, and the rate at which it falls, from the baseline's cumulative hazard and hazard. */
export function mixtureOf(
  parts: readonly PartOfMixture[],
  cumulative: number,
  rate: number,
): { readonly free: number; readonly failing: number } {
  let free = 0;
  let weighted = 0;
  for (const { share, multiplier } of parts) {
    const s = share * exp(-multiplier * cumulative);
    free += s;
    weighted += multiplier * s;
  }
  return { free, failing: weighted === 0 ? 0 : weighted * rate };
}

/** Error of survival within a step at most; 32 steps then do for most mixtures, which the fast kernel takes. */
const TOLERANCE = 1.5e-4;
/** Where within a step the error is looked at. */
const WITHIN = [0.04, 0.15, 0.3, 0.5, 0.7];
/** Cumulative hazard of the slowest by which nobody is left. */
const SPENT = 20;
/** Bisections that find the end of a step. */
const HALVINGS = 40;

/**
 * The law of the mixture of multiples of a clock: g(h) = −ln Σ sₖ e^(−mₖh), h being the clock, as steps of hazard ratio on it,
 * each as long as can be. Survival is exact where a step begins, also at `exactAt` on the clock, and within 2e-4 at all times; of
 * one part it is exact. Shares sum to 1, multipliers are > 0.
 */
export function mixtureLaw(clock: Clock, parts: readonly PartOfMixture[], exactAt = 0): SurvivalLaw {
  if (parts.length === 1) return multiplied({ clock, steps: NO_EFFECT }, parts[0].multiplier);
  const free = (h: number) => mixtureOf(parts, h, 0).free;
  const last = SPENT / Math.min(...parts.map(({ multiplier }) => multiplier));
  const starts: number[] = [];
  const ratios: number[] = [];
  for (let left = 0; left < last; ) {
    const right = endOfStep(left, left < exactAt && exactAt < last ? exactAt : last, free);
    starts.push(clockTime(clock, left));
    ratios.push(log(free(left) / free(right)) / (right - left));
    left = right;
  }
  return { clock, steps: { starts, ratios } };
}

/** The farthest h from `left` to `last` at which a step may end. */
function endOfStep(left: number, last: number, free: (h: number) => number): number {
  const from = free(left);
  const fits = (right: number) => {
    const rise = log(from / free(right));
    return WITHIN.every((part) => Math.abs(from * exp(-part * rise) - free(left + part * (right - left))) <= TOLERANCE);
  };
  if (fits(last)) return last;
  let [good, bad] = [left, last];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (good + bad) / 2;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/**
 * A single-arm trial of a response in one stage: the treatment is called promising with more than r responders of n.
 * Exact binomial: R. P. A'Hern, Statistics in Medicine 20 (2001) 859–866.
 */
import { binomialLaw } from '../maths/binomialLaw.ts';

export interface ResponseTargets {
  /** The response rate that is not worth pursuing, below `rate`. */
  readonly nullRate: number;
  /** The response rate that is planned. */
  readonly rate: number;
  /** One-sided. */
  readonly alpha: number;
  readonly power: number;
}

export interface SingleStageDesign {
  readonly n: number;
  /** Promising with more than r responders. */
  readonly r: number;
  readonly typeOneError: number;
  readonly power: number;
}

/** The least r for which `n` patients keep alpha, with its exact errors; r may be n, and the power then 0. */
export function singleStageOf(n: number, { nullRate, rate, alpha }: ResponseTargets): SingleStageDesign {
  const nullLaw = binomialLaw(n, nullRate);
  let r = n;
  let typeOneError = 0;
  while (r > 0 && typeOneError + nullLaw[r] <= alpha) typeOneError += nullLaw[r--];
  const law = binomialLaw(n, rate);
  let power = 0;
  for (let x = n; x > r; x--) power += law[x];
  return { n, r, typeOneError, power };
}

/**
 * Exact power saws as n grows: the smallest n that reaches the power, and the smallest from which all larger ones up to
 * `most` do too; null where there is none.
 */
export function singleStageSizes(
  targets: ResponseTargets,
  most: number,
): { readonly smallest: SingleStageDesign | null; readonly stable: SingleStageDesign | null } {
  let smallest: SingleStageDesign | null = null;
  let stable: SingleStageDesign | null = null;
  for (let n = 1; n <= most; n++) {
    const design = singleStageOf(n, targets);
    if (design.power < targets.power) stable = null;
    else {
      smallest ??= design;
      stable ??= design;
    }
  }
  return { smallest, stable };
}

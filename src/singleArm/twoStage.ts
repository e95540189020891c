/**
 * A single-arm trial of a response in two stages: with at most r1 responders among the first n1 patients it stops for
 * futility; otherwise all n are treated, and the treatment is called promising with more than r responders.
 * R. Simon, Controlled Clinical Trials 10 (1989) 1–10.
 */
import { binomialLaw } from '../maths/binomialLaw.ts';

/** Whole numbers in Simon's notation: 0 ≤ r1 < n1 < n, r1 ≤ r < n. */
export interface TwoStageDesign {
  readonly n1: number;
  readonly r1: number;
  readonly n: number;
  readonly r: number;
}

/** What a design does at one true response rate. */
export interface TwoStageCharacteristics {
  /** The true probability of a response. */
  readonly rate: number;
  /** P(stop after the first stage), "PET". */
  readonly stop: number;
  /** P(more than r responders): power, or the type I error at the null rate. */
  readonly claim: number;
  /** Expected number of patients, "EN". */
  readonly patients: number;
}

/** The exact operating characteristics of a design at a true response rate. */
export function twoStageCharacteristics({ n1, r1, n, r }: TwoStageDesign, rate: number): TwoStageCharacteristics {
  const first = binomialLaw(n1, rate);
  const second = binomialLaw(n - n1, rate);
  // above[k] = P(X2 ≥ k)
  const above = new Float64Array(n - n1 + 2);
  for (let k = n - n1; k >= 0; k--) above[k] = above[k + 1] + second[k];
  let stop = 0;
  let claim = 0;
  for (let x = 0; x <= n1; x++) {
    if (x <= r1) stop += first[x];
    else {
      const needed = Math.max(0, r + 1 - x);
      if (needed <= n - n1) claim += first[x] * above[needed];
    }
  }
  return { rate, stop, claim, patients: n1 + (1 - stop) * (n - n1) };
}

/** As protocols write it: r1/n1, then r/n. */
export function twoStageText({ n1, r1, n, r }: TwoStageDesign): string {
  return `${r1}/${n1}, ${r}/${n}`;
}

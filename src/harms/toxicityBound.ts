/**
 * Bounds that stop a trial for too many events of toxicity: at each look the trial stops with at least so many events
 * among those seen.
 */
import { binomialLaw } from '../maths/binomialLaw.ts';
import { incompleteBeta } from '../maths/incompleteBeta.ts';
import { toxicityCourse } from './toxicityCourse.ts';

/** Looks after `patients[k]` patients, ascending; the trial stops with `stopAt[k]` or more events; Infinity: it cannot. */
export interface ToxicityBound {
  readonly patients: readonly number[];
  readonly stopAt: readonly number[];
}

/** A Beta(a, b) distribution of the true rate before the trial, a > 0, b > 0. */
export interface BetaPrior {
  readonly a: number;
  readonly b: number;
}

/** A bound, and what it says at every look: a nominal p-value, or a posterior probability. */
export interface SolvedToxicityBound extends ToxicityBound {
  readonly threshold: number;
}

/** P(X ≥ x) for x = 0 … n + 1. */
function tailsOf(n: number, rate: number): Float64Array {
  const law = binomialLaw(n, rate);
  const tails = new Float64Array(n + 2);
  for (let x = n; x >= 0; x--) tails[x] = tails[x + 1] + law[x];
  return tails;
}

/**
 * For each look the least count x whose score (falling in x) is at most the threshold; Infinity where no count of the
 * patients seen is.
 */
function boundOf(patients: readonly number[], scores: readonly Float64Array[], threshold: number): ToxicityBound {
  const stopAt = scores.map((score, k) => {
    // A trial without any event never stops.
    for (let x = 1; x <= patients[k]; x++) if (score[x] <= threshold) return x;
    return Number.POSITIVE_INFINITY;
  });
  return { patients, stopAt };
}

/** The largest of the scores as threshold whose bound stops with probability at most `chance` at the tolerated rate. */
function calibrated(
  patients: readonly number[],
  scores: readonly Float64Array[],
  tolerated: number,
  chance: number,
): SolvedToxicityBound {
  const levels = [...new Set(scores.flatMap((score, k) => [...score.slice(1, patients[k] + 1)]))].sort((x, y) => x - y);
  let low = -1;
  let high = levels.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const { stop } = toxicityCourse(boundOf(patients, scores, levels[middle]), tolerated);
    if (stop <= chance) low = middle;
    else high = middle;
  }
  const threshold = low < 0 ? 0 : levels[low];
  return { ...boundOf(patients, scores, threshold), threshold };
}

/**
 * The Pocock-type bound: the same nominal level at every look, the largest for which the chance to stop at the
 * tolerated rate is at most `chance`. A. Ivanova, B. F. Qaqish & M. J. Schell, Biometrics 61 (2005) 540–545.
 */
export function pocockToxicityBound(
  patients: readonly number[],
  tolerated: number,
  chance: number,
): SolvedToxicityBound {
  const scores = patients.map((n) => tailsOf(n, tolerated));
  return calibrated(patients, scores, tolerated, chance);
}

/** P(rate ≤ tolerated | x of n, prior) for x = 0 … n. */
function posteriors(n: number, tolerated: number, { a, b }: BetaPrior): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, x) => incompleteBeta(tolerated, a + x, b + n - x));
}

/**
 * The Bayesian bound: the trial stops once P(rate > tolerated | data) is at least `certainty`; where `chance` is given in
 * its place, the least certainty for which the chance to stop at the tolerated rate is at most that. `threshold` is the
 * certainty. N. L. Geller et al. in Crowley & Pauler (eds), Advances in Clinical Trial Biostatistics (2003).
 */
export function bayesianToxicityBound(
  patients: readonly number[],
  tolerated: number,
  prior: BetaPrior,
  rule: { readonly certainty: number } | { readonly chance: number },
): SolvedToxicityBound {
  const scores = patients.map((n) => posteriors(n, tolerated, prior));
  const solved =
    'chance' in rule
      ? calibrated(patients, scores, tolerated, rule.chance)
      : { ...boundOf(patients, scores, 1 - rule.certainty), threshold: 1 - rule.certainty };
  return { ...solved, threshold: 1 - solved.threshold };
}

/**
 * Inference after a group-sequential trial by the stagewise ordering: crossing the upper bound earlier is stronger
 * evidence, at the same look a larger z is.
 * Tsiatis, Rosner & Mehta, Biometrics 40 (1984) 797–803; Jennison & Turnbull (2000), ch. 8. Bias-adjusted estimate:
 * Whitehead, Biometrika 73 (1986) 573–581.
 *
 * Estimates are of the drift δ = θ√I at fraction 1: θ = δ/√I. Only the looks up to the stop matter to the ordering, with
 * the information then observed.
 */
import { normalQuantile } from '../maths/normal.ts';
import { findRootNear } from '../maths/roots.ts';
import { type Boundaries, lowerEnd } from './crossing.ts';
import {
  type Continuation,
  goOn,
  probabilityAbove,
  probabilityBelow,
  probabilityOfContinuing,
  start,
} from './recursion.ts';

/** The end of a trial: the number of its look, counted from 1, and the z seen there. */
export interface Stop {
  readonly look: number;
  readonly z: number;
}

export interface StagewiseOptions {
  /** Confidence level of the equal-tailed interval; 0.95 unless said. */
  readonly level?: number;
  /** Count stops for futility in the ordering, as only a binding rule allows. Not unless said. */
  readonly respectFutility?: boolean;
  readonly resolution?: number;
}

export interface StagewiseInference {
  /** P(as strong evidence for benefit or stronger) under no drift. */
  readonly pOneSided: number;
  readonly pTwoSided: number;
  readonly medianUnbiased: number;
  readonly lower: number;
  readonly upper: number;
}

function ordering(bounds: Boundaries, respectFutility: boolean): Boundaries {
  const { fractions, sides, efficacy } = bounds;
  return respectFutility ? bounds : { fractions, sides, efficacy };
}

/** P(a result at least as strong) and P(a result at most as strong) under `drift`; they add up to 1. */
function tails(bounds: Boundaries, { look, z }: Stop, drift: number, resolution?: number) {
  const { fractions, sides, efficacy, futility } = bounds;
  let state = start(drift, resolution);
  let above = 0;
  let below = 0;
  for (let k = 0; k < look - 1; k++) {
    const lower = lowerEnd(sides, efficacy[k], futility?.[k]);
    above += probabilityAbove(state, fractions[k], efficacy[k]);
    below += probabilityBelow(state, fractions[k], Math.min(lower, efficacy[k]));
    state = goOn(state, fractions[k], lower, efficacy[k]);
  }
  const fraction = fractions[look - 1];
  return { above: above + probabilityAbove(state, fraction, z), below: below + probabilityBelow(state, fraction, z) };
}

/** The drift under which a result at least as strong has the stated probability; nearly linear as a normal quantile. */
function driftWith(probability: number, bounds: Boundaries, stop: Stop, resolution?: number): number {
  const root = Math.sqrt(bounds.fractions[stop.look - 1]);
  const target = normalQuantile(probability);
  const distance = (drift: number) => {
    const { above, below } = tails(bounds, stop, drift, resolution);
    const quantile = above < below ? normalQuantile(above) : -normalQuantile(below);
    return Math.max(-40, Math.min(40, quantile)) - target;
  };
  return findRootNear(distance, (stop.z + target) / root, 1 / root, 1e-11);
}

/** p-values, median-unbiased estimate and confidence interval of the drift, of a trial that ended at `stop`. */
export function stagewiseInference(
  bounds: Boundaries,
  stop: Stop,
  { level = 0.95, respectFutility = false, resolution }: StagewiseOptions = {},
): StagewiseInference {
  const ordered = ordering(bounds, respectFutility);
  const { above, below } = tails(ordered, stop, 0, resolution);
  const tail = (1 - level) / 2;
  return {
    pOneSided: above,
    pTwoSided: Math.min(1, 2 * Math.min(above, below)),
    medianUnbiased: driftWith(0.5, ordered, stop, resolution),
    lower: driftWith(tail, ordered, stop, resolution),
    upper: driftWith(1 - tail, ordered, stop, resolution),
  };
}

/** E(B; not stopped), B the score at a state's look. */
function meanScore({ scores, masses }: Continuation): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += masses[i] * scores[i];
  return sum;
}

/** Expected value under `drift` of the estimate z/√t at the end of the trial; futility bounds given are acted on. */
export function expectedEstimate(bounds: Boundaries, drift: number, resolution?: number): number {
  const { fractions, sides, efficacy, futility } = bounds;
  let state = start(drift, resolution);
  let expected = 0;
  for (const [k, fraction] of fractions.entries()) {
    // Of those who come to the look, the ones who do not go on end with what is missing from the mean score.
    const arriving = meanScore(state) + drift * (fraction - state.fraction) * probabilityOfContinuing(state);
    const last = k === fractions.length - 1;
    if (!last) state = goOn(state, fraction, lowerEnd(sides, efficacy[k], futility?.[k]), efficacy[k]);
    expected += (arriving - (last ? 0 : meanScore(state))) / fraction;
  }
  return expected;
}

/** Bias-adjusted estimate of the drift: the one whose expected estimate is the one observed. Needs all planned looks. */
export function biasAdjustedEstimate(
  bounds: Boundaries,
  { look, z }: Stop,
  { respectFutility = false, resolution }: StagewiseOptions = {},
): number {
  const ordered = ordering(bounds, respectFutility);
  const observed = z / Math.sqrt(bounds.fractions[look - 1]);
  return findRootNear((drift) => expectedEstimate(ordered, drift, resolution) - observed, observed, 0.5, 1e-11);
}

/**
 * Boschloo's test: Fisher's P value is the statistic, and its distribution is that of two binomials whose common
 * probability is the least favourable. It rejects wherever Fisher's test does, and more. R. D. Boschloo, Stat Neerl 24
 * (1970) 1–35.
 */
import { binomialLaw } from '../maths/binomialLaw.ts';
import { fisherTails, fisherTest, TIE } from './fisher.ts';
import { largestOver } from './largestRejection.ts';
import { type TwoCounts, withoutEvent } from './proportionTest.ts';

/** For each y the least x whose Fisher P value is at most `threshold`, n + 1 for none; it rises with y. */
function cutsAt(tails: Float64Array, n: number, m: number, threshold: number): Int32Array {
  const cuts = new Int32Array(m + 1);
  let x = 0;
  for (let y = 0; y <= m; y++) {
    while (x <= n && tails[y * (n + 1) + x] > threshold) x++;
    cuts[y] = x;
  }
  return cuts;
}

const GRID = 99;

/** Laws of both arms under one common rate: P(x or more) for the experimental arm, P(y) for the control. */
interface CommonLaws {
  readonly tails: Float64Array;
  readonly control: Float64Array;
}

function commonLaws(n: number, m: number, rate: number): CommonLaws {
  const tails = binomialLaw(n, rate);
  for (let x = n - 1; x >= 0; x--) tails[x] += tails[x + 1];
  return { tails, control: binomialLaw(m, rate) };
}

/** The size of regions with n and m patients. The laws of the grid, which all of them ask for, are kept. */
function sizes(n: number, m: number) {
  const kept = new Map<number, CommonLaws>();
  const lawsAt = (rate: number): CommonLaws => {
    const known = kept.get(rate);
    if (known !== undefined) return known;
    const laws = commonLaws(n, m, rate);
    if (kept.size < GRID) kept.set(rate, laws);
    return laws;
  };
  /** P(x is at or above the cut of y) where both arms have this probability of the event. */
  const at = (cuts: Int32Array, rate: number): number => {
    const { tails, control } = lawsAt(rate);
    let sum = 0;
    for (let y = 0; y <= m && cuts[y] <= n; y++) sum += control[y] * tails[cuts[y]];
    return sum;
  };
  return { at, largest: (cuts: Int32Array) => largestOver((rate) => at(cuts, rate), 0, 1, GRID) };
}

/**
 * The largest Fisher P value at which the unconditional test of level `alpha` still rejects; `tails` as of `fisherTails`.
 */
export function boschlooThreshold(tails: Float64Array, n: number, m: number, alpha: number): number {
  // Few patients apart, a few times alpha is never reached.
  const near = thresholdBelow(tails, n, m, alpha, 4 * alpha);
  return near ?? thresholdBelow(tails, n, m, alpha, 1) ?? 1;
}

/** The same among P values below `most`; null where all of them hold. */
function thresholdBelow(tails: Float64Array, n: number, m: number, alpha: number, most: number): number | null {
  const values = [...new Set(tails.filter((p) => p > alpha && p < most))].sort((a, b) => a - b);
  const { at, largest } = sizes(n, m);
  /** The least favourable rate of the threshold before, at which most others fail as well. */
  let worst: number | null = null;
  const holds = (threshold: number): boolean => {
    const cuts = cutsAt(tails, n, m, threshold);
    if (worst !== null && at(cuts, worst) > alpha) return false;
    const found = largest(cuts);
    worst = found.rate;
    return found.probability <= alpha;
  };
  let [low, high] = [-1, values.length];
  // The next values are the likeliest: the step grows from the start, then the search halves.
  for (let step = 1; low + step < high; step *= 2) {
    if (!holds(values[low + step] * (1 + TIE))) {
      high = low + step;
      break;
    }
    low += step;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] * (1 + TIE))) low = middle;
    else high = middle;
  }
  if (low < 0) return alpha;
  return low === values.length - 1 ? null : values[low] * (1 + TIE);
}

/** One-sided P value: the largest probability of a Fisher P value as small as the observed one, for more events. */
export function boschlooTest(counts: TwoCounts): number {
  const [n, m] = [counts.experimental.patients, counts.control.patients];
  const { more } = fisherTest(counts);
  return Math.min(1, sizes(n, m).largest(cutsAt(fisherTails(n, m), n, m, more * (1 + TIE))).probability);
}

/** Two-sided P value: twice the smaller one-sided one, as a two-sided test spends half its alpha on either side. */
export function boschlooTwoSided(counts: TwoCounts): number {
  return Math.min(1, 2 * Math.min(boschlooTest(counts), boschlooTest(withoutEvent(counts))));
}

/**
 * What a published summary implies: the precision behind a hazard ratio, the information behind a median, the test
 * behind a P value. Intervals are two-sided at `level`.
 */
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Half-width of a normal interval in standard errors: 1.959964 at 95 %. */
function halfWidth(level: number): number {
  return normalQuantile((1 + level) / 2);
}

/** Two-sided P of a standard normal z, 2Φ(−|z|); also the upper tail of chi-square(1) at z². */
export function twoSidedP(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** SE(ln HR) = (ln upper − ln lower) / (2 z). */
export function logHazardRatioSe({ lower, upper }: Interval, level = 0.95): number {
  return (log(upper) - log(lower)) / (2 * halfWidth(level));
}

/** Events at which Schoenfeld's variance 1 / (D p₀p₁) equals se². `experimentalShare` is p₁. */
export function impliedEvents(se: number, experimentalShare: number): number {
  return 1 / (experimentalShare * (1 - experimentalShare) * square(se));
}

/** z = −ln HR / SE (> 0 favours experimental) and its two-sided P, from a hazard ratio and its interval. */
export function hazardRatioTest(hazardRatio: number, interval: Interval, level = 0.95): { z: number; p: number } {
  const z = -log(hazardRatio) / logHazardRatioSe(interval, level);
  return { z, p: twoSidedP(z) };
}

export interface MedianPrecision {
  /**
   * `linear`: symmetric about the estimate (Wald); `log`: symmetric about its logarithm; `neither`: as the limits of
   * Brookmeyer and Crowley usually are.
   */
  readonly scale: 'linear' | 'log' | 'neither';
  /** Standard error of the median, in its unit, had the interval been made on the linear scale. */
  readonly se: number;
  /**
   * Standard error of ln median, had the interval been made on the log scale; NaN when the lower limit is not positive.
   */
  readonly logSe: number;
}

/** How far `estimate` lies from the middle of the interval, in half-widths. */
function asymmetry(estimate: number, lower: number, upper: number): number {
  return Math.abs(2 * estimate - lower - upper) / (upper - lower);
}

/** Beyond this many half-widths off the middle an interval is not called symmetric; below it is rounding. */
const SYMMETRIC = 0.1;

/** On which scale a median's published interval was made, and the standard error that follows. */
export function medianPrecision(median: number, { lower, upper }: Interval, level = 0.95): MedianPrecision {
  const se = (upper - lower) / (2 * halfWidth(level));
  const logSe = lower > 0 ? logHazardRatioSe({ lower, upper }, level) : Number.NaN;
  const linear = asymmetry(median, lower, upper);
  const logarithmic = lower > 0 ? asymmetry(log(median), log(lower), log(upper)) : Number.POSITIVE_INFINITY;
  const scale = Math.min(linear, logarithmic) > SYMMETRIC ? 'neither' : linear <= logarithmic ? 'linear' : 'log';
  return { scale, se, logSe };
}

/** HR = control median ÷ experimental median, if both arms are exponential. */
export function hazardRatioOfMedians(controlMedian: number, experimentalMedian: number): number {
  return controlMedian / experimentalMedian;
}

/** A published hazard ratio against the one that the published medians imply. */
export interface SummariesCompared {
  readonly reportedHazardRatio: number;
  readonly impliedHazardRatio: number;
  /** |log reported − log implied|. */
  readonly logDifference: number;
  /** The interval of the hazard ratio as published; null where a limit was not. */
  readonly interval: Interval | null;
  /** Whether the interval holds the implied hazard ratio; null without an interval. */
  readonly withinInterval: boolean | null;
}

/** `implied`: (control median ÷ experimental median)^shape. */
export function compareSummaries(
  { value, low, high }: { readonly value: number; readonly low: number | null; readonly high: number | null },
  implied: number,
): SummariesCompared {
  const interval = low === null || high === null ? null : { lower: low, upper: high };
  return {
    reportedHazardRatio: value,
    impliedHazardRatio: implied,
    logDifference: Math.abs(log(value) - log(implied)),
    interval,
    withinInterval: interval && interval.lower <= implied && implied <= interval.upper,
  };
}

/** Pearson's chi-square for two proportions, without continuity correction. NaN when nobody or everybody responds. */
export function twoProportionsTest(
  first: { events: number; patients: number },
  second: { events: number; patients: number },
): { chiSquare: number; p: number } {
  const difference = first.events / first.patients - second.events / second.patients;
  const pooled = (first.events + second.events) / (first.patients + second.patients);
  const variance = pooled * (1 - pooled) * (1 / first.patients + 1 / second.patients);
  const z = difference / Math.sqrt(variance);
  return { chiSquare: square(z), p: twoSidedP(z) };
}

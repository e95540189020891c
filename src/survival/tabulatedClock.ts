/**
 * A clock known at nodes: between them the cumulative hazard is a monotone cubic of Hermite's form, which has the hazards of
 * both ends; beyond the last node the hazard is constant.
 *
 * F. N. Fritsch and R. E. Carlson, SIAM J. Numer. Anal. 17 (1980) 238–246, for the slopes that keep a cubic monotone.
 */
import { hypot } from '../elementary/hypot.ts';

/** H₀ at the nodes, in the scenario's unit of time. */
export interface TabulatedClock {
  readonly kind: 'tabulated';
  /** Ascending, the first 0. */
  readonly times: readonly number[];
  /** H₀ there, the first 0. */
  readonly cumulative: readonly number[];
  /** The hazard after each node; that after the last holds for ever. */
  readonly after: readonly number[];
  /** The hazard before each node; at 0, where nothing is before, that after it. */
  readonly before: readonly number[];
  /** The times of nodes where the hazard jumps. */
  readonly jumps: readonly number[];
  /** H₀ behaves as a power of t at 0: its exponent where that is below 1, as with a Weibull of such a shape; else 1. */
  readonly exponent: number;
}

/** What is known of a cumulative hazard at a time. */
export interface ClockNode {
  readonly time: number;
  readonly cumulative: number;
  readonly before: number;
  /** Infinite at 0 where the hazard is. */
  readonly after: number;
}

/** Slopes at both ends of a piece, over that of its chord, lie within this circle. */
const MONOTONE = 3;

/** The slopes at the ends of a piece, made smaller where a cubic would else fall. */
function monotoneSlopes(chord: number, from: number, to: number): readonly [number, number] {
  if (!(chord > 0)) return [0, 0];
  const start = Number.isFinite(from) ? from : chord;
  const size = hypot(start, to) / chord;
  return size > MONOTONE ? [(start * MONOTONE) / size, (to * MONOTONE) / size] : [start, to];
}

/** The clock through these nodes, of ascending times from 0; `exponent` as in TabulatedClock. */
export function tabulatedClock(nodes: readonly ClockNode[], exponent = 1): TabulatedClock {
  const times = nodes.map(({ time }) => time);
  const cumulative = nodes.map((node) => node.cumulative);
  const after = nodes.map((node) => node.after);
  const before = nodes.map((node) => node.before);
  for (let i = 0; i + 1 < nodes.length; i++) {
    const chord = (cumulative[i + 1] - cumulative[i]) / (times[i + 1] - times[i]);
    [after[i], before[i + 1]] = monotoneSlopes(chord, after[i], before[i + 1]);
  }
  before[0] = after[0];
  const jumps = nodes.slice(1).flatMap((node) => (node.before === node.after ? [] : [node.time]));
  return { kind: 'tabulated', times, cumulative, after, before, jumps, exponent };
}

/** Index of the last value that is at most x, of ascending values of which the first is. */
function indexAt(values: readonly number[], x: number): number {
  let low = 0;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** H₀(t), t ≥ 0. */
export function tabulatedCumulativeHazard(clock: TabulatedClock, t: number): number {
  const { times, cumulative, after, before } = clock;
  const i = indexAt(times, t);
  if (t === times[i]) return cumulative[i];
  if (i === times.length - 1) return after[i] > 0 ? cumulative[i] + after[i] * (t - times[i]) : cumulative[i];
  const width = times[i + 1] - times[i];
  const x = (t - times[i]) / width;
  const rise = cumulative[i + 1] - cumulative[i];
  const start = after[i] * width;
  const end = before[i + 1] * width;
  return cumulative[i] + x * (start + x * (3 * rise - 2 * start - end + x * (start + end - 2 * rise)));
}

/** H₀′(t), right-continuous: the slope of the interpolation. */
export function tabulatedHazard({ times, cumulative, after, before }: TabulatedClock, t: number): number {
  const i = indexAt(times, t);
  if (t === times[i] || i === times.length - 1) return after[i];
  const width = times[i + 1] - times[i];
  const x = (t - times[i]) / width;
  const chord = (cumulative[i + 1] - cumulative[i]) / width;
  const curvature = 2 * (3 * chord - 2 * after[i] - before[i + 1]) + 3 * x * (after[i] + before[i + 1] - 2 * chord);
  return Math.max(0, after[i] + x * curvature);
}

/** H₀⁻¹(h), h ≥ 0: the first time at which H₀ is h, to rounding; Infinity when it never is. */
export function tabulatedTime(clock: TabulatedClock, h: number): number {
  const { times, cumulative, after } = clock;
  const last = times.length - 1;
  let i = indexAt(cumulative, h);
  if (cumulative[i] === h) {
    while (i > 0 && cumulative[i - 1] === h) i--;
    return times[i];
  }
  if (i === last)
    return after[last] > 0 ? times[last] + (h - cumulative[last]) / after[last] : Number.POSITIVE_INFINITY;
  let low = times[i];
  let high = times[i + 1];
  let t = low + ((high - low) * (h - cumulative[i])) / (cumulative[i + 1] - cumulative[i]);
  for (let step = 0; step < 100; step++) {
    const over = tabulatedCumulativeHazard(clock, t) - h;
    if (over === 0) return t;
    if (over > 0) high = t;
    else low = t;
    const newton = t - over / tabulatedHazard(clock, t);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 2 * Number.EPSILON * next) return next;
    t = next;
  }
  return t;
}

/** The clock with every time multiplied by `factor`. */
export function stretchedClock(clock: TabulatedClock, factor: number): TabulatedClock {
  const slower = (hazards: readonly number[]) => hazards.map((hazard) => hazard / factor);
  return {
    ...clock,
    times: clock.times.map((t) => t * factor),
    after: slower(clock.after),
    before: slower(clock.before),
    jumps: clock.jumps.map((t) => t * factor),
  };
}

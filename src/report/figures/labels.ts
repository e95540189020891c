/** Names and numbers that fit a figure, and the ticks of time. */
import { log } from '../../elementary/log.ts';
import { decimalExponent, powerOfTen } from '../../elementary/powersOfTen.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { clipped } from '../testWords.ts';

/** Characters that XML has no place for, and those that turn the direction of text around them. */
const UNFIT = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name in at most `most` letters; right-to-left text is isolated, so that it moves nothing beside it. */
export function nameLabel(name: string, most = 32): string {
  const text = clipped(name.replace(UNFIT, ' ').replace(/\s+/g, ' ').trim(), most);
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Names of panels, each once: those that are the same when cut have their number before them. */
export function panelLabels(names: readonly string[], most = 32): readonly string[] {
  const labels = names.map((name) => nameLabel(name, most));
  return labels.map((label, i) =>
    labels.indexOf(label) === labels.lastIndexOf(label) ? label : nameLabel(`${i + 1} ${names[i]}`, most),
  );
}

/** Steps of time that people count in. */
const STEPS: Record<TimeUnit, readonly number[]> = {
  day: [1, 2, 7, 14, 28, 91, 182, 365, 730, 1826, 3652],
  week: [1, 2, 4, 13, 26, 52, 104, 260, 520],
  month: [1, 2, 3, 6, 12, 24, 36, 60, 120, 240],
  year: [0.25, 0.5, 1, 2, 5, 10, 20, 50],
};

const MOST_TICKS = 10;

function timeStep(end: number, unit: TimeUnit): number {
  const steps = STEPS[unit];
  const fit = steps.find((step) => end / step <= MOST_TICKS);
  if (fit !== undefined) return end < steps[0] ? powerOfTen(decimalExponent(end)) : fit;
  const below = powerOfTen(decimalExponent(end / MOST_TICKS));
  return below * MOST_TICKS < end ? 10 * below : below;
}

/** `end` > 0, rounded up to the next tick. */
export function timeEnd(end: number, unit: TimeUnit): number {
  const step = timeStep(end, unit);
  return Math.ceil(end / step - 1e-9) * step;
}

/** Ticks from 0 to `end` > 0. */
export function timeTicks(end: number, unit: TimeUnit): number[] {
  const step = timeStep(end, unit);
  const ticks = Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
  return ticks.map((tick) => Number(tick.toPrecision(12)));
}

/** `Time on study (months)`. */
export function timeAxis(what: string, unit: TimeUnit): string {
  return `${what} (${unit}s)`;
}

/** Evenly spaced from `from` to `to`, both included. */
export function spaced(from: number, to: number, parts: number): number[] {
  return Array.from({ length: parts + 1 }, (_, i) => from + ((to - from) * i) / parts);
}

const LOG_TICKS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3, 4, 5, 7, 10, 20, 50];

/** Ticks of a ratio between two limits, on a log scale; few enough to stand apart. */
export function ratioTicks(low: number, high: number): number[] {
  const within = LOG_TICKS.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  const gap = log(high / low) / 14;
  return within
    .filter((tick, i) => tick === 1 || i === 0 || log(tick / within[i - 1]) > gap * 0.8 || within.length < 8)
    .filter((tick) => tick === 1 || Math.abs(log(tick)) > gap);
}

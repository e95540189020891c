/** Durations: a number in the scenario's unit, or a text with its own unit such as `8 weeks`. */

export const TIME_UNITS = ['day', 'week', 'month', 'year'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** No time in a scenario is longer than this, in whatever unit. */
export const LONGEST = 1e6;

/** Days in one unit; a month is a twelfth of 365.25 days. */
const DAYS: Record<TimeUnit, number> = { day: 1, week: 7, month: 365.25 / 12, year: 365.25 };

const WITH_UNIT = /^(\d+(?:\.\d+)?) ?(day|week|month|year)s?$/;

/** The number and unit of a text such as `8 weeks`, null when it is not one. */
export function parseDuration(text: string): { count: number; unit: TimeUnit } | null {
  const match = WITH_UNIT.exec(text);
  return match ? { count: Number(match[1]), unit: match[2] as TimeUnit } : null;
}

/**
 * `duration` in `unit`, negative where the text begins with a minus; a plain number counts in `plainUnit`. NaN for a
 * text that is no duration.
 */
export function inUnit(duration: number | string, unit: TimeUnit, plainUnit: TimeUnit = unit): number {
  if (typeof duration === 'string' && duration.startsWith('-')) return -inUnit(duration.slice(1), unit, plainUnit);
  const { count, unit: own } =
    typeof duration === 'number'
      ? { count: duration, unit: plainUnit }
      : (parseDuration(duration) ?? { count: Number.NaN, unit });
  return own === unit ? count : (count * DAYS[own]) / DAYS[unit];
}

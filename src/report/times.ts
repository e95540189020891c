/** Times as people write them. */
import type { TimeUnit } from '../scenario/scenario.ts';
import { significant, units } from './numbers.ts';

/** Days in one unit. */
const DAYS: Record<TimeUnit, number> = { day: 1, week: 7, month: 365.25 / 12, year: 365.25 };

/**
 * `9 months`; a time that cannot be written with three digits in its unit, but is whole or half in weeks or days, is
 * given in those: `8 weeks`, `3 days`.
 */
export function roundTime(time: number, unit: TimeUnit): string {
  const own = Number(time.toPrecision(3));
  const near = (x: number, y: number) => Math.abs(x - y) <= 1e-6 * Math.abs(y);
  if (!near(time, own)) {
    for (const other of ['week', 'day'] as const) {
      const n = (time * DAYS[unit]) / DAYS[other];
      if (n >= 1 && near(2 * n, Math.round(2 * n))) return units(Math.round(2 * n) / 2, other);
    }
  }
  return units(significant(time, 3), unit);
}

/** Names of the looks of a running trial, and their numbers with the digits that matter. */
import type { LookBoundsRow } from '../questions/monitorResult.ts';
import { fixed, units } from './numbers.ts';

/** p-values and error rates: enough digits for the small ones. */
export function small(p: number | null): string {
  if (p === null) return '–';
  return p >= 0.00005 ? fixed(p, 4) : '<1e-4';
}

/** Bounds so early that nobody reaches them need no third decimal. */
export const zText = (z: number | null): string => fixed(z, z !== null && Math.abs(z) >= 10 ? 1 : 3);

export const ratio = (x: number | null): string => (x !== null && x >= 1000 ? '>1000' : fixed(x, 3));

/** Two decimals, and as many more as it takes to tell `x` from `other`. */
export function beside(x: number, other: number | null): string {
  let decimals = 2;
  while (other !== null && x !== other && decimals < 8 && fixed(x, decimals) === fixed(other, decimals)) decimals++;
  return fixed(x, decimals);
}

export function nameOf({ look, final, events }: Pick<LookBoundsRow, 'look' | 'final' | 'events'>): string {
  if (final) return 'the final analysis';
  return look === null ? `the look at ${units(Math.round(events), 'event')}` : `look ${look}`;
}

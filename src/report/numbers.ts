/** Numbers as text, with no more digits than the Monte Carlo error supports. */
import { grouped } from '../elementary/grouped.ts';
import { decimalExponent } from '../elementary/powersOfTen.ts';
import type { MeanEstimate, Proportion } from '../tally/estimates.ts';

/** Grouped by thousands: 100,000. */
export function count(n: number): string {
  return grouped(Math.round(n));
}

/** Fixed decimals, `–` where there is no number. */
export function fixed(x: number | null, decimals: number): string {
  if (x === null || Number.isNaN(x)) return '–';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  const text = x.toFixed(decimals).replace('-', '−');
  return Number(x.toFixed(decimals)) === 0 ? text.replace('−', '') : text;
}

/** Four significant digits, without exponent for everyday sizes. */
export function significant(x: number, digits = 4): string {
  if (!Number.isFinite(x)) return fixed(x, 0);
  return Number(x.toPrecision(digits)).toString().replace('-', '−');
}

/** Decimals at which a standard error shows two digits. */
export function decimalsFor(standardError: number, most = 4): number {
  if (!(standardError > 0)) return Math.min(2, most);
  return Math.max(0, Math.min(most, 1 - decimalExponent(standardError)));
}

/** A probability in per cent. */
export function percent(p: number | null, decimals = 1): string {
  return p === null || Number.isNaN(p) ? '–' : `${fixed(100 * p, decimals)} %`;
}

/** `91.36 % (SE 0.09; 95 % CI 91.18–91.54)`. */
export function proportionText(p: Proportion | null): string {
  if (p === null) return '–';
  const decimals = Math.max(1, decimalsFor(100 * p.standardError, 2));
  const [estimate, low, high] = [p.estimate, p.low, p.high].map((x) => fixed(100 * x, decimals));
  return `${estimate} % (SE ${fixed(100 * p.standardError, decimals)}; 95 % CI ${low}–${high})`;
}

/** `91.36 (0.09)`: per cent with its standard error, for tables that say so. */
export function shareText(p: Pick<Proportion, 'estimate' | 'standardError'> | null, most = 2): string {
  if (p === null) return '–';
  const decimals = Math.max(1, decimalsFor(100 * p.standardError, most));
  return `${fixed(100 * p.estimate, decimals)} (${fixed(100 * p.standardError, decimals)})`;
}

/** `27.365 (0.003)`: an estimate with its standard error, `–` where nothing was estimated. */
export function estimateText(estimate: number, standardError: number, most = 4): string {
  if (!Number.isFinite(estimate)) return '–';
  const decimals = Number.isFinite(standardError) ? decimalsFor(standardError, most) : most;
  return `${fixed(estimate, decimals)} (${fixed(standardError, decimals)})`;
}

/** `27.365 (SE 0.003)`. */
export function meanText(mean: MeanEstimate, unit = ''): string {
  const decimals = decimalsFor(mean.standardError, 3);
  const suffix = unit === '' ? '' : ` ${unit}`;
  return `${fixed(mean.mean, decimals)}${suffix} (SE ${fixed(mean.standardError, decimals)})`;
}

/** A P value that was computed: `P = 0.586`, `P < 0.001` below. */
export function pText(p: number | null): string {
  if (p === null || Number.isNaN(p)) return 'P unknown';
  return p < 0.001 ? 'P < 0.001' : `P = ${fixed(p, 3)}`;
}

/** `1 month`, `2 months`. */
export function units(n: number | string, unit: string): string {
  return `${n} ${unit}${String(n) === '1' ? '' : 's'}`;
}

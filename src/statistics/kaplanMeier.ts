/** Kaplan–Meier medians (E. L. Kaplan & P. Meier 1958). */
import type { RiskTable } from './riskTable.ts';

/** How near ½ a product of fractions must come to count as ½ itself. */
const FLAT = 1e-8;

/**
 * Key of the arm's median: the first time with S ≤ ½. Where S is exactly ½ on an interval the median is its midpoint,
 * as in common software. NaN when the curve never comes down to ½. Arm 0 is the control, 1 experimental.
 */
export function medianKey(table: RiskTable, arm: 0 | 1): number {
  let s = 1;
  let flatFrom = Number.NaN;
  for (let k = table.rows - 1; k >= 0; k--) {
    const d = arm === 1 ? table.events1[k] : table.events[k] - table.events1[k];
    if (d === 0) continue;
    if (!Number.isNaN(flatFrom)) return (flatFrom + table.keys[k]) / 2;
    const y = arm === 1 ? table.atRisk1[k] : table.atRisk[k] - table.atRisk1[k];
    s *= 1 - d / y;
    if (s < 0.5 - FLAT) return table.keys[k];
    if (s <= 0.5 + FLAT) flatFrom = table.keys[k];
  }
  return flatFrom;
}

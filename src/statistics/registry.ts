/** The statistics by name, by what they can do, and those that the program itself asks for. */
import { cox } from './cox.ts';
import type { Definition, Statistic } from './definition.ts';
import { DEFINITIONS } from './definitions.ts';
import { flemingHarrington } from './flemingHarrington.ts';
import { logRank } from './logRank.ts';
import { maxCombo } from './maxCombo.ts';
import { milestone } from './milestone.ts';
import { responseRates } from './responseRates.ts';
import { rmst } from './rmst.ts';

/** The statistics by name, in the order in which they are listed to users. */
export const STATISTICS: ReadonlyMap<string, Definition> = new Map(DEFINITIONS.map((each) => [each.kind, each]));

/** The definition of a statistic. @throws RangeError for a kind that is not in the registry. */
export function definitionOf(statistic: Statistic): Definition {
  const definition = STATISTICS.get(statistic.kind);
  if (definition === undefined) throw new RangeError(`there is no statistic ${statistic.kind}`);
  return definition;
}

/** The log-rank: what the fast kernel computes in any case. */
export const LOG_RANK: Statistic = { kind: logRank.kind, parameters: {} };

/** The shares of responders, without continuity correction. */
export const RESPONSE_RATES: Statistic = { kind: responseRates.kind, parameters: { correction: 'none' } };

/** Cox's model by Wald's test, for the hazard ratio that it estimates. */
export const COX_WALD: Statistic = { kind: cox.kind, parameters: { test: 'wald' } };

/** The difference of the restricted means up to `until`. */
export function rmstDifference(until: number): Statistic {
  return { kind: rmst.kind, parameters: { until, contrast: 'difference' } };
}

/** The difference of survival at a time, not transformed. */
export function survivalDifference(at: number): Statistic {
  return { kind: milestone.kind, parameters: { at, scale: 'plain' } };
}

/** Fleming & Harrington's weights for late differences. */
export const LATE_DIFFERENCES: Statistic = { kind: flemingHarrington.kind, parameters: { rho: 0, gamma: 1 } };

/** The MaxCombo of weighted log-rank statistics. */
export function maxComboOf(of: readonly Statistic[]): Statistic {
  return { kind: maxCombo.kind, parameters: {}, of };
}

/** Whether two statistics are one and the same, including parameters and the statistics they combine. */
export function sameStatistic(a: Statistic, b: Statistic): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Kinds of statistics that can do what `able` asks, as messages list them. */
export function kindsThat(able: (definition: Definition) => boolean): string[] {
  return DEFINITIONS.filter(able).map(({ kind }) => kind);
}

/** Every statistic a trial can be tested with. A new one is a file beside this and a line here. */
import { cox } from './cox.ts';
import type { Definition, Statistic } from './definition.ts';
import { flemingHarrington } from './flemingHarrington.ts';
import { gehan } from './gehan.ts';
import { logRank } from './logRank.ts';
import { maxCombo } from './maxCombo.ts';
import { medianDifference } from './medianDifference.ts';
import { milestone } from './milestone.ts';
import { modestlyWeighted } from './modestlyWeighted.ts';
import { rmst } from './rmst.ts';
import { taroneWare } from './taroneWare.ts';

const DEFINITIONS: readonly Definition[] = [
  logRank,
  flemingHarrington,
  modestlyWeighted,
  gehan,
  taroneWare,
  maxCombo,
  cox,
  rmst,
  milestone,
  medianDifference,
];

/** Kinds that average over strata, which must then be large. */
export const AVERAGING_STATISTICS: readonly string[] = [rmst, milestone, medianDifference].map(({ kind }) => kind);

/** By name, in the order they are listed to users. */
export const STATISTICS: ReadonlyMap<string, Definition> = new Map(DEFINITIONS.map((each) => [each.kind, each]));

/** The definition of a statistic. @throws RangeError for a kind that is not in the registry. */
export function definitionOf(statistic: Statistic): Definition {
  const definition = STATISTICS.get(statistic.kind);
  if (definition === undefined) throw new RangeError(`there is no statistic ${statistic.kind}`);
  return definition;
}

/** The plain log-rank, unweighted and unstratified: what the fast kernel computes in any case. */
export const LOG_RANK: Statistic = { kind: 'log-rank', parameters: {} };

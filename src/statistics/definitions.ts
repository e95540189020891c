/**
 * Every statistic a trial can be tested with, in the order in which they are listed to users. A new one is a file
 * beside this and a line here.
 */
import { cox } from './cox.ts';
import type { Definition } from './definition.ts';
import { flemingHarrington } from './flemingHarrington.ts';
import { gehan } from './gehan.ts';
import { logRank } from './logRank.ts';
import { maxCombo } from './maxCombo.ts';
import { medianDifference } from './medianDifference.ts';
import { milestone } from './milestone.ts';
import { modestlyWeighted } from './modestlyWeighted.ts';
import { responseRates } from './responseRates.ts';
import { rmst } from './rmst.ts';
import { taroneWare } from './taroneWare.ts';

export const DEFINITIONS: readonly Definition[] = [
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
  responseRates,
];

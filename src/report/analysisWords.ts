/** Words for an analysis that comes otherwise than planned: before everybody is enrolled, or not at all. */
import type { Proportion } from '../tally/estimates.ts';
import { count, proportionText } from './numbers.ts';

/** Share of the patients that may be missing at an analysis before it is said. */
const SOME = 0.005;

/**
 * `when 171 of the 400 patients are enrolled: the others come too late to count`; null where nearly all are enrolled.
 */
export function lateComersText(enrolled: number, patients: number): string | null {
  if (!(enrolled < (1 - SOME) * patients)) return null;
  return `when ${count(Math.round(enrolled))} of the ${count(patients)} patients are enrolled: the others come too late to count`;
}

/** Says that the events of an analysis did not come in some trials. */
export function neverDueText(notReached: Proportion): string {
  return `In ${proportionText(notReached)} of trials the analysis never came due; they were analysed when follow-up was exhausted.`;
}

/** Care that improves from entry to entry, in words. */
import type { DriftSummary } from '../questions/check.ts';
import { percent, significant, units } from './numbers.ts';

/** `medians grow by 5 % a year of entry`, or `shrink`. */
export function driftText({ medianPerYear }: Pick<DriftSummary, 'medianPerYear'>): string {
  const change = Math.abs(medianPerYear - 1);
  return `medians ${medianPerYear < 1 ? 'shrink' : 'grow'} by ${percent(change, change < 0.095 ? 1 : 0)} a year of entry`;
}

/** How care improves, and what that makes of the median of the control, in a sentence. */
export function driftAnswer(drift: DriftSummary, control: string, unit: string): string {
  const { sincePublication, until, firstMedian, lastMedian } = drift;
  const still =
    until === 0 ? ', not during the trial' : until === null ? '' : ` until ${unit} ${significant(until, 3)}`;
  const since = sincePublication === 1 ? '' : `, ${significant(sincePublication, 3)}-fold since the publication`;
  const first = firstMedian === null ? '' : units(significant(firstMedian, 3), unit);
  const last = lastMedian === null || until === 0 ? '' : `, ${significant(lastMedian, 3)} at the last`;
  const medians = first === '' ? '' : ` (planned median of ${control}: ${first} at the first entry${last})`;
  return `Care changes with the date of entry: ${driftText(drift)}${still}${since}${medians}.`;
}

/** What that is about. */
export const DRIFT_PROSE =
  'Care is that of the date of entry, in every arm alike. Survival, medians and hazards below are those of patients who enter first; hazard ratios are those among patients who enter together. Expected events, look times and the formulas that use them are over all entries.';

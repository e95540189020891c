/** E-values in a sentence. */
import type { EValues } from '../questions/eValues.ts';
import { fixed, significant } from './numbers.ts';

type Event = 'rare' | 'common';

const value = (e: number): string => fixed(e, 2);

/** What is said of an event that is, or would be, rare or common. */
const OTHERWISE: Record<Event, string> = {
  rare: 'were the event rare, had by fewer than 15 % of patients',
  common: 'were the event common, had by more than 15 % of patients',
};

function limitText(values: EValues, meant: Event): string {
  const { limit } = values[meant];
  if (limit === null) return '';
  return limit === 1
    ? ' Its confidence interval holds 1: the limit nearer 1 needs no such factor (E-value 1).'
    : ` For its confidence limit nearer 1 the E-value is ${value(limit)}.`;
}

/**
 * What an unmeasured factor would have to be like to explain the published hazard ratio by itself; `what` is the treatment in
 * words.
 */
export function eValueText(values: EValues, what = 'treatment'): string {
  const { hazardRatio, event } = values;
  if (hazardRatio === 1)
    return 'The published hazard ratio is 1: there is nothing that an unmeasured factor would have to explain.';
  const meant = event ?? 'common';
  const other = meant === 'common' ? 'rare' : 'common';
  return `To explain the published HR ${significant(hazardRatio)} by itself, an unmeasured factor would need a risk ratio of at least ${value(values[meant].estimate)} both with ${what} and with the event (E-value${event === null ? ' of a common event' : `, the event being ${meant}`}; ${value(values[other].estimate)} ${OTHERWISE[other]}).${limitText(values, meant)}`;
}

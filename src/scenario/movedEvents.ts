/** Event counts that move with the number of patients, as they do in a search for a size: events ÷ patients stays. */
import { eventCounts, movedCount } from './eventCounts.ts';
import { type Field, findField, type Setting } from './field.ts';
import type { Path } from './problems.ts';
import type { Sources } from './source.ts';

/** `trial.analysis.laterOf[0].events` as a field is named, by position. */
const nameOf = (path: Path): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');

/**
 * The event counts that go with `settings` which give another number of patients than the file: none where they do not,
 * and none that are set themselves.
 */
export function movedEvents({ main, study }: Sources, settings: readonly Setting[]): Setting[] {
  const ofPatients = settings.find(({ field }) => field.text === 'trial.patients');
  const from = ofPatients?.field.value;
  const to = ofPatients?.value;
  if (typeof from !== 'number' || typeof to !== 'number') return [];
  const fieldAt = (path: Path): Field => findField({ main, study }, nameOf(path));
  return eventCounts(main.value.trial)
    .map(({ path, events }) => ({ field: fieldAt(path), value: movedCount(events, from, to) }))
    .filter(({ field }) => !settings.some((setting) => setting.field.text === field.text));
}

/** Where the scenario says a value comes from, as a sentence and a trace have it. */
import type { About, FieldMeaning } from '../../scenario/meaning.ts';
import type { PlanningValue } from '../../scenario/provenance.ts';
import { percent } from '../numbers.ts';
import { type Draft, NOTHING, say } from './draft.ts';
import type { Subject } from './subject.ts';

/** What the scenario says of the source of one of its values; null where it says nothing. */
export type Given = PlanningValue | null;

/** A value of the planned trial that fits the first of these descriptions which any fits; of several the first in the file. */
export function given(
  { scenario }: Pick<Subject, 'scenario'>,
  ...descriptions: readonly ((meaning: FieldMeaning) => boolean)[]
): Given {
  const planned = scenario.provenance.filter(({ steps }) => steps[0] === 'trial');
  for (const fits of descriptions) {
    const found = planned.find(({ meaning }) => fits(meaning));
    if (found !== undefined) return found;
  }
  return null;
}

/** Describes the values about one of these parts of the plan. */
export function about(...parts: readonly About[]): (meaning: FieldMeaning) => boolean {
  return (meaning) => parts.includes(meaning.about);
}

export function traceOf(found: Given, otherwise: string): string {
  return found === null
    ? otherwise
    : `${found.path} = ${found.value} (${found.source}${found.note === null ? '' : `: ${found.note}`})`;
}

/** Longer notes stand in the list of planning values only. */
const LONGEST_NOTE = 140;

/** `, from …`; brackets within stay apart from those about it. */
function noteDraft({ note }: NonNullable<Given>): Draft {
  if (note === null || [...note].length > LONGEST_NOTE) return NOTHING;
  const inner = note.replace(/\.+$/, '').replace(/[([]/g, '[').replace(/[)\]]/g, ']');
  return say`: ${inner}`;
}

/** ` (reported: Fig. 2A)`: of a value that stands in the sentence as it stands in the scenario. */
export function sourceOf(found: Given): Draft {
  return found === null ? NOTHING : say` (${found.source}${noteDraft(found)})`;
}

/** ` (derived from the hazard, assumed: …)`: of a number that was computed from `what`, which has this source. */
export function derivedFrom(what: Draft, found: Given): Draft {
  if (found === null) return say` (derived from ${what})`;
  return say` (derived from ${what}, ${found.source}${noteDraft(found)})`;
}

/** The source of `share` where it is the value given; where it was computed, what from. */
export function sourceOfShare(share: number, found: Given, what: Draft): Draft {
  const itself = found !== null && percent(Number(found.value), 1) === percent(share, 1);
  return found === null || itself ? sourceOf(found) : derivedFrom(what, found);
}

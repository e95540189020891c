/**
 * The calendar tick of a look. For an event count it is the d-th smallest event tick, found by
 * quickselect (C. A. R. Hoare, "Algorithm 65: FIND", 1961); NEVER if there are fewer events.
 */
import type { CutRule } from '../plan/cutRule.ts';
import { NEVER } from '../plan/ticks.ts';

/** The value that would stand at index k of `values[0..n)` if it were sorted. Reorders `values`. */
export function select(values: Int32Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const a = values[low];
    const b = values[middle];
    const c = values[high];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const swap = values[i];
        values[i++] = values[j];
        values[j--] = swap;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return values[k];
  }
  return values[k];
}

/** The patients that a rule counts; see draw/patients.ts for the arrays. */
export interface CutPatients {
  readonly n: number;
  readonly entry: Int32Array;
  /** By endpoint, the driving one first. */
  readonly exits: readonly Int32Array[];
  readonly arm: Uint8Array;
  readonly cell: Uint8Array;
}

/** Counts patients `i` for which it is true. */
type Among = (i: number) => boolean;

/** Tick of the event numbered `wanted` (from 1) of those that `among` counts; NEVER where there are fewer. */
function tickOfEvent(exit: Int32Array, n: number, among: Among | null, wanted: number, scratch: Int32Array): number {
  let events = 0;
  for (let i = 0; i < n; i++) {
    if (among !== null && !among(i)) continue;
    scratch[events] = exit[i] >> 2;
    events += 1 - ((exit[i] >> 1) & 1);
  }
  return events < wanted ? NEVER : select(scratch, events, wanted - 1);
}

/** Tick of the entry of the patient numbered `patient`, at most the last; `patient` follows from how many there are. */
function tickOfEntry(
  { n, entry, arm }: CutPatients,
  open: readonly boolean[],
  patient: (of: number) => number,
  scratch: Int32Array,
): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (open[arm[i]]) scratch[count++] = entry[i] >> 2;
  // Of the arms still open there may be fewer patients than their share of the allocation.
  const wanted = Math.min(count, patient(count));
  return wanted === 0 ? NEVER : select(scratch, count, wanted - 1);
}

/**
 * When `rule` is met by patients of the arms that are open, in calendar ticks, the look before being at tick `previous` (0 for
 * none); at or past NEVER when it is not. `scratch` holds n.
 */
export function findCut(
  rule: CutRule,
  patients: CutPatients,
  open: readonly boolean[],
  scratch: Int32Array,
  previous: number,
): number {
  const { n, exits, arm, cell } = patients;
  switch (rule.kind) {
    case 'events':
      return tickOfEvent(exits[0], n, open.every(Boolean) ? null : (i) => open[arm[i]], rule.events, scratch);
    case 'eventsOf': {
      const { cells } = rule;
      const counted: Among = (i) =>
        open[arm[i]] && (rule.arm === null || arm[i] === rule.arm) && (cells === null || cells[cell[i]]);
      return tickOfEvent(exits[rule.endpoint], n, counted, rule.events, scratch);
    }
    case 'calendarTime':
      return rule.ticks;
    case 'sinceLook':
      return previous + rule.ticks;
    case 'followUp':
      return tickOfEntry(patients, open, (of) => rule.patients || of, scratch) + rule.ticks;
    case 'medianFollowUp':
      return tickOfEntry(patients, open, (of) => Math.ceil(of / 2), scratch) + rule.ticks;
    case 'laterOf':
    case 'earlierOf': {
      const later = rule.kind === 'laterOf';
      let cut = later ? 0 : NEVER;
      for (const part of rule.rules) {
        const at = findCut(part, patients, open, scratch, previous);
        cut = later ? Math.max(cut, at) : Math.min(cut, at);
      }
      return cut;
    }
  }
}

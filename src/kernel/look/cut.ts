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

/**
 * When `rule` is met, in calendar ticks, the look before at tick `previous` (0 for none); at or past NEVER when it is not.
 * See draw/drawArm.ts for the arrays; `scratch` holds n.
 */
export function findCut(
  rule: CutRule,
  n: number,
  entry: Int32Array,
  exit: Int32Array,
  scratch: Int32Array,
  previous: number,
): number {
  switch (rule.kind) {
    case 'events': {
      let events = 0;
      for (let i = 0; i < n; i++) {
        scratch[events] = exit[i] >> 2;
        events += 1 - ((exit[i] >> 1) & 1);
      }
      return events < rule.events ? NEVER : select(scratch, events, rule.events - 1);
    }
    case 'calendarTime':
      return rule.ticks;
    case 'sinceLook':
      return previous + rule.ticks;
    case 'followUp': {
      for (let i = 0; i < n; i++) scratch[i] = entry[i] >> 2;
      // Of the arms still open there may be fewer patients than their share of the allocation.
      const patient = Math.min(n, rule.patients || n);
      return patient === 0 ? NEVER : select(scratch, n, patient - 1) + rule.ticks;
    }
    case 'laterOf':
    case 'earlierOf': {
      const later = rule.kind === 'laterOf';
      let cut = later ? 0 : NEVER;
      for (const part of rule.rules) {
        const at = findCut(part, n, entry, exit, scratch, previous);
        cut = later ? Math.max(cut, at) : Math.min(cut, at);
      }
      return cut;
    }
  }
}

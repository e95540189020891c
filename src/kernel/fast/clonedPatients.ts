/** The patients of a comparison of clones (../../statistics/clones.ts) as the module has observed them; twin of ../look/cloned.ts. */
import type { ClonedPatients } from '../../statistics/clones.ts';
import type { ComparisonTables } from '../plan/statisticsPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { EMPTY, type ModuleMemory } from './memory.ts';
import * as at from './statisticsLayout.ts';

/**
 * Fills `into` with the patients of comparison `index`, which is `tables`, at `cut`; `head` is that of the statistics. The module has
 * just gathered them as for time-dependent treatment: by place in its arrays, the code at the exit, and of the arm 4 × the key of the
 * start, EMPTY for who has not started before the exit or who started at once.
 */
export function readCloned(
  memory: ModuleMemory,
  head: number,
  index: number,
  { arm, stratumOf }: ComparisonTables,
  cut: number,
  into: ClonedPatients,
): void {
  const { ints, cells } = memory;
  const comparison = memory.int(head + at.HEAD_COMPARISON) + at.COMPARISON_BYTES * index;
  const switches = memory.int(head + at.HEAD_SWITCH_CODES) >> 2;
  let n = 0;
  for (const a of [0, arm]) {
    const codes = memory.int(comparison + (a === 0 ? at.COMPARISON_CONTROL_CODES : at.COMPARISON_ARM_CODES)) >> 2;
    const first = memory.offset(a);
    const end = first + memory.size(a);
    for (let place = first; place < end; place++) {
      const code = ints[codes + place];
      if (code === EMPTY || stratumOf[cells[place] >> 2] < 0) continue;
      into.time[n] = cut - (code >> 2);
      into.event[n] = (code >> 1) & 1;
      if (a === 0 || (code & 1) === 0) into.start[n] = NEVER;
      else {
        const began = ints[switches + place];
        into.start[n] = began === EMPTY ? 0 : cut - (began >> 2);
      }
      n++;
    }
  }
  into.n = n;
}

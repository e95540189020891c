/** The patients of a comparison of clones (../../statistics/clones.ts), from the codes that it has gathered. */
import type { ClonedPatients } from '../../statistics/clones.ts';
import { NEVER } from '../plan/ticks.ts';
import type { Codes } from './gather.ts';

/** Fills `into` with the one stratum of `gathered` at `cut`; `start` is by patient, and nobody of the control starts. */
export function fillCloned(
  { codes, members, firsts }: Codes,
  start: Int32Array,
  cut: number,
  into: ClonedPatients,
): void {
  into.n = firsts[1];
  for (let i = 0; i < firsts[1]; i++) {
    const code = codes[i];
    into.time[i] = cut - (code >> 2);
    into.event[i] = (code >> 1) & 1;
    into.start[i] = (code & 1) === 0 ? NEVER : start[members[i]];
  }
}

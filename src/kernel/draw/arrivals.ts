/** When patients enter in order of entry by an accrual: order statistics of uniforms, a Poisson process, or evenly spaced. */
import type { EntryLaw } from '../plan/entryLaw.ts';
import { NEVER } from '../plan/ticks.ts';
import type { Candidates } from './candidates.ts';

/**
 * Fills the calendar tick of every arrival, ascending, and the word of the arrival's share, from candidates who stand
 * before their first.
 */
export function drawArrivals(law: EntryLaw, candidates: Candidates, tick: Int32Array, words: Uint32Array): void {
  const { pattern, total, breaks, origins, slopes } = law;
  const n = tick.length;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    candidates.advance();
    x[i] = pattern === 'even' ? i + 0.5 : candidates.sum;
    words[i] = candidates.word;
  }
  candidates.advance();
  // Given the (N + 1)-th arrival of a Poisson process the N before it are uniform in front of it.
  const scale = pattern === 'uniform' ? total / candidates.sum : 1;
  let piece = 0;
  for (let i = 0; i < n; i++) {
    const at = x[i] * scale;
    while (piece + 1 < breaks.length && at >= breaks[piece + 1]) piece++;
    tick[i] = Math.floor(Math.min(NEVER, origins[piece] + (at - breaks[piece]) * slopes[piece]));
  }
}

/** When patients enter who are allocated as they come: all in order of entry. */
import type { EntryLaw } from '../plan/entryLaw.ts';
import { entryTick } from './entry.ts';
import { preciseExponential } from './preciseExponential.ts';
import { nextWord } from './stream.ts';

/** Ticks of entry in ascending order: order statistics of uniforms, or the arrivals of a Poisson process, by exponential gaps. */
export function drawInOrder(plan: EntryLaw, n: number, state: Int32Array, ticks: Int32Array): void {
  if (plan.pattern === 'even') {
    for (let i = 0; i < n; i++) ticks[i] = entryTick(plan, i + 0.5);
    return;
  }
  const sums = arrivals.length > n ? arrivals : new Float64Array(2 * n + 1);
  arrivals = sums;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    sum += preciseExponential(nextWord(state));
    sums[i] = sum;
  }
  // Given the (N + 1)-th arrival of a Poisson process the N before it are uniform in front of it.
  const scale = plan.pattern === 'poisson' ? 1 : plan.total / sum;
  for (let i = 0; i < n; i++) ticks[i] = entryTick(plan, sums[i] * scale);
}

let arrivals = new Float64Array(0);

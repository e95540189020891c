/** When patients who differ enter: each arm by itself, or all in order of entry. */
import type { EntryLaw } from '../plan/entryLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { EXIT_WORDS } from './cohortStreams.ts';
import { drawSpan, entryTick, evenTick } from './entry.ts';
import { preciseExponential } from './preciseExponential.ts';
import { nextWord, type StreamKey } from './stream.ts';

/** Entries of arms that each have their own (entry.ts). */
export function passEntries(
  plan: KernelPlan,
  key: StreamKey,
  replicate: number,
  words: Int32Array,
  entry: Int32Array,
): void {
  const { pattern, shift } = plan.entry;
  const span = drawSpan(plan, key, replicate);
  let i = 0;
  plan.sizes.forEach((size, arm) => {
    for (let j = 0; j < size; j++, i++) {
      const word = words[i * EXIT_WORDS] >>> 0;
      let tick: number;
      if (pattern === 'even') {
        tick = evenTick(plan.entry, arm, j);
      } else if (shift !== null) tick = word >>> shift;
      else tick = entryTick(plan.entry, i === span.last ? span.span : (word + 0.5) * (span.span * 2 ** -32));
      entry[i] = tick << 2;
    }
  });
}

/** Entries in ascending order: order statistics of uniforms, or the arrivals of a Poisson process, by exponential gaps. */
export function drawInOrder(plan: EntryLaw, n: number, state: Int32Array, entry: Int32Array): void {
  if (plan.pattern === 'even') {
    for (let i = 0; i < n; i++) entry[i] = entryTick(plan, i + 0.5) << 2;
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
  for (let i = 0; i < n; i++) entry[i] = entryTick(plan, sums[i] * scale) << 2;
}

let arrivals = new Float64Array(0);

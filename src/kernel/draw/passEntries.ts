/** When patients who differ enter where every arm has its own entries. */
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { EXIT_WORDS } from './cohortStreams.ts';
import { drawSpan, entryTick, evenTick } from './entry.ts';
import type { StreamKey } from './stream.ts';

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

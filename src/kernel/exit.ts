/**
 * Stages 1 and 2 for one arm: entry and exit of every patient, from the arm's four lanes.
 *
 * Words of a patient, in order: entry; event; a third one only where there is dropout.
 * With E = −ln U: competing  exit after Λ⁻¹(E) of the summed hazards, by the event with probability λ/(λ + η) of its piece;
 *                 separate   exit after min(Λ⁻¹(E), E′/η), E′ from the third word.
 * exit[i] = 2 × calendar tick + (1 if the event, 0 if dropout); ticks past the horizon are NEVER.
 */
import { pieceAt } from '../survival/clock.ts';
import { timeAtCumulativeHazard } from '../survival/law.ts';
import { type EntrySpan, entryTick, slotOf } from './entry.ts';
import { type KernelPlan, NEVER } from './plan.ts';
import { LANES, nextWord, type StreamKey, seedLane, uniform } from './stream.ts';

const state = new Int32Array(4);

/** Fill entry and exit of arm `arm` from index `offset` on. Arrays hold N patients. */
export function drawArm(
  plan: KernelPlan,
  arm: 0 | 1,
  offset: number,
  span: EntrySpan,
  key: StreamKey,
  replicate: number,
  entry: Int32Array,
  exit: Int32Array,
): void {
  const { inverse, eventShare, dropoutHazard, kind } = plan.exits[arm];
  const n = plan.sizes[arm];
  const even = plan.entry.pattern === 'even';
  const single = plan.entry.breaks.length === 1;
  const origin = plan.entry.origins[0];
  const slope = plan.entry.slopes[0] * span.span;
  const simple = inverse.breaks.length === 1 && inverse.clock === null;
  const rate = inverse.slopes[0] * plan.ticksPerUnit;
  for (let lane = 0; lane < LANES && lane < n; lane++) {
    seedLane(key, replicate, arm, lane, state);
    for (let j = lane; j < n; j += LANES) {
      const i = offset + j;
      const u = uniform(nextWord(state));
      let start: number;
      if (even) start = entryTick(plan.entry, slotOf(plan, arm, j) + 0.5);
      else if (i === span.last) start = entryTick(plan.entry, span.span);
      else start = single ? origin + u * slope : entryTick(plan.entry, u * span.span);
      const began = start < NEVER ? Math.floor(start) : NEVER;
      entry[i] = began;

      const e = -Math.log(uniform(nextWord(state)));
      let ticks = simple ? e * rate : timeAtCumulativeHazard(inverse, e) * plan.ticksPerUnit;
      let event = 1;
      if (dropoutHazard > 0) {
        const third = uniform(nextWord(state));
        if (kind === 'competing') {
          event = third < eventShare[simple ? 0 : pieceAt(inverse.breaks, e)] ? 1 : 0;
        } else {
          const dropout = (-Math.log(third) / dropoutHazard) * plan.ticksPerUnit;
          if (dropout < ticks) {
            ticks = dropout;
            event = 0;
          }
        }
      }
      const end = began + ticks;
      exit[i] = end < NEVER ? (Math.floor(end) << 1) | event : NEVER << 1;
    }
  }
}

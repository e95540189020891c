/** What each replicate claimed, in order: 1 benefit, −1 harm, 0 nothing; trials on the same draws are compared in pairs. */
import type { Collector } from '../collector.ts';
import { type Kept, series } from '../shape.ts';

const shape = series<number>([-1, 0, 1]);

export const claims = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.everyClaim === true,
  add(kept, block) {
    for (const claim of block.claims) kept.push(claim);
  },
} satisfies Collector<Kept<typeof shape>>;

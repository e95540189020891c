/** How often the hypotheses of a trial with several are rejected, and at which looks. */
import { powerOfTwo } from '../../elementary/powersOfTwo.ts';
import { hypotheses, looks } from '../asked.ts';
import type { Collector } from '../collector.ts';
import type { FamilyDecisions } from '../familyDecisions.ts';
import { count, type Kept, list, record } from '../shape.ts';

const shape = record({
  /** Replicates in which hypothesis h is rejected by the end, any is, all are. */
  rejected: list(hypotheses, count),
  any: count,
  all: count,
  /** rejectedAt[look][h], and arms dropped after a look. */
  rejectedAt: list(looks, list(hypotheses, count)),
  droppedAt: list(looks, list(hypotheses, count)),
});

export type FamilyTally = Kept<typeof shape>;

function addDecisions(kept: FamilyTally, { rejected, rejectedAt, droppedAt, look }: FamilyDecisions): void {
  const all = kept.rejected.length;
  const full = powerOfTwo(all) - 1;
  for (let row = 0; row < rejected.length; row++) {
    const mask = rejected[row];
    if (mask !== 0) kept.any++;
    if (mask === full) kept.all++;
    for (let h = 0; h < all; h++) {
      if ((mask >> h) & 1) {
        kept.rejected[h]++;
        kept.rejectedAt[rejectedAt[h][row]][h]++;
      }
      // A trial drops nothing more once it has ended.
      if (droppedAt[h][row] < look[row]) kept.droppedAt[droppedAt[h][row]][h]++;
    }
  }
}

export const family = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.family !== undefined,
  add(kept, block) {
    if (block.family !== null) addDecisions(kept, block.family);
  },
} satisfies Collector<FamilyTally>;

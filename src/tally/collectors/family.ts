/** How often the hypotheses of a trial with several are rejected, and at which looks. */
import { powerOfTwo } from '../../elementary/powersOfTwo.ts';
import { type Asked, hypotheses, looks } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { type FamilyDecisions, NEVER } from '../familyDecisions.ts';
import { count, type Kept, list, record } from '../shape.ts';

/** One entry for every set of hypotheses, as a bit mask. */
const sets = (asked: Asked): number => powerOfTwo(hypotheses(asked));

const shape = record({
  /** Replicates by the set of hypotheses that they reject, the gate acted on, and ignored. */
  sets: list(sets, count),
  setsIgnoring: list(sets, count),
  /** Replicates that the gate ends. */
  gated: count,
  /** rejectedAt[look][h], and arms dropped after a look; the gate acted on. */
  rejectedAt: list(looks, list(hypotheses, count)),
  droppedAt: list(looks, list(hypotheses, count)),
});

export type FamilyTally = Kept<typeof shape>;

function addDecisions(kept: FamilyTally, decisions: FamilyDecisions): void {
  const { rejected, rejectedIgnoring, gated, rejectedAt, droppedAt, look } = decisions;
  for (let row = 0; row < rejected.length; row++) {
    kept.sets[rejected[row]]++;
    kept.setsIgnoring[rejectedIgnoring[row]]++;
    kept.gated += gated[row];
    for (let h = 0; h < rejectedAt.length; h++) {
      if (rejectedAt[h][row] !== NEVER) kept.rejectedAt[rejectedAt[h][row]][h]++;
      // A trial drops nothing more once it has ended.
      if (droppedAt[h][row] < look[row]) kept.droppedAt[droppedAt[h][row]][h]++;
    }
  }
}

/** Replicates among `sets` whose rejected hypotheses are as asked. */
export function countSets(sets: readonly number[], asked: (rejected: number) => boolean): number {
  return sets.reduce((sum, replicates, mask) => (asked(mask) ? sum + replicates : sum), 0);
}

export const family = {
  version: 2,
  shape,
  wanted: ({ spec }) => spec.family !== undefined,
  add(kept, block) {
    if (block.family !== null) addDecisions(kept, block.family);
  },
} satisfies Collector<FamilyTally>;

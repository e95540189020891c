/** Calendar time at which replicates ended. */
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { count, type Kept, record } from '../shape.ts';

const shape = record({
  time: distribution('relative'),
  /** Replicates whose analysis rule was not met by the horizon. */
  unreached: count,
});

export const analysisTime = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.details,
  add(kept, { ended }) {
    addAll(kept.time, ended.analysisTime);
    for (let row = 0; row < ended.rows; row++) kept.unreached += 1 - ended.reached[row];
  },
} satisfies Collector<Kept<typeof shape>>;

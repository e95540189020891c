/** Events at the analysis where replicates ended. */
import { arms } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { addValue, moments } from '../moments.ts';
import { type Kept, list, record } from '../shape.ts';

const shape = record({
  all: distribution('integer'),
  /** By arm, the control first. */
  byArm: list(arms, moments),
});

export const events = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.details,
  add(kept, { ended }) {
    const all = new Int32Array(ended.rows);
    ended.events.forEach((own, arm) => {
      const moments = kept.byArm[arm];
      for (let row = 0; row < own.length; row++) {
        all[row] += own[row];
        addValue(moments, own[row]);
      }
    });
    addAll(kept.all, all);
  },
} satisfies Collector<Kept<typeof shape>>;

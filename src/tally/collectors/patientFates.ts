/** What had become of the patients, all arms together, when replicates ended. */
import type { Collector } from '../collector.ts';
import { addValue, moments } from '../moments.ts';
import { type Kept, record } from '../shape.ts';

const shape = record({
  enrolled: moments,
  dropouts: moments,
  /** Followed to the end of a fixed follow-up. */
  completed: moments,
  /** In follow-up, without event or dropout. */
  atRisk: moments,
});

/** The sum over the arms of one row. */
function total(byArm: readonly Int32Array[], row: number): number {
  let sum = 0;
  for (let arm = 0; arm < byArm.length; arm++) sum += byArm[arm][row];
  return sum;
}

export const patients = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.details,
  add({ enrolled, dropouts, completed, atRisk }, { ended }) {
    for (let row = 0; row < ended.rows; row++) {
      const all = total(ended.enrolled, row);
      const left = total(ended.dropouts, row);
      const through = total(ended.completed, row);
      addValue(enrolled, all);
      addValue(dropouts, left);
      addValue(completed, through);
      addValue(atRisk, all - left - through - total(ended.events, row));
    }
  },
} satisfies Collector<Kept<typeof shape>>;

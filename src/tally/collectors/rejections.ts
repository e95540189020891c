/** How often the trial claims something: z at or beyond the critical value, or what a group-sequential trial decides. */
import type { Collector } from '../collector.ts';
import { count, type Kept, record } from '../shape.ts';

const shape = record({
  /** Claims in favour of experimental, and of the control. */
  benefit: count,
  harm: count,
});

export const rejections = {
  version: 1,
  shape,
  add(kept, { claims }) {
    for (let row = 0; row < claims.length; row++) {
      if (claims[row] === 1) kept.benefit++;
      else if (claims[row] === -1) kept.harm++;
    }
  },
} satisfies Collector<Kept<typeof shape>>;

/** Estimates of every statistic at every look that took place, whatever is decided there: [look][statistic]. */
import { looks, statistics } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { addValue, moments } from '../moments.ts';
import { type Kept, list } from '../shape.ts';

const shape = list(looks, list(statistics, moments));

export const lookEstimates = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.lookEstimates === true,
  add(kept, block) {
    block.looks.forEach(({ rows, performed, statistics: estimated }, k) => {
      estimated.forEach(({ estimate }, s) => {
        for (let row = 0; row < rows; row++) if (performed[row] === 1) addValue(kept[k][s], estimate[row]);
      });
    });
  },
} satisfies Collector<Kept<typeof shape>>;

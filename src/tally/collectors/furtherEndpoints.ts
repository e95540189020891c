/** Counts of the endpoints beside the driving one, at every look that took place: [look][endpoint]. */
import { arms, furtherEndpoints as endpoints, looks } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { addValue, moments } from '../moments.ts';
import { type Kept, list, record } from '../shape.ts';

const shape = list(
  looks,
  record({
    time: moments,
    /** Of the driving endpoint, in all arms. */
    events: moments,
    endpoints: list(
      endpoints,
      record({
        /** By arm, the control first. */
        events: list(arms, moments),
        ended: list(arms, moments),
      }),
    ),
  }),
);

export const furtherEndpoints = {
  version: 1,
  shape,
  wanted: ({ plan, spec }) => spec.details && plan.endpoints.length > 0,
  add(kept, block) {
    block.looks.forEach(({ rows, performed, analysisTime, events, further }, k) => {
      for (let row = 0; row < rows; row++) {
        if (performed[row] === 0) continue;
        addValue(kept[k].time, analysisTime[row]);
        addValue(
          kept[k].events,
          events.reduce((sum, own) => sum + own[row], 0),
        );
        kept[k].endpoints.forEach((into, e) => {
          const { events: happened, ended } = further[e];
          for (let arm = 0; arm < happened.length; arm++) {
            addValue(into.events[arm], happened[arm][row]);
            addValue(into.ended[arm], ended[arm][row]);
          }
        });
      }
    });
  },
} satisfies Collector<Kept<typeof shape>>;

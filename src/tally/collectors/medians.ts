/** Kaplan–Meier medians of the control and of the first experimental arm, where they are reached. */
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { type Kept, list } from '../shape.ts';

const shape = list(() => 2, distribution('relative'));

export const medians = {
  version: 1,
  shape,
  wanted: ({ wants, spec }) => wants.medians && spec.details,
  add(kept, { ended }) {
    ended.medians?.forEach((values, arm) => {
      addAll(kept[arm], values);
    });
  },
} satisfies Collector<Kept<typeof shape>>;

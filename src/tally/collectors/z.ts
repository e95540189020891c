/** z of the deciding test where replicates ended; infinite values are left out. */
import type { Collector } from '../collector.ts';
import { addValue, type Moments, moments } from '../moments.ts';

export const z = {
  version: 1,
  shape: moments,
  wanted: ({ spec }) => spec.details,
  add(kept, { ended }) {
    const { z: values, rows } = ended;
    for (let row = 0; row < rows; row++) if (Number.isFinite(values[row])) addValue(kept, values[row]);
  },
} satisfies Collector<Moments>;

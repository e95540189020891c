/** The hazard ratio observed (Cox) and the coverage of its 95 % Wald interval. */
import { normalQuantile } from '../../maths/normal.ts';
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { addValue, moments } from '../moments.ts';
import { count, type Kept, record } from '../shape.ts';

const Z_95 = normalQuantile(0.975);

const shape = record({
  /** log(experimental ÷ control), where it could be estimated. */
  log: distribution('additive'),
  standardError: moments,
  /** Intervals that hold the true ratio, where there is one. */
  covered: count,
});

export const hazardRatio = {
  version: 1,
  shape,
  wanted: ({ wants, spec }) => wants.hazardRatio && spec.details,
  add(kept, { ended: { logHazardRatio, standardError, rows }, asked: { spec } }) {
    if (logHazardRatio === null || standardError === null) return;
    const truth = spec.trueLogHazardRatio;
    addAll(kept.log, logHazardRatio);
    for (let row = 0; row < rows; row++) {
      addValue(kept.standardError, standardError[row]);
      if (truth !== null && Math.abs(logHazardRatio[row] - truth) <= Z_95 * standardError[row]) kept.covered++;
    }
  },
} satisfies Collector<Kept<typeof shape>>;

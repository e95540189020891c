/**
 * Replicates in which a statistic was at least as far out as the published one, among those in which it could be
 * computed.
 */
import { log } from '../../elementary/log.ts';
import type { Columns } from '../../kernel/look/columns.ts';
import { normalQuantile } from '../../maths/normal.ts';
import type { Published } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { count, type Kept, record } from '../shape.ts';

const shape = record({
  /** log-rank P ≤ published, and ≥. */
  pAtMost: count,
  pAtLeast: count,
  /** |log HR| ≥ |log published|, either direction; and in the published direction. */
  hazardRatioEitherWay: count,
  hazardRatioSameWay: count,
  hazardRatios: count,
  /** |difference of medians| ≥ published; and in the published direction. An unreached median is beyond any reached one. */
  mediansEitherWay: count,
  mediansSameWay: count,
  medianPairs: count,
  /** |log HR − shape × log(control median ÷ experimental median)| ≥ the published disagreement, both medians reached. */
  disagreement: count,
  disagreements: count,
});

export type Extremes = Kept<typeof shape>;

const oneIf = (condition: boolean): number => (condition ? 1 : 0);

function addBlock(extremes: Extremes, published: Published, columns: Columns): void {
  const { pValue, hazardRatio, medians, survivalShape } = published;
  const zPublished = pValue === null ? Number.NaN : normalQuantile(1 - pValue / 2);
  const logPublished = hazardRatio === null ? Number.NaN : log(hazardRatio);
  const apart = medians === null ? Number.NaN : medians[0] - medians[1];
  const disagreed =
    medians === null ? Number.NaN : Math.abs(logPublished - survivalShape * log(medians[0] / medians[1]));
  for (let row = 0; row < columns.rows; row++) {
    extremes.pAtMost += oneIf(Math.abs(columns.z[row]) >= zPublished);
    extremes.pAtLeast += oneIf(Math.abs(columns.z[row]) <= zPublished);
    const logRatio = columns.logHazardRatio?.[row] ?? Number.NaN;
    if (!Number.isNaN(logRatio)) {
      extremes.hazardRatios++;
      extremes.hazardRatioEitherWay += oneIf(Math.abs(logRatio) >= Math.abs(logPublished));
      extremes.hazardRatioSameWay += oneIf(logRatio * Math.sign(logPublished) >= Math.abs(logPublished));
    }
    const control = columns.medians?.[0][row] ?? Number.NaN;
    const experimental = columns.medians?.[1][row] ?? Number.NaN;
    if (Number.isNaN(control) && Number.isNaN(experimental)) continue;
    const difference =
      (Number.isNaN(control) ? Number.POSITIVE_INFINITY : control) -
      (Number.isNaN(experimental) ? Number.POSITIVE_INFINITY : experimental);
    extremes.medianPairs++;
    extremes.mediansEitherWay += oneIf(Math.abs(difference) >= Math.abs(apart));
    extremes.mediansSameWay += oneIf(difference * Math.sign(apart) >= Math.abs(apart));
    if (Number.isFinite(difference) && !Number.isNaN(logRatio) && control > 0 && experimental > 0) {
      extremes.disagreements++;
      extremes.disagreement += oneIf(Math.abs(logRatio - survivalShape * log(control / experimental)) >= disagreed);
    }
  }
}

export const extremes = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.published !== null && spec.details,
  add(kept, { asked: { spec }, ended }) {
    if (spec.published !== null) addBlock(kept, spec.published, ended);
  },
} satisfies Collector<Extremes>;

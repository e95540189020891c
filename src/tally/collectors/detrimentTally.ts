/** What looks at survival see: the observed hazard ratio of death against the threshold at the deaths observed. */
import type { Columns } from '../../kernel/look/columns.ts';
import { looks } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { addValue, moments } from '../moments.ts';
import { type DetrimentSpec, ObservedThresholds } from '../observedThresholds.ts';
import { count, type Kept, list, record } from '../shape.ts';

const look = record({
  /** The look took place and was held against a threshold. */
  taken: count,
  /** The observed hazard ratio was at or above the threshold; and it was so at no look before. */
  above: count,
  firstAbove: count,
  deaths: moments,
  /** Log of the threshold, at looks with deaths. */
  threshold: moments,
  /** Log of the observed hazard ratio, where it could be estimated. */
  observed: distribution('additive'),
});

const shape = record({
  looks: list(looks, look),
  /** Replicates in which no look was above its threshold. */
  neverAbove: count,
  /** Claims of benefit, and those of them that saw no detriment by the look that claims. */
  claims: count,
  claimsUnharmed: count,
});

export type DetrimentTally = Kept<typeof shape>;

const known = new WeakMap<DetrimentSpec, ObservedThresholds>();

function thresholdsOf(spec: DetrimentSpec): ObservedThresholds {
  const found = known.get(spec) ?? new ObservedThresholds(spec);
  known.set(spec, found);
  return found;
}

/** The log hazard ratio of a row; by the side that z is on where the likelihood has no maximum, NaN where nothing is compared. */
function logRatioOf({ statistics }: Columns, statistic: number, row: number): number {
  const { estimate, z } = statistics[statistic];
  if (!Number.isNaN(estimate[row])) return estimate[row];
  return z[row] === 0 ? Number.NaN : z[row] < 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

export const detriment = {
  version: 1,
  shape,
  wanted: ({ spec }) => spec.detriment !== undefined,
  add(kept, { looks: seen, decisions, claims, asked: { spec } }) {
    const watch = spec.detriment;
    if (watch === undefined) return;
    const thresholds = thresholdsOf(watch);
    const rows = claims.length;
    const observed = seen.map(() => new Float64Array(rows).fill(Number.NaN));
    for (let row = 0; row < rows; row++) {
      let history = thresholds.begin();
      let first = seen.length;
      for (let k = 0; k < seen.length; k++) {
        const columns = seen[k];
        if (!watch.looks[k]) continue;
        if (columns.performed[row] === 0) {
          history = thresholds.after(history, k, 0);
          continue;
        }
        const { events } = columns.further[watch.further];
        const deaths = events[0][row] + events[1][row];
        const threshold = thresholds.at(history, k, deaths);
        const ratio = logRatioOf(columns, watch.statistic, row);
        const at = kept.looks[k];
        at.taken++;
        addValue(at.deaths, deaths);
        if (Number.isFinite(threshold)) addValue(at.threshold, threshold);
        if (Number.isFinite(ratio)) observed[k][row] = ratio;
        if (ratio >= threshold) {
          at.above++;
          if (first === seen.length) at.firstAbove++;
          first = Math.min(first, k);
        }
        history = thresholds.after(history, k, deaths);
      }
      if (first === seen.length) kept.neverAbove++;
      if (claims[row] !== 1) continue;
      kept.claims++;
      if (first > (decisions?.look[row] ?? seen.length - 1)) kept.claimsUnharmed++;
    }
    kept.looks.forEach((at, k) => {
      addAll(at.observed, observed[k]);
    });
  },
} satisfies Collector<DetrimentTally>;

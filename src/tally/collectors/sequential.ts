/** Where the replicates of a group-sequential trial stop, why, and what is estimated there. */
import type { Columns } from '../../kernel/look/columns.ts';
import { looks } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { type Decisions, EFFICACY, FUTILITY, HARM } from '../decisions.ts';
import { type EstimateTable, interpolate } from '../estimateTable.ts';
import { addValue, moments } from '../moments.ts';
import { count, type Kept, list, record } from '../shape.ts';

/** Replicates at one look; futility stops are acted on, or ignored where the name says so. */
const look = record({
  /** The look took place. */
  reached: count,
  efficacy: count,
  harm: count,
  futility: count,
  /** The replicate went on past this look although it never took place: the final analysis was due first. */
  skipped: count,
  efficacyIgnoring: count,
  harmIgnoring: count,
  /** Calendar time of the look where it took place. */
  time: moments,
  events: moments,
  enrolled: moments,
});

const shape = record({
  looks: list(looks, look),
  /** Median-unbiased log hazard ratio, and how often its stagewise interval held the true one. */
  adjusted: moments,
  covered: count,
});

export type LookTally = Kept<typeof look>;
export type SequentialTally = Kept<typeof shape>;

const total = (byArm: readonly Int32Array[], row: number) => byArm.reduce((sum, counts) => sum + counts[row], 0);

function addStops(kept: SequentialTally, looks: readonly Columns[], decisions: Decisions): void {
  const rows = decisions.look.length;
  for (let row = 0; row < rows; row++) {
    const end = decisions.look[row];
    for (let k = 0; k <= end; k++) {
      const columns = looks[k];
      const at = kept.looks[k];
      if (columns.performed[row] === 0) {
        at.skipped++;
        continue;
      }
      at.reached++;
      addValue(at.time, columns.analysisTime[row]);
      addValue(at.events, total(columns.events, row));
      addValue(at.enrolled, total(columns.enrolled, row));
    }
    const reason = decisions.reason[row];
    if (reason === EFFICACY) kept.looks[end].efficacy++;
    else if (reason === HARM) kept.looks[end].harm++;
    else if (reason === FUTILITY) kept.looks[end].futility++;
    const ignoring = decisions.reasonIgnoring[row];
    if (ignoring === EFFICACY) kept.looks[decisions.lookIgnoring[row]].efficacyIgnoring++;
    else if (ignoring === HARM) kept.looks[decisions.lookIgnoring[row]].harmIgnoring++;
  }
}

/**
 * Add the stagewise estimates; `truth` is the log hazard ratio that their intervals should hold, null where there is
 * none.
 */
function addEstimates(
  kept: SequentialTally,
  decisions: Decisions,
  tables: readonly EstimateTable[],
  truth: number | null,
): void {
  for (let row = 0; row < decisions.look.length; row++) {
    const { z, logHazardRatio, low, high } = tables[decisions.look[row]];
    const seen = decisions.z[row];
    addValue(kept.adjusted, interpolate(z, logHazardRatio, seen));
    if (truth === null) continue;
    if (interpolate(z, low, seen) <= truth && truth <= interpolate(z, high, seen)) kept.covered++;
  }
}

export const sequential = {
  version: 1,
  shape,
  wanted: (asked) => looks(asked) > 1 && (asked.spec.sequential ?? asked.spec.family) !== undefined,
  add(kept, { looks: seen, decisions, asked: { spec } }) {
    if (decisions === null) return;
    addStops(kept, seen, decisions);
    const estimates = spec.sequential?.estimates;
    if (estimates !== undefined) addEstimates(kept, decisions, estimates, spec.trueLogHazardRatio);
  },
} satisfies Collector<SequentialTally>;

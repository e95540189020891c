/** Operations of trials, over replicates: recruitment, allocation, starts of the second treatment, scans. */
import type { Columns } from '../../kernel/look/columns.ts';
import { arms, looks } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { addValue, moments } from '../moments.ts';
import { type Kept, list, record } from '../shape.ts';

/** Taken where replicates ended, except for `looks`. */
const shape = record({
  /** Calendar time of the last patient in. */
  lastEntry: distribution('relative'),
  /** By look, where it took place: patients enrolled, and calendar time. */
  looks: list(looks, record({ enrolled: distribution('integer'), time: distribution('relative') })),
  /** By arm: share of its enrolled patients who have started the second treatment, and who left before they could. */
  started: list(arms, moments),
  neverStarted: list(arms, moments),
  /** The share of the events that are deaths, and of those that are tied with another. */
  deaths: moments,
  tied: moments,
  /** Time from progression to the scan that shows it. */
  delay: moments,
  /** See OperationsColumns. */
  imbalance: distribution('relative'),
  imbalanceInCentres: moments,
  imbalanceInLevels: moments,
  centresOpen: moments,
  centresRecruiting: moments,
  largestCentre: moments,
});

export type OperationsTally = Kept<typeof shape>;

/** Columns whose mean over replicates is kept as they are. */
const AVERAGED = [
  'delay',
  'imbalanceInCentres',
  'imbalanceInLevels',
  'centresOpen',
  'centresRecruiting',
  'largestCentre',
] as const;

/** Adds a block; `ended` holds each replicate at the analysis where it ended. */
function addBlock(kept: OperationsTally, looks: readonly Columns[], ended: Columns): void {
  const { operations, rows } = ended;
  if (operations === null) return;
  looks.forEach((columns, k) => {
    const { enrolled, time } = kept.looks[k];
    const count: number[] = [];
    const when: number[] = [];
    for (let row = 0; row < columns.rows; row++) {
      if (columns.performed[row] === 0) continue;
      count.push(columns.enrolled.reduce((sum, arm) => sum + arm[row], 0));
      when.push(columns.analysisTime[row]);
    }
    addAll(enrolled, count);
    addAll(time, when);
  });
  addAll(kept.lastEntry, operations.lastEntry);
  addAll(kept.imbalance, operations.imbalance);
  for (let row = 0; row < rows; row++) {
    let events = 0;
    ended.enrolled.forEach((enrolled, arm) => {
      events += ended.events[arm][row];
      addValue(kept.started[arm], operations.started[arm][row] / enrolled[row]);
      addValue(kept.neverStarted[arm], operations.neverStarted[arm][row] / enrolled[row]);
    });
    addValue(kept.deaths, operations.deaths[row] / events);
    addValue(kept.tied, operations.tied[row] / events);
    for (const field of AVERAGED) addValue(kept[field], operations[field][row]);
  }
}

export const operations = {
  version: 1,
  shape,
  wanted: ({ plan, wants }) => wants.operations === true && plan.reportsOperations,
  add: (kept, { looks: seen, ended }) => addBlock(kept, seen, ended),
} satisfies Collector<OperationsTally>;

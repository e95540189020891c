/**
 * One kind of number that is kept of replicates: when it is wanted, its shape (how it begins, merges, travels), and how
 * the replicates of a block are added. A tally is a record of what collectors keep; registry.ts lists them.
 */
import type { Asked } from './asked.ts';
import type { DecidedBlock } from './decidedBlock.ts';
import type { Shape } from './shape.ts';

export interface Collector<T> {
  /** The version of the encoding, which grows by one whenever `shape` or its meaning changes. */
  readonly version: number;
  readonly shape: Shape<T>;
  /** Whether the tallies of a job hold it; a collector that they always hold leaves this out. */
  wanted?(asked: Asked): boolean;
  /** Add the replicates of a block into `kept`, row by row. */
  add(kept: T, block: DecidedBlock): void;
}

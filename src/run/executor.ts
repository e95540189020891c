/** Simulates jobs: where and how is its own affair, the tally is the same bytes. */
import type { Tally } from '../tally/tally.ts';
import type { Job } from './job.ts';

export interface Watch {
  /** Called with the number of replicates that have just been finished. */
  readonly onReplicates?: (count: number) => void;
  /** Called whenever more blocks have been merged, with all that are: what a run of so many replicates would give. */
  readonly onMerged?: (total: Tally) => void;
  readonly signal?: AbortSignal;
}

export interface Executor {
  readonly threads: number;
  /** @throws Interrupted when the watch's signal is aborted first. */
  run(job: Job, watch?: Watch): Promise<Tally>;
  close(): Promise<void>;
}

/** The user stopped the work. `partial` holds the replicates finished in order up to then (none: replicates 0). */
export class Interrupted extends Error {
  readonly partial: Tally;
  readonly asked: number;

  constructor(partial: Tally, asked: number) {
    super(`interrupted after ${partial.replicates} of ${asked} replicates`);
    this.name = 'Interrupted';
    this.partial = partial;
    this.asked = asked;
  }
}

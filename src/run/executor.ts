/** Carries blocks to where they are simulated and merges their tallies in block order. */
import { emptyTally, mergeTally, type Tally } from '../tally/tally.ts';
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

/** Takes tallies in any order and merges them in block order, holding back those that come early. */
export class OrderedMerge {
  readonly total: Tally;
  private next = 0;
  private readonly waiting = new Map<number, Tally>();

  constructor(job: Job) {
    this.total = emptyTally(job);
  }

  add(index: number, tally: Tally): void {
    this.waiting.set(index, tally);
    for (let ready = this.waiting.get(this.next); ready; ready = this.waiting.get(this.next)) {
      mergeTally(this.total, ready);
      this.waiting.delete(this.next++);
    }
  }
}

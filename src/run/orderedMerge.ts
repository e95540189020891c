/** Takes the tallies of a job's blocks in any order and merges them in block order, holding back those that come early. */
import { emptyTally, mergeTally, type Tally } from '../tally/tally.ts';
import type { Job } from './job.ts';

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

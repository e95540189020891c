/**
 * The one loop of executors: blocks are handed out in order to a few lanes, each of which has one under way at a time,
 * and their tallies are merged in block order. An executor says how a block is carried to where it is simulated.
 */
import type { Tally } from '../tally/tally.ts';
import { type Executor, Interrupted, type Watch } from './executor.ts';
import { type Block, blocksOf, type Job } from './job.ts';
import { OrderedMerge } from './orderedMerge.ts';

export interface Carrier {
  /** Blocks simulated at the same time. */
  readonly threads: number;
  /** Blocks under way at the same time, those queued included. */
  readonly lanes: number;
  /** Simulates a block somewhere; `lane` counts from 0. */
  carry(block: Block, lane: number): Promise<Tally>;
  /** Rejects when the means of carrying are gone, though no block of theirs says so. */
  readonly lost?: Promise<never>;
  close(): Promise<void>;
}

async function runLanes(carrier: Carrier, job: Job, watch: Watch): Promise<Tally> {
  const merge = new OrderedMerge(job);
  const blocks = blocksOf(job);
  let next = 0;
  let failed = false;
  let told = 0;
  const goesOn = () => next < blocks.count && !failed && !watch.signal?.aborted;
  const lane = async (number: number): Promise<void> => {
    while (goesOn()) {
      const index = next++;
      try {
        const tally = await carrier.carry(blocks.at(index), number);
        merge.add(index, tally);
        watch.onReplicates?.(tally.replicates);
      } catch (problem) {
        failed = true;
        throw problem;
      }
      if (merge.total.replicates > told && !watch.signal?.aborted) {
        told = merge.total.replicates;
        watch.onMerged?.(merge.total);
      }
    }
  };
  const lanes = Array.from({ length: Math.min(blocks.count, carrier.lanes) }, (_, number) => lane(number));
  await Promise.race([Promise.all(lanes), ...(carrier.lost ? [carrier.lost] : [])]);
  if (watch.signal?.aborted && merge.total.replicates < job.replicates)
    throw new Interrupted(merge.total, job.replicates);
  return merge.total;
}

export function executorOf(carrier: Carrier): Executor {
  return {
    threads: carrier.threads,
    run: (job, watch = {}) => runLanes(carrier, job, watch),
    close: () => carrier.close(),
  };
}

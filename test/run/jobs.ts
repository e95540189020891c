/** A job for tests of what runs jobs: the published study, everything asked for. */

import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { blocksOf, type Job } from '../../src/run/job.ts';
import { runBlock } from '../../src/run/runBlock.ts';
import type { Tally } from '../../src/tally/tally.ts';
import { publishedShape } from '../expectation/plannedTrial.ts';

export function publishedJob(replicates: number): Job {
  return {
    plan: planKernel(publishedShape()),
    key: streamKey('jobs', 'test'),
    first: 0,
    replicates,
    wants: { hazardRatio: true, medians: true },
    spec: {
      details: true,
      criticalValue: 1.959963984540054,
      trueLogHazardRatio: Math.log(1.5),
      published: { pValue: 0.586, hazardRatio: 1.206, medians: [9, 6], survivalShape: 1 },
    },
  };
}

/** The tally of one range of the job's replicates, as if it were a block. */
export function tallyOfRange(job: Job, first: number, replicates: number): Tally {
  return runBlock({ ...blocksOf(job).at(0), first, replicates });
}

/** Every bit of a tally, order of bins included. */
export function bytes(tally: Tally): string {
  return JSON.stringify(tally, (_key, value) => (value instanceof Map ? [...value] : value));
}

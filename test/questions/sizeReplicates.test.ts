/** The replicates of a size search: none of those that confirm took part in it; what is finished outlives an interruption. */
import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/questions/asking.ts';
import { askSize, emptySize } from '../../src/questions/size.ts';
import { Interrupted } from '../../src/run/executor.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import type { Job } from '../../src/run/job.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { asking } from './asked.ts';

const family = seriesOf(delayedTrial(0), 300);

/** An asking that notes its jobs; `stop` is called with each stage. */
function watched(seed: string, begun: (stage: string) => void = () => {}, signal?: AbortSignal) {
  const jobs: Job[] = [];
  const executor = inlineExecutor();
  const some: Asking = asking(
    seed,
    { replicates: 3000 },
    {
      executor: {
        ...executor,
        run: (job, watch) => {
          jobs.push(job);
          return executor.run(job, watch);
        },
      },
      progress: { begin: begun, advance() {} },
      ...(signal ? { signal } : {}),
    },
  );
  return { some, jobs };
}

describe('the replicates of a size search', () => {
  it('that confirm N are none of those that found it', async () => {
    for (const seed of ['a', 'b', 'c']) {
      const { some, jobs } = watched(seed);
      await askSize(some, family, [0.6, 0.8], 0.01);
      // A search counts rejections; a confirmation is told in full.
      const confirming = jobs.filter(({ spec }) => spec.details);
      const searching = jobs.filter(({ spec }) => !spec.details);
      expect(confirming.length).toBeGreaterThanOrEqual(2);
      expect(searching.length).toBeGreaterThanOrEqual(4);
      const overlap = (one: Job, other: Job) =>
        one.key.every((word, i) => word === other.key[i]) &&
        one.first < other.first + other.replicates &&
        other.first < one.first + one.replicates;
      confirming.forEach((job, i) => {
        for (const other of [...searching, ...confirming.slice(i + 1)]) expect(overlap(job, other)).toBe(false);
      });
    }
  });
});

describe('an interrupted size', () => {
  it('keeps the targets that are finished', async () => {
    const stop = new AbortController();
    const { some } = watched('stop', (stage) => stage === 'size for 80 % power' && stop.abort(), stop.signal);
    const result = emptySize(family, [0.6, 0.8]);
    await expect(askSize(some, family, [0.6, 0.8], 0.05, result)).rejects.toThrow(Interrupted);
    const whole = await askSize(watched('stop').some, family, [0.6], 0.05);
    expect(result.asked).toEqual([0.6, 0.8]);
    expect(result.targets).toEqual(whole.targets);
  });
});

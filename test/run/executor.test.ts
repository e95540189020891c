/**
 * The same tally wherever and in whatever order its blocks are simulated.
 *
 * @module-tag slow
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type Executor, Interrupted } from '../../src/run/executor.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import { blockSize, blocksOf } from '../../src/run/job.ts';
import { OrderedMerge } from '../../src/run/orderedMerge.ts';
import { runBlock } from '../../src/run/runBlock.ts';
import { threadedExecutor } from '../../src/run/threads.ts';
import { emptyTally, mergeTally } from '../../src/tally/tally.ts';
import { bytes, publishedJob, tallyOfRange } from './jobs.ts';

const job = publishedJob(30_000);
const blocks = blocksOf(job);

async function withExecutor<T>(executor: Executor, use: (executor: Executor) => Promise<T>): Promise<T> {
  try {
    return await use(executor);
  } finally {
    await executor.close();
  }
}

describe('blocks', () => {
  it('cover the replicates once each', () => {
    for (const replicates of [1, 4095, 4096, 4097, 30_000]) {
      const some = { ...job, first: 17, replicates };
      const cut = blocksOf(some);
      const each = Array.from({ length: cut.count }, (_, index) => cut.at(index));
      let next = 17;
      for (const block of each) {
        expect(block.first).toBe(next);
        expect(block.replicates).toBeGreaterThan(0);
        next += block.replicates;
      }
      expect(next).toBe(17 + replicates);
    }
  });

  it('have a size that the trial decides, not the machine', () => {
    const sizeOf = (patients: number) => blockSize({ ...job.plan, sizes: [patients, patients] });
    expect([sizeOf(1), sizeOf(35), sizeOf(250), sizeOf(5000), sizeOf(10_000_000)]).toEqual([4096, 4096, 1024, 64, 1]);
  });

  it('do not change what is counted', () => {
    const whole = tallyOfRange(job, 0, 5000);
    for (const size of [1, 100, 1024, 4999]) {
      const total = emptyTally(job);
      for (let first = 0; first < 5000; first += size)
        mergeTally(total, tallyOfRange(job, first, Math.min(size, 5000 - first)));
      expect(total.rejections).toEqual(whole.rejections);
      expect(total.hazardRatio?.covered).toBe(whole.hazardRatio?.covered);
      expect(total.extremes).toEqual(whole.extremes);
      expect(total.hazardRatio?.log.bins).toEqual(whole.hazardRatio?.log.bins);
      expect(total.events?.all.sum).toBe(whole.events?.all.sum);
    }
  });
});

describe('ordered merge', () => {
  const tallies = Array.from({ length: blocks.count }, (_, index) => runBlock(blocks.at(index)));
  const random = seedrandom('order');

  it('is the same in any order of arrival', () => {
    const sequential = new OrderedMerge(job);
    for (const [index, tally] of tallies.entries()) sequential.add(index, tally);
    expect(sequential.total.replicates).toBe(30_000);
    for (let attempt = 0; attempt < 20; attempt++) {
      const order = tallies.map((_, index) => ({ index, at: attempt === 0 ? -index : random() }));
      order.sort((a, b) => a.at - b.at);
      const merge = new OrderedMerge(job);
      for (const { index } of order) merge.add(index, tallies[index]);
      expect(bytes(merge.total)).toBe(bytes(sequential.total));
    }
  });

  it('holds back what comes before its turn', () => {
    const merge = new OrderedMerge(job);
    merge.add(2, tallies[2]);
    merge.add(0, tallies[0]);
    expect(merge.total.replicates).toBe(tallies[0].replicates);
    merge.add(1, tallies[1]);
    expect(merge.total.replicates).toBe(3 * tallies[0].replicates);
  });
});

describe('executors', () => {
  it('agree to the bit on 1, 2 and 3 threads and on the calling one', async () => {
    const inline = bytes(await inlineExecutor().run(job));
    for (const threads of [1, 2, 3]) {
      let told = 0;
      const tally = await withExecutor(threadedExecutor(threads), (executor) =>
        executor.run(job, { onReplicates: (n) => (told += n) }),
      );
      expect(bytes(tally)).toBe(inline);
      expect(told).toBe(30_000);
    }
  });

  it('take job after job', async () => {
    await withExecutor(threadedExecutor(2), async (executor) => {
      const small = publishedJob(5000);
      const [one, two, other] = await Promise.all([executor.run(small), executor.run(small), executor.run(job)]);
      expect(bytes(one)).toBe(bytes(two));
      expect(other.replicates).toBe(30_000);
    });
  });

  const executors: [string, () => Executor][] = [
    ['inline', inlineExecutor],
    ['on two threads', () => threadedExecutor(2)],
  ];
  for (const [name, create] of executors) {
    it(`keep the replicates finished in order when interrupted: ${name}`, async () => {
      await withExecutor(create(), async (executor) => {
        const long = publishedJob(2_000_000);
        const stop = new AbortController();
        let told = 0;
        const run = executor.run(long, {
          signal: stop.signal,
          onReplicates(n) {
            told += n;
            if (told >= 40_000) stop.abort();
          },
        });
        const problem = await run.then(
          () => null,
          (error: unknown) => error,
        );
        if (!(problem instanceof Interrupted)) throw problem ?? new Error('was not interrupted');
        const { partial, asked } = problem;
        expect(asked).toBe(2_000_000);
        expect(partial.replicates).toBeGreaterThan(20_000);
        expect(partial.replicates).toBeLessThan(200_000);
        const again = await inlineExecutor().run({ ...long, replicates: partial.replicates });
        expect(bytes(partial)).toBe(bytes(again));
      });
    });

    it(`do nothing when stopped before they start: ${name}`, async () => {
      await withExecutor(create(), async (executor) => {
        const problem = await executor.run(job, { signal: AbortSignal.abort() }).catch((error: unknown) => error);
        expect(problem).toBeInstanceOf(Interrupted);
        expect((problem as Interrupted).partial.replicates).toBe(0);
      });
    });

    it(`pass on what goes wrong in a block: ${name}`, async () => {
      await withExecutor(create(), async (executor) => {
        const broken = { ...job, plan: { ...job.plan, exits: null as never } };
        await expect(executor.run(broken)).rejects.toThrow(TypeError);
        expect((await executor.run(publishedJob(100))).replicates).toBe(100);
      });
    });
  }
});

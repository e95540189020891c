/** How many replicates a question takes, and what it keeps when it is stopped. */

import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { simulateReplicates, simulateTo } from '../../src/questions/asking.ts';
import { type Executor, Interrupted } from '../../src/run/executor.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import { threadedExecutor } from '../../src/run/threads.ts';
import { read } from '../../src/tally/tally.ts';
import { logRankTest, underNull } from '../../src/trial/trial.ts';
import { publishedShape } from '../expectation/plannedTrial.ts';
import { bytes } from '../run/jobs.ts';
import { asking } from './asked.ts';

const simulation = { design: planDesign(publishedShape()), purpose: 'test' };

describe('simulateTo', () => {
  it('takes the replicates asked for', async () => {
    const some = asking('a', { replicates: 12_345 });
    const tally = await simulateTo(some, simulation, 'x');
    expect(tally.replicates).toBe(12_345);
    expect(some.account.replicates).toBe(12_345);
    expect(some.account.blocks).toBe(4);
    expect([...some.account.kernels]).toEqual(['wasm-simd']);
  });

  it('stops at a standard error, at the same replicate on any executor', async () => {
    const executors: Executor[] = [inlineExecutor(), threadedExecutor(2), threadedExecutor(3)];
    const found: string[] = [];
    for (const executor of executors) {
      const tally = await simulateTo(asking('a', { standardError: 0.0015 }, { executor }), simulation, 'x');
      await executor.close();
      const p = (tally.rejections.benefit + tally.rejections.harm) / tally.replicates;
      expect(Math.sqrt((p * (1 - p)) / tally.replicates)).toBeLessThan(0.00151);
      expect(tally.replicates).toBeGreaterThan(50_000);
      // Not many more than it takes: rounds are decided by an estimate of p within a few per cent.
      expect(tally.replicates).toBeLessThan((1.1 * p * (1 - p)) / 0.0015 ** 2);
      found.push(bytes(tally));
    }
    expect(new Set(found).size).toBe(1);
  });

  it('looks at one side when the test has one', async () => {
    const trial = { ...publishedShape(), test: logRankTest(0.025, 1) };
    const tally = await simulateTo(
      asking('a', { standardError: 0.0004 }),
      { design: planDesign(trial), purpose: 'test' },
      'x',
    );
    // Hardly a rejection for benefit: two-sided it would take a million replicates.
    expect(tally.replicates).toBe(4096);
  });

  it('does not take a rate of 0 for certain', async () => {
    const trial = { ...publishedShape(), test: logRankTest(1e-12, 1) };
    const tally = await simulateTo(
      asking('a', { standardError: 0.00005 }),
      { design: planDesign(trial), purpose: 'test' },
      'x',
    );
    expect(tally.rejections.benefit).toBe(0);
    expect(tally.replicates).toBeGreaterThan(4096);
  });

  it('goes on where it stopped: rounds are consecutive replicates', async () => {
    const trial = underNull(publishedShape());
    const tally = await simulateTo(
      asking('a', { standardError: 0.001 }),
      { design: planDesign(trial), purpose: 'test' },
      'x',
    );
    const again = await simulateReplicates(
      asking('a', { replicates: 1 }),
      { design: planDesign(trial), purpose: 'test' },
      tally.replicates,
    );
    expect([again.rejections.benefit, again.rejections.harm]).toEqual([
      tally.rejections.benefit,
      tally.rejections.harm,
    ]);
    expect(read(again, 'events').all.bins).toEqual(read(tally, 'events').all.bins);
  });

  it('keeps all rounds when it is stopped in a later one', async () => {
    const stop = new AbortController();
    let told = 0;
    const some = asking(
      'a',
      { standardError: 0.0002 },
      {
        signal: stop.signal,
        progress: {
          begin() {},
          advance(n) {
            told += n;
            if (told > 50_000) stop.abort();
          },
        },
      },
    );
    const problem = await simulateTo(some, simulation, 'x').catch((error: unknown) => error);
    if (!(problem instanceof Interrupted)) throw problem;
    expect(problem.partial.replicates).toBe(told);
    expect(problem.asked).toBeGreaterThan(1_000_000);
    const again = await simulateReplicates(asking('a', { replicates: 1 }), simulation, told);
    expect([again.rejections.benefit, again.rejections.harm]).toEqual([
      problem.partial.rejections.benefit,
      problem.partial.rejections.harm,
    ]);
  });
});

describe('streams of a question', () => {
  it('are shared by equal purposes and by no others, under one seed', async () => {
    const z = async (seed: string, purpose: string) =>
      read(await simulateReplicates(asking(seed, { replicates: 1 }), { ...simulation, purpose }, 500), 'z').sum;
    const sums = [await z('a', 'one'), await z('a', 'two'), await z('b', 'one'), await z('a', 'one')];
    expect(new Set(sums).size).toBe(3);
    expect(sums[3]).toBe(sums[0]);
  });
});

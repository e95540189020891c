/**
 * A collector and an executor are each one file and one line in a registry: toy ones get through simulation, tally, merge,
 * text and the command line's results. The toy executor carries tallies as letters, as machines apart would.
 */
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it, vi } from 'vitest';
import { answerQuestion } from '../../src/cli/answer.ts';
import { REGISTRIES } from '../../src/cli/registries.ts';
import { powerQuestion } from '../../src/questions/powerQuestion.ts';
import { EXECUTORS, type StartExecutor } from '../../src/run/executors.ts';
import { executorOf } from '../../src/run/lanes.ts';
import { runBlock } from '../../src/run/runBlock.ts';
import type { Collector } from '../../src/tally/collector.ts';
import { decodeTally, encodeTally } from '../../src/tally/encoded.ts';
import { meanEstimate } from '../../src/tally/estimates.ts';
import { type Tally, tallyWith } from '../../src/tally/tally.ts';
import { bytes, publishedJob } from './jobs.ts';

/** How often the control has more events than the experimental arm, and how many more. */
const toy = await vi.hoisted(async () => {
  const { count, record } = await import('../../src/tally/shape.ts');
  const { addValue, moments } = await import('../../src/tally/moments.ts');
  const shape = record({ more: count, by: moments });
  return {
    version: 1,
    shape,
    wanted: ({ spec }) => spec.details,
    add(kept, { ended }) {
      for (let row = 0; row < ended.rows; row++) {
        const by = ended.events[0][row] - ended.events[1][row];
        if (by > 0) kept.more++;
        addValue(kept.by, by);
      }
    },
  } satisfies Collector<ReturnType<typeof shape.empty>>;
});
type Toy = ReturnType<typeof toy.shape.empty>;

let letters = 0;
const startLetters = vi.hoisted(() => ({ start: null as StartExecutor | null }));

vi.mock('../../src/tally/registry.ts', async (original) => {
  const { COLLECTORS } = await original<typeof import('../../src/tally/registry.ts')>();
  return { COLLECTORS: { ...COLLECTORS, toy } };
});
vi.mock('../../src/run/executors.ts', async (original) => {
  const registry = await original<typeof import('../../src/run/executors.ts')>();
  const letters: StartExecutor = (threads) => startLetters.start?.(threads) ?? Promise.reject();
  return { ...registry, EXECUTORS: { ...registry.EXECUTORS, letters } };
});

startLetters.start = async () =>
  executorOf({
    threads: 3,
    lanes: 3,
    async carry(block, lane) {
      const arrived = deserialize(serialize(block));
      // Answers come back out of order.
      await new Promise((resolve) => setTimeout(resolve, 5 * ((lane + 2) % 3)));
      letters++;
      return decodeTally(encodeTally(runBlock(arrived)), block);
    },
    async close() {},
  });

const toyOf = (tally: Tally): Toy => (tally as unknown as { toy: Toy }).toy;

/** What the command line writes of a short power simulation. */
async function powerBy(executor: string): Promise<Record<string, unknown>> {
  let written = '';
  const output = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  try {
    const options = { executor, replicates: 1500, json: true, quiet: true };
    await answerQuestion(powerQuestion, 'scenarios/prospective-confirm.yaml', options, REGISTRIES);
  } finally {
    output.mockRestore();
  }
  const { manifest: _, ...answer } = JSON.parse(written);
  return answer;
}

describe('a toy collector', () => {
  it('is tallied, merged and read again beside the others, by any executor', async () => {
    const job = publishedJob(20_000);
    const tallies: Tally[] = [];
    for (const name of ['inline', 'letters']) {
      const executor = await EXECUTORS[name](3);
      tallies.push(await executor.run(job));
      await executor.close();
    }
    const [inline, byLetter] = tallies;
    expect(bytes(byLetter)).toBe(bytes(inline));
    const { more, by } = toyOf(inline);
    expect(by.count).toBe(20_000);
    const [control, experimental] = inline.events?.byArm ?? [];
    expect(by.sum).toBe(control.sum - experimental.sum);
    expect(more).toBeGreaterThan(19_000);
    const result = { replicates: inline.replicates, more, by: meanEstimate(by) };
    expect(JSON.parse(JSON.stringify(result)).by.mean).toBe((control.sum - experimental.sum) / 20_000);
  });

  it('keeps nothing where it is not wanted', () => {
    const job = publishedJob(10);
    const lean = { ...job, spec: { ...job.spec, details: false } };
    const tally = tallyWith(0, (collector) => (collector.wanted?.(lean) ? collector.shape.empty(lean) : null));
    expect(toyOf(tally)).toBeNull();
  });
});

describe('a toy executor', () => {
  it('gives the command line the same results, figure by figure', async () => {
    const before = letters;
    expect(await powerBy('letters')).toEqual(await powerBy('inline'));
    expect(letters).toBeGreaterThan(before);
  });
});

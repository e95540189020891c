/** A worker thread that throws, ends, has no memory left or never starts ends the run with one reason, and soon. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ThreadLost, threadedExecutor } from '../../src/run/threads.ts';
import { publishedJob } from './jobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'trialwright-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a run on two such workers ends with. */
async function endOf(name: string, source: string, limits = {}): Promise<unknown> {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, source);
  const executor = threadedExecutor(2, { filename: pathToFileURL(file).href, ...limits });
  try {
    await executor.run(publishedJob(40_000));
    return null;
  } catch (problem) {
    return problem;
  } finally {
    await executor.close();
  }
}

describe('a thread', () => {
  it('that throws ends the run with its error, stack and all', async () => {
    const problem = await endOf('throws', 'export default function block() { throw new RangeError("of a bug"); }');
    expect(problem).toMatchObject({ name: 'RangeError', message: 'of a bug' });
    expect((problem as Error).stack).toContain('throws.mjs');
    expect(problem).not.toBeInstanceOf(ThreadLost);
  });

  it('that ends by itself is told in one line', async () => {
    for (const code of [0, 7]) {
      const problem = await endOf(`exits${code}`, `export default function block() { process.exit(${code}); }`);
      expect(problem).toBeInstanceOf(ThreadLost);
      expect((problem as Error).message).toBe(
        `a simulating thread ended by itself (code ${code}); run again, with --threads 1 if need be`,
      );
    }
  });

  it('without memory is told in one line', async () => {
    const hoard = 'export default function block() { const kept = []; for (;;) kept.push(new Array(1e5).fill(0.5)); }';
    const problem = await endOf('hoards', hoard, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
    expect(problem).toBeInstanceOf(ThreadLost);
    expect((problem as Error).message).toMatch(/ran out of memory; give fewer --threads/);
  });

  it('that never starts ends the run', async () => {
    expect(await endOf('broken', 'throw new Error("at the start");')).toMatchObject({ message: 'at the start' });
    expect(await endOf('gone', 'process.exit(3);')).toBeInstanceOf(Error);
  });
});

/**
 * Ctrl-C: exit 130, a line about what was done, nothing half-written.
 *
 * @module-tag slow
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, type ResultLike, startUp, temporaryFolder, trialwright } from './cli.ts';

const folder = temporaryFolder();
const LONG = ['--replicates', '1000000000'];

/** Ask for far more than there is time for, and interrupt it. */
/** Sends a signal when the work is under way, or `after` so many milliseconds. */
async function interrupted(args: readonly string[], signal: NodeJS.Signals = 'SIGINT', after?: number) {
  const wait = after ?? 1500 + 3 * (await startUp());
  return trialwright(args, (child) => {
    setTimeout(() => child.kill(signal), wait);
  });
}

describe.concurrent('an interruption', () => {
  for (const threads of ['1', '2'])
    it(
      `of power on ${threads} threads says how far it came and leaves no folder`,
      threads === '1' ? { tags: ['long'] } : {},
      async () => {
        const out = join(folder, `power-${threads}`);
        const args = ['power', 'scenarios/guo-2022.yaml', ...LONG, '--threads', threads, '--json', '--out', out];
        const { code, stdout, stderr } = await interrupted(args);
        expect([code, stdout]).toEqual([130, '']);
        expect(linesOf(stderr).length, stderr).toBe(1);
        expect(stderr).toMatch(
          /^Interrupted in power after [1-9][\d,]* of 1,000,000,000 replicates; .*Nothing was written/,
        );
        expect(stderr).toMatch(/for control in 3\d\.\d/);
        expect(existsSync(out)).toBe(false);
        expect(readdirSync(folder).filter((name) => name.startsWith(`power-${threads}.`))).toEqual([]);
      },
    );

  it('by SIGTERM is one too', { tags: ['long'] }, async () => {
    const { code, stderr } = await interrupted(['power', 'scenarios/guo-2022.yaml', ...LONG, '--quiet'], 'SIGTERM');
    expect([code, linesOf(stderr).length]).toEqual([130, 1]);
  });

  it('of run keeps the questions that are answered', async () => {
    const out = join(folder, 'run');
    const args = ['run', 'scenarios/guo-2022.yaml', ...LONG, '--threads', '2', '--json', '--out', out];
    const { code, stdout, stderr } = await interrupted(args);
    expect(code).toBe(130);
    const document = JSON.parse(stdout) as ResultLike;
    expect(document.manifest.interrupted).toMatch(/^replay under /);
    expect(document.result.check).not.toBeNull();
    expect([document.result.replay, document.result.power]).toEqual([null, null]);
    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(stdout);
    expect(readdirSync(folder).filter((name) => name.startsWith('run.'))).toEqual([]);
    expect(linesOf(stderr).length, stderr).toBe(1);
    expect(stderr).toContain(out);
  });

  it('during start-up leaves nothing either', async () => {
    const out = join(folder, 'early');
    const { code } = await interrupted(['power', 'scenarios/guo-2022.yaml', ...LONG, '--out', out], 'SIGINT', 60);
    // Before the program listens the signal itself ends it.
    expect([130, null]).toContain(code);
    expect(readdirSync(folder).filter((name) => name.startsWith('early'))).toEqual([]);
  });
});

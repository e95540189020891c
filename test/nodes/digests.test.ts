/**
 * Results of every shipped scenario, pinned to the bit. When a change is meant to move them:
 *
 *   npm run build && node dist/test/nodes/main.js --pinned > test/reference/digests.json
 *
 * and what changed by name is in the diff. `npm run test:nodes` compares Nodes with each other.
 *
 * @module-tag long
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import pinned from '../reference/digests.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// Some 15 s at rest.
it('are the bytes that every Node and machine gives', { timeout: 600_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/test/nodes/main.js', '--pinned'], {
    cwd: ROOT,
  });
  const digests: Record<string, string> = JSON.parse(stdout);
  const moved = Object.entries(digests).filter(([name, digest]) => (pinned as Record<string, string>)[name] !== digest);
  expect(moved.map(([name]) => name)).toEqual([]);
  expect(Object.keys(digests)).toEqual(Object.keys(pinned));
});

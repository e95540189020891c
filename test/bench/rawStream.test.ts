/**
 * The program that feeds randomness tests, as a reader in a pipe meets it.
 *
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { kernelWords, orderedWords } from '../../bench/streamOrders.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { ROOT } from '../end-to-end/cli.ts';

function shell(command: string) {
  const program = `"${process.execPath}" dist/bench/rawStream.js`;
  return spawnSync('bash', ['-o', 'pipefail', '-c', command.replace('rawStream', program)], { cwd: ROOT });
}

test('it writes the words of an order and stops when its reader does', () => {
  const { status, stdout, stderr } = shell('rawStream --order arms --seed x --first 5 | head -c 512');
  const words = orderedWords(kernelWords(streamKey('x', 'raw')), 'arms', 5).next().value;
  expect(stdout.equals(new Uint8Array(words.buffer, 0, 512))).toBe(true);
  expect([status, String(stderr)]).toEqual([0, expect.stringMatching(/^order arms, .* GB written\n$/)]);
});

test('what it does not know is one line', () => {
  for (const [option, line] of [
    ['--order=sideways', 'no order named sideways; there are: lane arms replicates\n'],
    ['--first=-1', "--first is -1; must be a replicate's number, 0 or more, e.g. 1000000\n"],
  ]) {
    const { status, stderr } = shell(`rawStream ${option}`);
    expect([status, String(stderr)]).toEqual([1, line]);
  }
});

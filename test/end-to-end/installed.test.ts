/**
 * The program as the shell starts it in a checkout, after however many builds.
 *
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { programVersion } from '../../src/run/manifest.ts';
import { PROGRAM, ROOT } from './cli.ts';

const WINDOWS = process.platform === 'win32';

it.skipIf(WINDOWS)('the bundle can be executed by itself', () => {
  const { status, stdout, error } = spawnSync(PROGRAM, ['--version'], { cwd: ROOT, encoding: 'utf8' });
  expect([error, status, stdout]).toEqual([undefined, 0, `${programVersion()}\n`]);
});

it('npx finds it in a checkout', { tags: ['long'] }, () => {
  const options = { cwd: ROOT, encoding: 'utf8', shell: WINDOWS } as const;
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'trialwright', '--version'], options);
  expect([status, stdout, stderr]).toEqual([0, `${programVersion()}\n`, '']);
});

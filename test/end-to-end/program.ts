/** The command line as a user types it, from the build folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export const ROOT = new URL('../..', import.meta.url).pathname;
const MAIN = join(ROOT, 'dist/src/cli/main.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Start the program with these words; `cwd` is the checkout unless said otherwise. */
export function start(words: readonly string[], cwd = ROOT): { child: ChildProcess; done: Promise<Outcome> } {
  const child = spawn(process.execPath, [MAIN, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const done = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, done };
}

export function run(...words: string[]): Promise<Outcome> {
  return start(words).done;
}

/** A folder that goes away after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trialwright-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const SCENARIOS = [
  'guo-2022',
  'guo-2022-weibull',
  'guo-2022-bclc-c',
  'prospective-confirm',
  'prospective-early-ici',
  'null',
].map((name) => `scenarios/${name}.yaml`);

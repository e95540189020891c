/** The command line as a user meets it: the compiled program in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = join(ROOT, 'dist/src/bundle/main.js');

if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing; npm run build makes it`);

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of the test file's own, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trialwright-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function scenarioFiles(): string[] {
  return readdirSync(join(ROOT, 'scenarios'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `scenarios/${name}`);
}

/** What a process printed and how it ended. */
function outcomeOf(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Start the program; `started` may send signals. Whatever takes longer than ten minutes is killed and has no exit code. */
export async function trialwright(
  args: readonly string[],
  started: (child: ChildProcess) => void = () => {},
): Promise<Finished> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const slow = setTimeout(() => child.kill('SIGKILL'), 600_000);
  const finished = outcomeOf(child);
  started(child);
  try {
    return await finished;
  } finally {
    clearTimeout(slow);
  }
}

/** Milliseconds of a short command on this machine as busy as it is now, measured once a file. */
export async function startUp(): Promise<number> {
  measured ??= (async () => {
    const started = performance.now();
    await trialwright(['check', 'scenarios/guo-2022.yaml']);
    return performance.now() - started;
  })();
  return measured;
}

let measured: Promise<number> | null = null;

/** A command of the shell; `trialwright` in it is the program. */
export function shell(command: string): Promise<Finished> {
  const program = `"${process.execPath}" "${PROGRAM}"`;
  return outcomeOf(spawn('bash', ['-o', 'pipefail', '-c', command.replaceAll('trialwright', program)], { cwd: ROOT }));
}

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** A result document as far as tests look into it. */
export interface ResultLike {
  format: string;
  question: string;
  scenario: { file: string; title: string; timeUnit: string };
  result: Record<string, unknown>;
  files: string[];
  manifest: {
    seed: string;
    replicates: number;
    blocks: number;
    kernels: string[];
    interrupted: string | null;
    timings: { threads: number } | undefined;
  };
}

/** The one document on stdout, without what may differ between runs: their times, and the files written. @throws when it is not exactly one */
export function timeless(stdout: string): ResultLike {
  const document = JSON.parse(stdout) as ResultLike;
  document.manifest.timings = undefined;
  document.files = [];
  return document;
}

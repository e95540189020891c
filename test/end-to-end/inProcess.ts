/** The command line within the process of the test: the same words, output and exit code, without the start of a process. */
import { vi } from 'vitest';
import { REGISTRIES } from '../../src/cli/registries.ts';
import { runProgram } from '../../src/cli/runProgram.ts';
import type { Finished } from './cli.ts';

let before: Promise<unknown> = Promise.resolve();

/** Runs the program, one call after another. */
export function trialwrightHere(args: readonly string[]): Promise<Finished> {
  const finished = before.then(() => run(args));
  before = finished.catch(() => {});
  return finished;
}

async function run(args: readonly string[]): Promise<Finished> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  try {
    await runProgram(REGISTRIES, args);
    return { code: Number(process.exitCode ?? 0), ...printed };
  } finally {
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}

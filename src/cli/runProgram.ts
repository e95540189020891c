/** The command line of a process: runs the program, and says what is wrong in one line. */
import { CommanderError } from 'commander';
import { UserProblem } from '../questions/userProblem.ts';
import { EXIT } from './exit.ts';
import { createProgram } from './program.ts';
import type { Registries } from './registries.ts';

/** Runs the words after the program's name and leaves the exit code with the process. */
export async function runProgram(registries: Registries, words: readonly string[]): Promise<void> {
  try {
    await createProgram(registries).parseAsync(words, { from: 'user' });
  } catch (problem) {
    // Help and version, or a command line that is wrong, which commander has explained.
    if (problem instanceof CommanderError) {
      process.exitCode = problem.exitCode === 0 ? EXIT.answered : EXIT.badInput;
    } else await explain(problem);
  }
}

async function explain(problem: unknown): Promise<void> {
  const { ScenarioProblem } = await import('../scenario/problems.ts');
  // By its name: the module that starts threads is not loaded for this.
  const threadLost = problem instanceof Error && problem.name === 'ThreadLost';
  if (problem instanceof UserProblem || problem instanceof ScenarioProblem || threadLost) {
    process.stderr.write(`${problem.message}\n`);
    process.exitCode = EXIT.badInput;
  } else {
    process.stderr.write(`${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`);
    process.exitCode = EXIT.bug;
  }
}

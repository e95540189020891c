#!/usr/bin/env node
/** The command line: parses it, and says what is wrong in one line. */
import { CommanderError } from 'commander';
import { UserProblem } from '../questions/userProblem.ts';
import { EXIT } from './exit.ts';
import { createProgram } from './program.ts';
import { REGISTRIES } from './registries.ts';

// A reader that closes early (| head) is no error; a disk that fills up behind `>` is the user's to mend.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code === 'EPIPE') process.exit(EXIT.answered);
  process.stderr.write(`standard output cannot be written: ${problem.message}; free some space or write elsewhere\n`);
  process.exit(EXIT.badInput);
});

try {
  await createProgram(REGISTRIES).parseAsync();
} catch (problem) {
  // Help and version, or a command line that is wrong, which commander has explained.
  if (problem instanceof CommanderError) {
    process.exitCode = problem.exitCode === 0 ? EXIT.answered : EXIT.badInput;
  } else await explain(problem);
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

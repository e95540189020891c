#!/usr/bin/env node
/** The program. */
import { EXIT } from './exit.ts';
import { REGISTRIES } from './registries.ts';
import { runProgram } from './runProgram.ts';

// A reader that closes early (| head) is no error; a disk that fills up behind `>` is the user's to mend.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code === 'EPIPE') process.exit(EXIT.answered);
  process.stderr.write(`standard output cannot be written: ${problem.message}; free some space or write elsewhere\n`);
  process.exit(EXIT.badInput);
});

await runProgram(REGISTRIES, process.argv.slice(2));

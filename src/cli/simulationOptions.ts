/** The options of every command that simulates, and how their values are checked. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { grouped } from '../elementary/grouped.ts';
import { EXECUTORS } from '../run/executors.ts';

export function wholeNumber(most: number, what: string): (text: string) => number {
  return (text) => {
    const n = Number(text.replaceAll('_', ''));
    if (!/^[0-9_]+$/.test(text) || n < 1 || n > most)
      throw new InvalidArgumentError(`must be a whole number from 1 to ${grouped(most)}, ${what}`);
    return n;
  };
}

export function nonEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('must not be empty');
  return text;
}

/** `replicates`: what --replicates means to this command. */
export function addSimulationOptions(command: Command, replicates: string): Command {
  return command
    .option('--seed <text>', "seed, any text (default: the scenario's)", nonEmpty)
    .option('--replicates <n>', replicates, wholeNumber(1e10, 'e.g. 100000'))
    .option('--threads <n>', 'worker threads (default: one for each core)', wholeNumber(1024, 'e.g. 4'))
    .addOption(
      new Option('--executor <name>', 'where they are simulated (default: by --threads)').choices(
        Object.keys(EXECUTORS),
      ),
    )
    .option('--out <folder>', 'write results.json, summary.txt and CSV tables into a folder', nonEmpty)
    .option('--verbose', 'print all of it, not the answer alone')
    .option('--json', 'print one JSON document on standard output')
    .option('--quiet', 'print nothing but errors (and the JSON, with --json)');
}

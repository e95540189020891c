/** The options that questions share: how much is simulated and from what seed, and where the answer goes. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import * as values from '../questions/optionValues.ts';
import { UserProblem } from '../questions/userProblem.ts';

/** As commander wants it: it says itself whose value is wrong. `before` is what the option was given earlier. */
export const parser =
  <T>(read: (text: string, before: unknown) => T) =>
  (text: string, before: unknown): T => {
    try {
      return read(text, before);
    } catch (problem) {
      throw problem instanceof UserProblem ? new InvalidArgumentError(problem.message) : problem;
    }
  };

export const nonEmpty = parser(values.nonEmpty);

/** `replicates`: what --replicates means to this command; `executors` by name. */
export function addSimulationOptions(command: Command, replicates: string, executors: readonly string[]): Command {
  return command
    .option('--seed <text>', "seed, any text (default: the scenario's)", nonEmpty)
    .option('--replicates <n>', replicates, parser(values.wholeNumber(1e10, 'e.g. 100000')))
    .option('--threads <n>', 'worker threads (default: one for each core)', parser(values.wholeNumber(1024, 'e.g. 4')))
    .addOption(new Option('--executor <name>', 'where they are simulated (default: by --threads)').choices(executors));
}

export function addOutputOptions(command: Command): Command {
  return command
    .option('--out <folder>', 'write results.json, summary.txt and CSV tables into a folder', nonEmpty)
    .option('--verbose', 'print all of it, not the answer alone')
    .option('--json', 'print one JSON document on standard output')
    .option('--quiet', 'print nothing but errors (and the JSON, with --json)');
}

/** The command line: a command for every question, and those that are no questions. What they do is loaded when one runs. */
import { Command, Option } from 'commander';
import type { Question, QuestionOption } from '../questions/question.ts';
import { programVersion } from '../run/manifest.ts';
import { addExploreCommand } from './exploreCommand.ts';
import { addPatientsCommand } from './patientsCommand.ts';
import type { Registries } from './registries.ts';
import { addReportCommand } from './reportCommand.ts';
import { addOutputOptions, addSimulationOptions, parser } from './simulationOptions.ts';
import type { Options } from './undertaking.ts';

/** As commander takes it, which says itself whose value is wrong. */
export function optionOf({ flags, says, choices, standard, read }: QuestionOption): Option {
  const option = new Option(flags, says);
  if (choices !== undefined) option.choices(choices);
  if (standard !== undefined) option.default(standard);
  if (read !== undefined) option.argParser(parser(read));
  return option;
}

function addQuestion(program: Command, question: Question, registries: Registries): void {
  const { name, summary, text, examples, argument = 'scenario file (YAML or JSON)', replicates } = question;
  const command = program.command(name).summary(summary).description(text).argument('<scenario>', argument);
  for (const option of question.options?.(registries.questions) ?? []) command.addOption(optionOf(option));
  if (replicates !== null) addSimulationOptions(command, replicates, Object.keys(registries.executors));
  addOutputOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, options: Options) => {
      const { answerQuestion } = await import('./answer.ts');
      process.exitCode = await answerQuestion(question, file, options, registries);
    });
}

/** A program that asks the questions of a registry, shows their answers and runs them where its executors do. */
export function createProgram(registries: Registries): Command {
  const program = new Command('trialwright')
    .description(
      'From what a small published study reported to what the next trial needs: simulated, with Monte Carlo error.',
    )
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ helpWidth: 80 })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  trialwright run scenarios/guo-2022.yaml --out results/guo-2022\n\nExit codes: 0 answered, 1 bad input, 2 target power unreachable, 130 interrupted.',
    );
  for (const question of registries.questions) addQuestion(program, question, registries);
  addPatientsCommand(program);
  addReportCommand(program, registries);
  addExploreCommand(program);
  return program;
}

#!/usr/bin/env node
/** The command line. Everything beyond parsing it is loaded when a command runs. */
import { Command, CommanderError } from 'commander';
import type { Question } from '../report/document.ts';
import { programVersion } from '../run/manifest.ts';
import type { Options } from './answering.ts';
import { EXIT, UserProblem } from './exit.ts';
import { addExploreCommand } from './exploreCommand.ts';
import { addMonitorCommand } from './monitorCommand.ts';
import { addPatientsCommand } from './patientsCommand.ts';
import { addReportCommand } from './reportCommand.ts';
import { addSimulationOptions, nonEmpty } from './simulationOptions.ts';
import { addSweepCommand } from './sweepCommand.ts';
import { addTimingCommand } from './timingCommand.ts';

interface Description {
  readonly question: Exclude<Question, 'monitor' | 'sweep' | 'timing'>;
  readonly summary: string;
  readonly text: string;
  readonly example: string;
}

const COMMANDS: readonly Description[] = [
  {
    question: 'check',
    summary: 'validate a scenario; show every derived value, expected events and the formulas',
    text: 'Validate a scenario and print what it means: every derived hazard, the expected enrolment and events over calendar time, power and sample size by the closed forms. Simulates nothing.',
    example: 'trialwright check scenarios/prospective-confirm.yaml',
  },
  {
    question: 'replay',
    summary: 'simulate the published study: where do its own results fall?',
    text: "Simulate the published study many times under each candidate truth (its medians, its hazard ratio, no difference) and say where the paper's own results fall.",
    example: 'trialwright replay scenarios/guo-2022.yaml --replicates 20000',
  },
  {
    question: 'power',
    summary: 'power, type I error, events and months of the planned trial',
    text: 'Simulate the planned trial and its null: power, type I error, events, analysis time, drop-outs, observed hazard ratio and medians, each with its Monte Carlo error.',
    example: 'trialwright power scenarios/prospective-early-ici.yaml --threads 4 --json > power.json',
  },
  {
    question: 'size',
    summary: 'the smallest number of patients for each target power, by simulation',
    text: 'Find the smallest N for each target power by simulation, with an interval on N, beside Schoenfeld, Freedman and Lachin–Foulkes. Exit code 2 when a target cannot be reached.',
    example: 'trialwright size scenarios/prospective-confirm.yaml --out results/size',
  },
  {
    question: 'run',
    summary: 'all of it: replay, power, size and a power curve, into a results folder',
    text: 'Replay, power, size and the power curve in one go, written to a results folder (report.html, results.json, CSV tables, summary.txt).',
    example: 'trialwright run scenarios/guo-2022.yaml --out results/guo-2022',
  },
];

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

for (const { question, summary, text, example } of COMMANDS) {
  const command = program
    .command(question)
    .summary(summary)
    .description(text)
    .argument('<scenario>', 'scenario file (YAML or JSON)');
  addSimulationOptions(command, "trials to simulate for each answer (default: the scenario's)")
    .addHelpText('after', `\nExample:\n  ${example}`)
    .action(async (file: string, options: Options) => {
      const { answerQuestion } = await import('./answer.ts');
      const out = question === 'run' && options.out === undefined ? { out: defaultFolder(file) } : {};
      process.exitCode = await answerQuestion(question, file, { ...options, ...out });
    });
}

addSweepCommand(program);
addTimingCommand(program);
addMonitorCommand(program, nonEmpty);
addPatientsCommand(program, nonEmpty);
addReportCommand(program);
addExploreCommand(program, nonEmpty);

/** `results/` and the scenario's name, for `run` without --out. */
function defaultFolder(file: string): string {
  const name = file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return `results/${name || 'run'}`;
}

// A reader that closes early (| head) is no error; a disk that fills up behind `>` is the user's to mend.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code === 'EPIPE') process.exit(EXIT.answered);
  process.stderr.write(`standard output cannot be written: ${problem.message}; free some space or write elsewhere\n`);
  process.exit(EXIT.badInput);
});

try {
  await program.parseAsync();
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

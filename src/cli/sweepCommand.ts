/** The options of `sweep`; what it does is loaded when it runs. */
import { type Command, Option } from 'commander';
import { addSimulationOptions, nonEmpty } from './simulationOptions.ts';
import type { SweepOptions } from './sweep.ts';

const EXAMPLES = `
Example:
  trialwright sweep scenarios/prospective-early-ici.yaml --vary "trial.arms[1].survival.hazardRatio=0.6:0.8:0.05" --vary "trial.arms[1].survival.delay=0,2,4" --replicates 10000
      power at 5 × 3 points; a field is named as messages name it, by position
      or by name: trial.arms[TACE alone].survival.median. Values: a list, or
      from:to:step, numbers or texts of the file (8 weeks; 0:12:2 weeks).`;

export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  nonEmpty(value),
];

export function addSweepCommand(program: Command): void {
  const command = program
    .command('sweep')
    .summary('one question at many values of one or more fields of a scenario')
    .description(
      'Replace values of a scenario by each of those given and ask power (or size, check, replay) at every point, all combinations where several fields vary, with the same random numbers throughout. Every point is checked before the first is simulated.',
    )
    .argument('<scenario>', 'scenario file (YAML or JSON)')
    .option('--vary <path=values>', 'a field and its values; may be given several times', collect)
    .addOption(
      new Option('--question <question>', 'what is asked at each point')
        .choices(['power', 'size', 'check', 'replay'])
        .default('power'),
    )
    .option(
      '--scale-events',
      'event counts move with trial.patients, keeping events ÷ patients as size does (default: they stay as in the file)',
    )
    .option('--null', 'power: simulate the type I error at each point too (takes twice as long)');
  addSimulationOptions(command, "trials to simulate for each answer (default: the scenario's)")
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: SweepOptions) => {
      const { sweep } = await import('./sweep.ts');
      process.exitCode = await sweep(file, options);
    });
}

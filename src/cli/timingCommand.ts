/** The options of `timing`; what it does is loaded when it runs. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addSimulationOptions, nonEmpty } from './simulationOptions.ts';
import type { TimingOptions } from './timing.ts';

const EXAMPLES = `
Examples:
  trialwright timing scenarios/timing-sorafenib.yaml --lag "0:12:1 weeks" --hazard-ratio 0.5:0.9:0.1
      of an arm with treatmentStart
  trialwright timing scenarios/prospective-early-ici.yaml --x "trial.arms[1].survival.delay=0:6:0.5" --y "trial.arms[1].survival.hazardRatio=0.5:0.9:0.05"
      any two fields of a scenario`;

function between(low: number, high: number, hint: string): (text: string) => number {
  return (text) => {
    const x = Number(text);
    if (text.trim() === '' || !(x > low && x < high)) throw new InvalidArgumentError(hint);
    return x;
  };
}

export function addTimingCommand(program: Command): void {
  const command = program
    .command('timing')
    .summary('power over how late the second treatment starts and how much it does: the response surface')
    .description(
      'Simulate the planned trial over a grid of two quantities, by default the lag from the procedure to the second treatment and the hazard ratio of a second treatment that starts with the procedure, on common random numbers: power of each test, N for the target power, average hazard ratio, patients never treated; where another test overtakes the log-rank, and the longest lag at which the planned N keeps the target power.',
    )
    .argument('<scenario>', 'scenario file (YAML or JSON)')
    .option('--lag <values>', 'lags: a list or from:to:step (default: 12 from 0 on)', nonEmpty)
    .option(
      '--hazard-ratio <values>',
      'hazard ratios of a second treatment that starts with the procedure (default: 12 from 0.5)',
      nonEmpty,
    )
    .option('--arm <name>', 'the arm (default: the first experimental one with treatmentStart)', nonEmpty)
    .option('--x <path=values>', 'any field of the scenario in place of the lag', nonEmpty)
    .option('--y <path=values>', 'any field in place of the hazard ratio', nonEmpty)
    .addOption(
      new Option(
        '--tests <which>',
        'usual: where the scenario has no test but the log-rank, Fleming–Harrington (0, 1) and MaxCombo of both too; own: those of the scenario only',
      )
        .choices(['usual', 'own'])
        .default('usual'),
    )
    .option(
      '--target <power>',
      "the power to keep (default: the scenario's first targetPower)",
      between(0, 1, 'must be a share above 0 and below 1, e.g. 0.8'),
    )
    .option(
      '--precision <share>',
      'half width of the 95 % interval of every power (default: 0.005), 40,000 replicates a point at most',
      between(0, 0.2, 'must be above 0 and below 0.2, e.g. 0.005 for ± 0.5 %'),
    );
  addSimulationOptions(command, 'trials to simulate at each point, in place of --precision')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: TimingOptions) => {
      const { timing } = await import('./timing.ts');
      process.exitCode = await timing(file, options);
    });
}

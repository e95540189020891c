/** The options of `patients`; what it does is loaded when it runs. */
import type { Command } from 'commander';
import type { PatientsOptions } from './exportPatients.ts';
import { nonEmpty } from './simulationOptions.ts';

const EXAMPLES = `
Examples:
  trialwright patients scenarios/prospective-early-ici.yaml > patients.csv
      the patients of replicate 0
  trialwright patients scenarios/prospective-early-ici.yaml --which 0,7-9 --out results/patients
      those of four, with analyses.csv (z and estimates) and data-dictionary.csv`;

export function addPatientsCommand(program: Command): void {
  program
    .command('patients')
    .summary('the patients of chosen replicates as CSV, to be analysed again elsewhere')
    .description(
      'Write the patients of chosen replicates of the trials that power simulates: arm, entry, time, event and what else the scenario gives them, as known at each look. Without --out patients.csv goes to standard output.',
    )
    .argument('<scenario>', 'scenario file (YAML or JSON) with a trial')
    .option('--which <list>', 'replicates, from 0, e.g. 0,3,10-12', nonEmpty, '0')
    .option('--world <name>', 'planned (the planned effect) or null (no effect)', nonEmpty, 'planned')
    .option('--seed <text>', "seed, any text (default: the scenario's)", nonEmpty)
    .option('--out <folder>', 'write patients.csv, analyses.csv and data-dictionary.csv into a folder', nonEmpty)
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: PatientsOptions) => {
      const { exportPatients } = await import('./exportPatients.ts');
      process.exitCode = await exportPatients(file, options);
    });
}

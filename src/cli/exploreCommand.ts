/** The options of `explore`; what it does is loaded when it runs. */
import type { Command } from 'commander';
import type { ExploreOptions } from './explore.ts';
import { nonEmpty } from './simulationOptions.ts';

export function addExploreCommand(program: Command): void {
  program
    .command('explore')
    .summary('a page that simulates in the browser: move N or the hazard ratio and see the power')
    .description(
      'Write a page that holds the whole simulation: change the planned trial, and its power, and its chance of success where values are uncertain, follow at once, with the numbers this program gives for the same seed. It needs no server and sends nothing. Without a scenario it starts from what a paper reports.',
    )
    .argument('[scenario]', 'scenario file (YAML or JSON) with a planned trial')
    .option('--out <file>', 'the page to write', nonEmpty, 'explore.html')
    .option('--seed <text>', "random seed (default: the scenario's)", nonEmpty)
    .option('--open', 'open it in the browser')
    .addHelpText(
      'after',
      '\nExample:\n  trialwright explore scenarios/prospective-early-ici.yaml --out results/explore.html --open',
    )
    .action(async (file: string | undefined, options: ExploreOptions) => {
      const { explore } = await import('./explore.ts');
      process.exitCode = await explore(file, options);
    });
}

/** The options of `report`; what it does is loaded when it runs. */
import type { Command } from 'commander';
import type { ReportOptions } from './report.ts';
import { nonEmpty } from './simulationOptions.ts';

const EXAMPLES = `
Examples:
  trialwright report results/guo-2022
      writes results/guo-2022/report.html again
  trialwright report power.json --out reports/power
      of a file that --json printed; writes reports/power/report.html`;

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .summary('the HTML report of results that were written before')
    .description(
      'Write report.html, one file that needs no network: the answer, paragraphs to paste, figures, tables, and how to reproduce it. Simulates nothing: reads the results.json that another command wrote.',
    )
    .argument('<results>', 'results folder, or a results.json')
    .option('--out <folder>', 'write report.html into this folder (default: beside the results)', nonEmpty)
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', EXAMPLES)
    .action(async (results: string, options: ReportOptions) => {
      const { report } = await import('./report.ts');
      process.exitCode = await report(results, options);
    });
}

/** The options of `report`; what it does is loaded when it runs. */
import { type Command, InvalidArgumentError } from 'commander';
import { OUTPUT_NAMES, type Output } from '../report/outputNames.ts';
import type { Registries } from './registries.ts';
import type { ReportOptions } from './report.ts';
import { nonEmpty } from './simulationOptions.ts';

const EXAMPLES = `
Examples:
  trialwright report results/guo-2022
      writes results/guo-2022/report.html and every other output again
  trialwright report power.json --out reports/power
      of a file that --json printed; writes the whole folder
  trialwright report results/guo-2022 --only word,markdown`;

function outputsNamed(text: string): readonly Output[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !OUTPUT_NAMES.some((known) => known === name));
  if (wrong !== undefined) throw new InvalidArgumentError(`must be of ${OUTPUT_NAMES.join(', ')}, with commas between`);
  return names as Output[];
}

export function addReportCommand(program: Command, registries: Registries): void {
  program
    .command('report')
    .summary('every output of results that were written before: page, Word, tables, figures')
    .description(
      'Write every output again that a command makes of its results: report.html, one file that needs no network (the answer, paragraphs to paste, figures, tables, and how to reproduce it), the same as report.docx and summary.md, summary.txt, CSV tables and figures. Simulates nothing: reads the results.json that another command wrote, and nothing else.',
    )
    .argument('<results>', 'results folder, or a results.json')
    .option('--out <folder>', 'write into this folder, results.json with it (default: beside the results)', nonEmpty)
    .option('--only <outputs>', `some of ${OUTPUT_NAMES.join(', ')} (default: all)`, outputsNamed)
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', EXAMPLES)
    .action(async (results: string, options: ReportOptions) => {
      const { report } = await import('./report.ts');
      process.exitCode = await report(results, options, registries);
    });
}

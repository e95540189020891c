/** The options of `monitor`; what it does is loaded when it runs. */
import type { Command } from 'commander';
import type { MonitorOptions } from './monitor.ts';

const EXAMPLES = `
Examples:
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204,318 --z 1.2,2.1
      the second look, with 318 events and log-rank z = 2.1, after a first at 204 events
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204 --hazard-ratio 0.85 --patients look2.csv
      the same with the patients of the second look: lines such as
        arm,time,event
        TACE alone,7.5,1
        TACE + early camrelizumab,11.2,0
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204,390 --z 1.2,2.3 --final
      the final analysis, the second look left out and some events short of the plan
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204,260,318 --z 1.2,1.9,2.1 --looks 1,unplanned,2
      a look that was not planned between the first and the second`;

/** `nonEmpty` checks the value of --out. */
export function addMonitorCommand(program: Command, nonEmpty: (text: string) => string): void {
  program
    .command('monitor')
    .summary('a look at the running trial: bounds, decision, conditional power, result if stopped')
    .description(
      'Hold what was seen at a look, and the looks before it, against the bounds of a group-sequential trial at the information observed: decision, conditional and predictive power, re-estimated events, and the stagewise-adjusted result were the trial to stop. Simulates nothing.',
    )
    .argument('<scenario>', 'scenario file (YAML or JSON) with trial.sequential')
    .option('--events <list>', 'events at each look so far, in order, e.g. 204,318')
    .option('--z <list>', 'log-rank z at each look, above 0 for benefit, e.g. 1.2,2.1')
    .option('--hazard-ratio <list>', 'or hazard ratios: z = −ln(HR) √(events p₀p₁), e.g. 0.85,0.79')
    .option(
      '--patients <file>',
      'CSV of the current look, columns arm, time (on study, in the unit of the scenario) and event (0, 1); --events and --z are then of the looks before',
    )
    .option(
      '--looks <list>',
      'which planned looks these were, where one was skipped or added, e.g. 1,3 or 1,2,unplanned,3',
    )
    .option('--final', 'the last of these is the final analysis, though fewer looks than planned took place')
    .option('--prior-hr <hr>', 'centre of a normal prior of the log hazard ratio, for predictive power')
    .option('--prior-sd <sd>', 'its standard deviation, e.g. 0.2')
    .option('--out <folder>', 'write results.json, summary.txt and CSV tables into a folder', nonEmpty)
    .option('--verbose', 'print all of it, not the answer alone')
    .option('--json', 'print one JSON document on standard output')
    .option('--quiet', 'print nothing but errors (and the JSON, with --json)')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: MonitorOptions) => {
      const { monitor } = await import('./monitor.ts');
      process.exitCode = await monitor(file, options);
    });
}

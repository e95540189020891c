/** What produced the numbers, and the command that reproduces them. */
import { count, units } from '../numbers.ts';
import type { Presenter } from '../presenter.ts';
import type { ResultRecord } from '../record.ts';
import { shellFile } from './commandLine.ts';
import { escaped, type Markup, markup } from './markup.ts';
import type { Pasted } from './pasted.ts';

/**
 * The command whose answer is the record's; null where the record does not hold all that was asked (points of a sweep,
 * looks of a monitored trial).
 */
export function commandOf({ question, scenario, manifest, result }: ResultRecord, { again }: Presenter): string | null {
  return again === undefined
    ? null
    : ['trialwright', question, shellFile(scenario.file), ...again(manifest, result)].join(' ');
}

export function reproduceTexts(command: string | null): Record<string, Pasted> {
  return command === null ? {} : { command: { text: command, markdown: command, html: escaped(command) } };
}

export function reproducePart({ manifest, scenario }: ResultRecord, command: string | null): Markup {
  const { timings, precision } = manifest;
  const facts: [string, string][] = [
    ['Program', `trialwright ${manifest.trialwright}`],
    ['Scenario', scenario.file],
    ['Scenario hash (SHA-256)', manifest.scenarioHash],
    ['Seed', manifest.seed],
    [
      'Precision',
      'replicates' in precision
        ? `${count(precision.replicates)} replicates for each answer`
        : `Monte Carlo standard error of a power at most ${precision.standardError}`,
    ],
    ['Simulated', `${count(manifest.replicates)} trials in ${units(timings.seconds.toFixed(1), 'second')}`],
    ['Kernel', manifest.kernels.length === 0 ? 'none: nothing was simulated' : manifest.kernels.join(', ')],
    ['Machine', `${units(timings.threads, 'thread')}, Node ${timings.node}, ${timings.platform}`],
    ['Begun', timings.startedAt],
  ];
  if (manifest.interrupted !== null) facts.push(['Interrupted in', manifest.interrupted]);
  const list = facts.map(([term, text]) => markup`<div><dt>${term}</dt><dd dir="auto">${text}</dd></div>`);
  const box =
    command === null
      ? markup``
      : markup`<p>The same seed gives the same numbers, to the last digit, on any number of threads:</p><div class="command"><pre tabindex="0" role="group" aria-label="The command"><code>${command}</code></pre><button type="button" data-copy="command" data-form="text">Copy command</button></div>`;
  return markup`${box}<dl class="manifest">${list}</dl>`;
}

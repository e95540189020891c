/** What made the numbers, and the command that makes them again. */
import type { ResultDocument } from '../document.ts';
import { count, units } from '../numbers.ts';
import { escaped, type Markup, markup } from './markup.ts';
import type { Pasted } from './pasted.ts';

/** A word of a command line for sh. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A file name that is no option: `./` before one that begins with a minus. */
const shellFile = (file: string): string => shellWord(file.startsWith('-') ? `./${file}` : file);

/** The command whose answer is the document's; null where more was asked than the document holds (points of a sweep, looks of a monitored trial). */
export function commandOf({ question, scenario, manifest }: ResultDocument): string | null {
  if (question === 'sweep' || question === 'timing' || question === 'monitor') return null;
  const parts = ['trialwright', question, shellFile(scenario.file)];
  if (question !== 'check') {
    parts.push(`--seed=${shellWord(manifest.seed)}`);
    if ('replicates' in manifest.precision) parts.push('--replicates', String(manifest.precision.replicates));
  }
  return parts.join(' ');
}

export function reproduceTexts(document: ResultDocument): Record<string, Pasted> {
  const command = commandOf(document);
  return command === null ? {} : { command: { text: command, markdown: command, html: escaped(command) } };
}

export function reproducePart(document: ResultDocument): Markup {
  const { manifest } = document;
  const { timings, precision } = manifest;
  const command = commandOf(document);
  const facts: [string, string][] = [
    ['Program', `trialwright ${manifest.trialwright}`],
    ['Scenario', document.scenario.file],
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

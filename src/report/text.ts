/** A whole answer as plain text, 80 columns. */
import type { Manifest } from '../run/manifest.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { count, units } from './numbers.ts';
import type { Section } from './table.ts';
import { heading, paragraph, tableText } from './terminal.ts';

function manifestLine(manifest: Manifest): string {
  const { timings } = manifest;
  const simulated =
    manifest.replicates === 0
      ? ''
      : `${count(manifest.replicates)} trials simulated in ${timings.seconds.toFixed(1)} s on ${units(timings.threads, 'thread')}; seed "${manifest.seed}", `;
  return `${simulated}scenario ${manifest.scenarioHash.slice(0, 12)}, trialwright ${manifest.trialwright}.`;
}

export function documentText(scenario: Scenario, sections: readonly Section[], manifest: Manifest): string {
  const parts = [paragraph(scenario.title), ...(scenario.citation ? [paragraph(scenario.citation)] : []), ''];
  for (const section of sections) {
    parts.push(heading(section.title.toUpperCase()));
    for (const text of section.prose) parts.push(paragraph(text), '');
    for (const item of section.items ?? []) parts.push(paragraph(item, '    ').replace(/^ {4}/, '  • '));
    if (section.items) parts.push('');
    for (const { title, text } of section.drawings ?? []) parts.push(heading(title), text, '');
    for (const table of section.tables) if (table.audience !== 'files') parts.push(tableText(table), '');
  }
  parts.push(paragraph(manifestLine(manifest)));
  return `${parts.join('\n')}\n`;
}

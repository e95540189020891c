/** An answer as plain text, 80 columns: all of it, or what a terminal shows unasked. */
import type { Manifest } from '../run/manifest.ts';
import { count, units } from './numbers.ts';
import type { ScenarioRead } from './record.ts';
import { type Section, sentencesOf, type Table, tablesAround } from './table.ts';
import { answerTableText, heading, paragraph, tableText } from './terminal.ts';

/** How much was simulated, in what time and from which seed; empty where nothing was. */
function simulated({ replicates, seed, timings }: Manifest): string {
  if (replicates === 0) return '';
  const { seconds, threads } = timings;
  return `${count(replicates)} trials simulated in ${seconds.toFixed(1)} s on ${units(threads, 'thread')}; seed "${seed}"`;
}

function manifestLine(manifest: Manifest): string {
  const work = simulated(manifest);
  return `${work}${work === '' ? '' : ', '}scenario ${manifest.scenarioHash.slice(0, 12)}, trialwright ${manifest.trialwright}.`;
}

export function documentText(
  scenario: Pick<ScenarioRead, 'title' | 'citation'>,
  sections: readonly Section[],
  manifest: Manifest,
): string {
  const parts = [paragraph(scenario.title), ...(scenario.citation ? [paragraph(scenario.citation)] : []), ''];
  for (const section of sections) {
    parts.push(heading(section.title.toUpperCase()));
    const { before, after } = tablesAround(section);
    const shown = (tables: readonly Table[]) =>
      tables.filter(({ audience }) => audience !== 'files').flatMap((table) => [tableText(table), '']);
    parts.push(...shown(before));
    for (const text of sentencesOf(section)) parts.push(paragraph(text), '');
    for (const item of section.items ?? []) parts.push(paragraph(item, '    ').replace(/^ {4}/, '  • '));
    if (section.items) parts.push('');
    for (const { title, text } of section.drawings ?? []) parts.push(heading(title), text, '');
    parts.push(...shown(after));
  }
  parts.push(paragraph(manifestLine(manifest)));
  return `${parts.join('\n')}\n`;
}

/** The answer, then its provisos, then `rest`, which says how to see the rest. */
export function briefText(
  { title }: Pick<ScenarioRead, 'title'>,
  sections: readonly Section[],
  manifest: Manifest,
  rest: string,
): string {
  const work = simulated(manifest);
  const paragraphs = (texts: readonly string[] = []) => texts.map((text) => paragraph(text)).join('\n');
  const parts = sections.flatMap(({ answer, provisos, tables }) => [
    paragraphs(answer),
    ...tables.filter(({ answers, audience }) => answers === true && audience !== 'files').map(answerTableText),
    paragraphs(provisos),
  ]);
  return `${[paragraph(title), ...parts, paragraph(work === '' ? rest : `${rest} ${work}.`)].filter((part) => part !== '').join('\n\n')}\n`;
}

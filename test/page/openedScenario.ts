/** Opens the text of a scenario as the explorer does, with the study files that it names in their places. */
import { readFileSync } from 'node:fs';
import { ScenarioText } from '../../src/page/scenarioText.ts';
import { parseSource, shelfNamed } from '../../src/scenario/source.ts';
import { type TableSource, tablesNamed } from '../../src/scenario/tables.ts';

export const SCENARIOS = new URL('../../scenarios/', import.meta.url);

export const scenarioFile = (name: string): string => readFileSync(new URL(name, SCENARIOS), 'utf8');

export function openedText(text: string): ScenarioText {
  const study = /^reported: (studies\/\S+)/m.exec(text)?.[1];
  const shelf = shelfNamed(parseSource('scenario', text)).map((named) => ({ named, text: scenarioFile(named) }));
  const found = study ? scenarioFile(study) : null;
  return new ScenarioText(text, found, shelf, found === null ? [] : tablesOf(found));
}

/** The CSV tables beside a study file, whose cells hold neither quotes nor commas. */
function tablesOf(study: string): TableSource[] {
  return tablesNamed(parseSource('study', study).value).map(({ named }) => {
    const lines = scenarioFile(`studies/${named}`).trim().split('\n');
    return { named, file: named, rows: lines.map((line, i) => ({ line: i + 1, cells: line.split(',') })) };
  });
}

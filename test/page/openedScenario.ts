/** Opens the text of a scenario as the explorer does, with the study files that it names in their places. */
import { readFileSync } from 'node:fs';
import { ScenarioText } from '../../src/page/scenarioText.ts';
import { parseSource, shelfNamed } from '../../src/scenario/source.ts';

export const SCENARIOS = new URL('../../scenarios/', import.meta.url);

export const scenarioFile = (name: string): string => readFileSync(new URL(name, SCENARIOS), 'utf8');

export function openedText(text: string): ScenarioText {
  const study = /^reported: (studies\/\S+)/m.exec(text)?.[1];
  const shelf = shelfNamed(parseSource('scenario', text)).map((named) => ({ named, text: scenarioFile(named) }));
  return new ScenarioText(text, study ? scenarioFile(study) : null, shelf);
}

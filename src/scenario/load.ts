/** Loads scenarios from files, which no page can do. */
import { dirname, isAbsolute, join } from 'node:path';
import { type Path, ScenarioProblems, shown } from './problems.ts';
import { readText, UnreadableFile } from './readText.ts';
import { resolveScenario, type Scenario } from './scenario.ts';
import { parseSource, type ShelvedSource, type Source, type Sources, shelfNamed } from './source.ts';

/**
 * Load a scenario file, and the study files it names if any.
 * @throws ScenarioProblems with every problem found, each with file, line, value, rule and remedy.
 */
export async function loadScenario(file: string, overrides: { seed?: string } = {}): Promise<Scenario> {
  return resolveScenario(await readSources(file), overrides);
}

/** Reads and parses the files, without checking what they say. @throws ScenarioProblems */
export async function readSources(file: string): Promise<Sources> {
  const main = await readSource(file);
  const shelf = await shelfOf(main);
  return { main, study: await studySource(main), ...(shelf.length > 0 ? { shelf } : {}) };
}

async function readSource(file: string): Promise<Source> {
  try {
    return parseSource(file, await readText(file));
  } catch (error) {
    if (error instanceof UnreadableFile) throw new ScenarioProblems([{ file, line: 0, text: error.message }]);
    throw error;
  }
}

/** The file that `reported` names, null when it is written in place. */
async function studySource(main: Source): Promise<Source | null> {
  const named = main.value.reported;
  if (typeof named !== 'string' || named.trim() === '') return null;
  return namedSource(main, named, ['reported'], 'reported');
}

/** The files that `evidence.studies` names. */
async function shelfOf(main: Source): Promise<ShelvedSource[]> {
  const shelf: ShelvedSource[] = [];
  for (const named of shelfNamed(main)) {
    const { studies } = main.value.evidence as { studies: unknown[] };
    const i = studies.indexOf(named);
    const source = await namedSource(main, named, ['evidence', 'studies', i], `evidence.studies[${i}]`);
    shelf.push({ named, source });
  }
  return shelf;
}

/** The file of this name, relative to that which names it `at` a path, in words `field`. @throws ScenarioProblems */
async function namedSource(main: Source, named: string, at: Path, field: string): Promise<Source> {
  const file = isAbsolute(named) ? named : join(dirname(main.file), named);
  try {
    return parseSource(file, await readText(file));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const text = `${field} names ${shown(file)}, which ${error.message}`;
    throw new ScenarioProblems([{ file: main.file, line: main.lineOf(at), text }]);
  }
}

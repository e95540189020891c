/** Loads scenarios from files, which no page can do. */
import { dirname, isAbsolute, join } from 'node:path';
import { csvRows } from './csvRows.ts';
import { type Path, pathText, ScenarioProblems, shown } from './problems.ts';
import { readText, UnreadableFile } from './readText.ts';
import { resolveScenario, type Scenario } from './scenario.ts';
import { parseSource, type ShelvedSource, type Source, type Sources, shelfNamed } from './source.ts';
import { type TableSource, tablesNamed } from './tables.ts';

/**
 * Load a scenario file, the study files it names if any, and the tables that these name.
 * @throws ScenarioProblems with every problem found, each with file, line, value, rule and remedy.
 */
export async function loadScenario(file: string, overrides: { seed?: string } = {}): Promise<Scenario> {
  return resolveScenario(await readSources(file), overrides);
}

/** Reads and parses the files, without checking what they say. @throws ScenarioProblems */
export async function readSources(file: string): Promise<Sources> {
  const main = await readSource(file);
  const shelf = await shelfOf(main);
  const study = await studySource(main);
  const studies = [study ?? main, ...shelf.map(({ source }) => source)];
  const tables = (await Promise.all(studies.map((source) => tablesOf(source, source === main)))).flat();
  return {
    main,
    study,
    ...(shelf.length > 0 ? { shelf } : {}),
    ...(tables.length > 0 ? { tables } : {}),
  };
}

/** The tables that a study names, which stands in a file of its own or in the scenario's. */
async function tablesOf(source: Source, inScenario: boolean): Promise<TableSource[]> {
  const base: Path = inScenario ? ['reported'] : [];
  const tables = new Map<string, TableSource>();
  for (const { named, at } of tablesNamed(inScenario ? source.value.reported : source.value)) {
    if (tables.has(named)) continue;
    const file = isAbsolute(named) ? named : join(dirname(source.file), named);
    try {
      tables.set(named, { named, file, rows: await csvRows(file, await readText(file, 'table')) });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const text = `${pathText([...base, ...at], source.value)} names ${shown(file)}, which ${error.message}`;
      throw new ScenarioProblems([{ file: source.file, line: source.lineOf([...base, ...at]), text }]);
    }
  }
  return [...tables.values()];
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

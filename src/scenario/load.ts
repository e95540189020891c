/** Loads scenarios from files, which no page can do. */
import { dirname, isAbsolute, join } from 'node:path';
import { ScenarioProblems, shown } from './problems.ts';
import { readText, UnreadableFile } from './readText.ts';
import { resolveScenario, type Scenario } from './scenario.ts';
import { parseSource, type Source, type Sources } from './source.ts';

/**
 * Load a scenario file, and the study file it names if any.
 * @throws ScenarioProblems with every problem found, each with file, line, value, rule and remedy.
 */
export async function loadScenario(file: string, overrides: { seed?: string } = {}): Promise<Scenario> {
  return resolveScenario(await readSources(file), overrides);
}

/** Reads and parses the files, without checking what they say. @throws ScenarioProblems */
export async function readSources(file: string): Promise<Sources> {
  const main = await readSource(file);
  return { main, study: await studySource(main) };
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
  const file = isAbsolute(named) ? named : join(dirname(main.file), named);
  try {
    return parseSource(file, await readText(file));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const text = `reported names ${shown(file)}, which ${error.message}`;
    throw new ScenarioProblems([{ file: main.file, line: main.lineOf(['reported']), text }]);
  }
}

/** Writes the explorer's page. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { explorerPage } from '../page/explorerPage.ts';
import { ScenarioText } from '../page/scenarioText.ts';
import { UserProblem } from '../questions/userProblem.ts';
import { readSources } from '../scenario/load.ts';
import { shown } from '../scenario/problems.ts';
import { readText } from '../scenario/readText.ts';
import { resolveScenario } from '../scenario/scenario.ts';
import { EXIT } from './exit.ts';
import { explorerAssets } from './explorerAssets.ts';
import { writeWhole } from './outputFolder.ts';
import { writeReason } from './writeProblem.ts';

export interface ExploreOptions {
  readonly out: string;
  readonly seed?: string;
  readonly open?: boolean;
}

/** The scenario's text with the study that it names in it. @throws ScenarioProblems, UserProblem */
async function wholeText(file: string, seed: string | undefined): Promise<{ title: string; text: string }> {
  const sources = await readSources(file);
  const { title, trial } = resolveScenario(sources);
  if (trial === null) throw new UserProblem(`${file}: has no trial; the explorer plans one`);
  if (trial.patients === null) throw new UserProblem(`${file}: trial.patients is missing; the explorer starts from it`);
  const shelf = (sources.shelf ?? []).map(({ named, source }) => ({ named, text: source.text }));
  const study = sources.study && (await readText(sources.study.file));
  const text = new ScenarioText(await readText(file), study, shelf, sources.tables);
  if (seed !== undefined) text.set(['seed'], seed);
  return { title, text: text.toString() };
}

/** With the system's own opener, which outlives this program. */
function openInBrowser(file: string): void {
  const [command, ...before] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const opener = spawn(command as string, [...before, pathToFileURL(file).href], { detached: true, stdio: 'ignore' });
  opener.on('error', () => process.stderr.write(`No browser could be opened; open ${file} in one.\n`));
  opener.unref();
}

const MOST_PATH = 4096;

/** Returns the exit code. @throws ScenarioProblems, UserProblem */
export async function explore(file: string | undefined, { out, seed, open }: ExploreOptions): Promise<number> {
  const start = file === undefined ? null : await wholeText(file, seed);
  const page = explorerPage(start?.title ?? 'Plan a trial', await explorerAssets(), start?.text ?? null);
  const where = resolve(out);
  await writeWhole(where, page).catch((problem: NodeJS.ErrnoException) => {
    const reason = problem.code === 'ENOENT' ? 'there is no such folder' : writeReason(problem);
    throw new UserProblem(`--out ${shown(out, MOST_PATH)} cannot be written: ${reason}; name another file`);
  });
  process.stdout.write(`${where}\n`);
  if (open === true) openInBrowser(where);
  return EXIT.answered;
}

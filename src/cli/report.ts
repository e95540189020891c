/** `trialwright report`: report.html of results that were written before. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reportPage } from '../report/page/reportPage.ts';
import { readSaved, UnreadableResult } from '../report/savedDocument.ts';
import { shown } from '../scenario/problems.ts';
import { EXIT, UserProblem } from './exit.ts';
import { embeddedExplorer } from './explorerAssets.ts';
import { openOutput } from './outputs.ts';
import type { ReportOptions } from './reportCommand.ts';

/** A path in a message is not cut short. */
const MOST_PATH = 4096;

async function resultsFile(named: string): Promise<string> {
  const found = await stat(named).catch(() => null);
  return found?.isDirectory() ? join(named, 'results.json') : named;
}

const MOST_MEGABYTES = 200;

/** Why a file of results cannot be read; reads on from its name. */
function unreadable(problem: unknown): string {
  const code = (problem as NodeJS.ErrnoException).code ?? 'unknown error';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist; name a folder that run, or another command with --out, wrote';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read; check its permissions';
    case 'EISDIR':
      return 'is a folder; name the results.json that a command wrote';
    case 'ENAMETOOLONG':
      return 'has a name that is too long; check the path';
    default:
      return `cannot be read (${code}); check the path`;
  }
}

/** UTF-8, with or without a byte order mark. */
async function readResults(file: string): Promise<string> {
  const named = shown(file, MOST_PATH);
  let bytes: Uint8Array;
  try {
    const found = await stat(file);
    const { size } = found;
    if (!found.isFile() && !found.isFIFO() && !found.isDirectory())
      throw new UserProblem(`${named} is not a regular file; name the results.json that a command wrote`);
    if (size > MOST_MEGABYTES * 1e6)
      throw new UserProblem(
        `${named} holds ${(size / 1e6).toFixed(0)} MB; the limit is ${MOST_MEGABYTES} MB: is this the right file?`,
      );
    bytes = await readFile(file);
  } catch (problem) {
    if (problem instanceof UserProblem) throw problem;
    throw new UserProblem(`${named} ${unreadable(problem)}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserProblem(`${named} is not UTF-8 text; name the results.json that a command wrote`);
  }
}

/** Returns the exit code. @throws UserProblem */
export async function report(named: string, options: ReportOptions): Promise<number> {
  const file = await resultsFile(named);
  const text = await readResults(file);
  let page: string;
  try {
    const { scenario, answer, document } = readSaved(text);
    page = reportPage(scenario, answer, document, await embeddedExplorer(scenario));
  } catch (problem) {
    if (!(problem instanceof UnreadableResult)) throw problem;
    throw new UserProblem(`${shown(file, MOST_PATH)} ${problem.message}`);
  }
  const output = await openOutput(options.out ?? dirname(file));
  await output.write([{ name: 'report.html', text: page }]);
  if (!options.quiet) process.stdout.write(`Written: ${join(output.folder, 'report.html')}\n`);
  return EXIT.answered;
}

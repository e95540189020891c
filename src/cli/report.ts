/** `trialwright report`: report.html of results that were written before. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reportPage } from '../report/page/reportPage.ts';
import { readSaved, UnreadableResult } from '../report/savedDocument.ts';
import { EXIT, UserProblem } from './exit.ts';
import { embeddedExplorer } from './explorerAssets.ts';
import { openOutput } from './outputs.ts';
import type { ReportOptions } from './reportCommand.ts';

async function resultsFile(named: string): Promise<string> {
  const found = await stat(named).catch(() => null);
  return found?.isDirectory() ? join(named, 'results.json') : named;
}

async function readResults(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (problem) {
    const code = (problem as NodeJS.ErrnoException).code ?? 'unknown error';
    const why =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? 'does not exist; name a folder that run, or another command with --out, wrote'
        : code === 'EACCES' || code === 'EPERM'
          ? 'may not be read; check its permissions'
          : `cannot be read (${code}); check the path`;
    throw new UserProblem(`${file} ${why}`);
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
    throw new UserProblem(`${file} ${problem.message}`);
  }
  const output = await openOutput(options.out ?? dirname(file));
  await output.write([{ name: 'report.html', text: page }]);
  if (!options.quiet) process.stdout.write(`Written: ${join(output.folder, 'report.html')}\n`);
  return EXIT.answered;
}

/** `trialwright report`: report.html of results that were written before. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reportPage } from '../report/page/reportPage.ts';
import { readSaved, UnreadableResult } from '../report/savedDocument.ts';
import { shown } from '../scenario/problems.ts';
import { EXIT, UserProblem } from './exit.ts';
import { embeddedExplorer } from './explorerAssets.ts';
import { openOutput } from './outputs.ts';
import { type Remedies, readTextFile, UnreadableText } from './textFile.ts';

export interface ReportOptions {
  readonly out?: string;
  readonly quiet?: boolean;
}

/** A path in a message is not cut short. */
const MOST_PATH = 4096;

async function resultsFile(named: string): Promise<string> {
  const found = await stat(named).catch(() => null);
  return found?.isDirectory() ? join(named, 'results.json') : named;
}

const REMEDIES: Remedies = {
  missing: 'name a folder that run, or another command with --out, wrote',
  folder: 'name the results.json that a command wrote',
  format: 'name the results.json that a command wrote',
};

/** Returns the exit code. @throws UserProblem */
export async function report(named: string, options: ReportOptions): Promise<number> {
  const file = await resultsFile(named);
  let page: string;
  try {
    const { scenario, answer, document } = readSaved(await readTextFile(file, REMEDIES));
    page = reportPage(scenario, answer, document, await embeddedExplorer(scenario));
  } catch (problem) {
    if (!(problem instanceof UnreadableResult || problem instanceof UnreadableText)) throw problem;
    throw new UserProblem(`${shown(file, MOST_PATH)} ${problem.message}`);
  }
  const output = await openOutput(options.out ?? dirname(file));
  await output.write([{ name: 'report.html', text: page }]);
  if (!options.quiet) process.stdout.write(`Written: ${join(output.folder, 'report.html')}\n`);
  return EXIT.answered;
}

/** `trialwright report`: every output of results that were written before, made of their record alone. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Remedies, readTextFile, UnreadableText } from '../questions/textFile.ts';
import { UserProblem } from '../questions/userProblem.ts';
import { OUTPUT_NAMES, type Output } from '../report/outputNames.ts';
import { outputFiles } from '../report/outputs.ts';
import type { Presenter } from '../report/presenter.ts';
import type { ResultRecord } from '../report/record.ts';
import { readSaved, UnreadableResult } from '../report/savedRecord.ts';
import { shown } from '../scenario/problems.ts';
import { EXIT } from './exit.ts';
import { embeddedExplorer } from './explorerAssets.ts';
import { openOutput, RESULTS } from './outputFolder.ts';
import type { Registries } from './registries.ts';
import { writeResults } from './writeResults.ts';

export interface ReportOptions {
  readonly out?: string;
  /** Names of outputs; all by default. */
  readonly only?: readonly Output[];
  readonly quiet?: boolean;
}

/** A path in a message is not cut short. */
const MOST_PATH = 4096;

async function resultsFile(named: string): Promise<string> {
  const found = await stat(named).catch(() => null);
  return found?.isDirectory() ? join(named, RESULTS) : named;
}

const REMEDIES: Remedies = {
  missing: 'name a folder that run, or another command with --out, wrote',
  folder: 'name the results.json that a command wrote',
  format: 'name the results.json that a command wrote',
};

async function readRecord(file: string, presenters: readonly Presenter[]): Promise<ResultRecord> {
  try {
    return await readSaved(await readTextFile(file, REMEDIES), presenters);
  } catch (problem) {
    if (!(problem instanceof UnreadableResult || problem instanceof UnreadableText)) throw problem;
    throw new UserProblem(`${shown(file, MOST_PATH)} ${problem.message}`);
  }
}

/** Returns the exit code. @throws UserProblem */
export async function report(named: string, options: ReportOptions, registries: Registries): Promise<number> {
  const file = await resultsFile(named);
  const presenters = await registries.presenters();
  const record = await readRecord(file, presenters);
  const inPlace = basename(file) === RESULTS;
  if (options.out === undefined && !inPlace)
    throw new UserProblem(
      `${shown(file, MOST_PATH)}: is not the results.json of a folder of its own; say where its outputs go, e.g. --out results/report`,
    );
  const outputs = options.only ?? OUTPUT_NAMES;
  const files = await outputFiles(record, presenters, outputs, embeddedExplorer);
  const output = await openOutput(options.out ?? dirname(file));
  // In its own folder the other files stay; elsewhere there are none.
  await writeResults(record, files, output, options.out === undefined ? record.files : []);
  const names = files.map(({ name }) => name);
  const first = names.includes('report.html') ? 'report.html' : names[0];
  if (!options.quiet && first !== undefined) {
    const others = names.length > 1 ? ` and ${names.length - 1} other ${names.length === 2 ? 'file' : 'files'}` : '';
    process.stdout.write(`Written: ${join(output.folder, first)}${others}\n`);
  }
  return EXIT.answered;
}

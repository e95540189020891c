/** What all questions share: output folder, threads, progress, interruption, manifest, delivery. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Account, Asking } from '../questions/asking.ts';
import type { SimulationOptions } from '../questions/question.ts';
import { UserProblem } from '../questions/userProblem.ts';
import type { Presenter } from '../report/presenter.ts';
import type { ResultRecord } from '../report/record.ts';
import { type Executor, Interrupted } from '../run/executor.ts';
import { usualExecutor } from '../run/executors.ts';
import { type Manifest, programVersion } from '../run/manifest.ts';
import type { Precision, Scenario } from '../scenario/scenario.ts';
import { EXIT } from './exit.ts';
import { type OutputFolder, openOutput } from './outputFolder.ts';
import { progressDisplay } from './progress.ts';
import type { Registries } from './registries.ts';

export interface Options extends SimulationOptions {
  readonly threads?: number;
  /** A name in the registry of executors. */
  readonly executor?: string;
  readonly out?: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What is asked, its scenario checked. */
export interface Undertaking {
  readonly scenario: Scenario;
  readonly question: string;
  readonly precision: Precision;
  /** The answer comes soonest on the calling thread. */
  readonly short: boolean;
  /** `keep` hears of the result as soon as there is something in it. @throws Interrupted */
  ask(asking: Asking, keep: (result: unknown) => void): Promise<void>;
  /** Of a finished result. */
  exitCode(result: unknown): number;
  /** What an interruption in `stage` had found, in a sentence. */
  interruption(problem: Interrupted, stage: string, result: unknown): string | Promise<string>;
  /** What was kept of it: `The questions answered before it`. */
  readonly kept: string;
}

/** `short`: the answer comes soonest on the calling thread. @throws UserProblem */
async function startExecutor(
  { threads, executor }: Options,
  short: boolean,
  { executors }: Registries,
): Promise<Executor> {
  const most = threads ?? (short ? 1 : availableParallelism());
  const name = executor ?? usualExecutor(most);
  const started = await executors[name](most);
  if (threads === undefined || started.threads === threads) return started;
  await started.close();
  throw new UserProblem(
    `--threads is ${threads}, but --executor ${name} simulates on ${started.threads} at a time; leave one of the two out`,
  );
}

/** Carry it out; returns the exit code. `started`: when the command began. @throws UserProblem, ScenarioProblem */
export async function carryOut(
  undertaking: Undertaking,
  options: Options,
  started: Started,
  registries: Registries,
): Promise<number> {
  const { scenario, question, precision } = undertaking;
  const output = options.out === undefined ? null : await openOutput(options.out);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
  };
  const progress = await progressDisplay(!options.quiet && process.stderr.isTTY === true);
  const account: Account = { replicates: 0, blocks: 0, kernels: new Set() };
  let result: unknown = null;
  let interrupted: { stage: string; message: string } | null = null;
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const executor = await startExecutor(options, undertaking.short, registries);
    try {
      const asking: Asking = { seed: scenario.seed, precision, executor, progress, account, signal: stop.signal };
      await undertaking.ask(asking, (found) => {
        result = found;
      });
    } catch (problem) {
      if (!(problem instanceof Interrupted)) throw problem;
      const stage = progress.stage();
      interrupted = { stage, message: await undertaking.interruption(problem, stage, result) };
    } finally {
      progress.stop();
      await executor.close();
    }
    const manifest: Manifest = {
      trialwright: programVersion(),
      kernels: [...account.kernels].sort(),
      seed: scenario.seed,
      scenarioHash: scenario.hash,
      precision,
      replicates: account.replicates,
      blocks: account.blocks,
      interrupted: interrupted?.stage ?? null,
      timings: {
        startedAt: started.at.toISOString(),
        seconds: Math.round(performance.now() - started.clock) / 1000,
        threads: executor.threads,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
      },
    };
    if (result === null) await output?.discard();
    else if (output !== null || options.json || !options.quiet) {
      const { resultRecord } = await import('../report/record.ts');
      const record = resultRecord(scenario, { question, result }, manifest);
      await deliver(record, options, output, registries);
    }
  } catch (problem) {
    await output?.discard();
    const { LooksProblem } = await import('../trial/looksProblem.ts');
    if (!(problem instanceof LooksProblem)) throw problem;
    throw new UserProblem(
      `${scenario.file}: trial.sequential.looks[${problem.look}] ${problem.message} in a trial of a size that was tried; plan it at another time`,
    );
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  if (interrupted !== null) {
    const kept = result === null ? 'Nothing was written.' : `${undertaking.kept} are above`;
    const where = result !== null && output ? `${kept} and in ${output.folder}.` : result !== null ? `${kept}.` : kept;
    process.stderr.write(`${interrupted.message} ${where} The same command gives the same numbers again.\n`);
    return EXIT.interrupted;
  }
  return result === null ? EXIT.answered : undertaking.exitCode(result);
}

/** When a command began. */
export interface Started {
  readonly at: Date;
  readonly clock: number;
}

export function startNow(): Started {
  return { at: new Date(), clock: performance.now() };
}

/** Print the answer of a record and write it to the results folder, if one was asked for. */
async function deliver(
  unwritten: ResultRecord,
  options: Options,
  output: OutputFolder | null,
  registries: Registries,
): Promise<void> {
  const { recordText } = await import('../report/record.ts');
  const readable = !options.quiet && !options.json;
  const presenters = output === null && !readable ? [] : await registries.presenters();
  const record = output === null ? unwritten : await write(unwritten, output, presenters);
  if (options.json) process.stdout.write(recordText(record));
  else if (readable) await show(record, options, output?.folder ?? null, presenters);
}

/** Returns the record with the list of its files. */
async function write(
  unwritten: ResultRecord,
  output: OutputFolder,
  presenters: readonly Presenter[],
): Promise<ResultRecord> {
  const { outputFiles, usualOutputs } = await import('../report/outputs.ts');
  const { presenterOf } = await import('../report/presenter.ts');
  const { writeResults } = await import('./writeResults.ts');
  const { embeddedExplorer } = await import('./explorerAssets.ts');
  const outputs = usualOutputs(presenterOf(unwritten.question, presenters));
  return writeResults(unwritten, await outputFiles(unwritten, presenters, outputs, embeddedExplorer), output);
}

/** Print the answer, or all of it. `folder`: where the results were written, null for nowhere. */
async function show(
  record: ResultRecord,
  options: Options,
  folder: string | null,
  presenters: readonly Presenter[],
): Promise<void> {
  const { answerSections } = await import('../report/outputs.ts');
  const { presenterOf } = await import('../report/presenter.ts');
  const { briefText, documentText } = await import('../report/text.ts');
  const { scenario, manifest } = record;
  const sections = answerSections(record, presenters);
  const { answersFirst, reportsAtOnce } = presenterOf(record.question, presenters);
  if (options.verbose) {
    process.stdout.write(documentText(scenario, sections, manifest));
    if (folder !== null) {
      const page = reportsAtOnce ? 'report.html, report.docx, summary.md, ' : '';
      process.stdout.write(`Written to ${folder}: ${page}results.json, summary.txt, CSV tables and figures.\n`);
    }
    return;
  }
  const rest =
    folder === null
      ? 'The rest: --verbose; as files: --out <folder>.'
      : reportsAtOnce
        ? `Report: ${join(folder, 'report.html')}. All tables: summary.txt beside it, or --verbose.`
        : `The rest: --verbose, or ${join(folder, 'summary.txt')} with results.json, tables and figures.`;
  // The one section that draws on all others.
  process.stdout.write(briefText(scenario, answersFirst ? sections.slice(0, 1) : sections, manifest, rest));
}

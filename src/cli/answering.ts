/** What all simulating commands share: output folder, threads, progress, interruption, manifest, delivery. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Account, Asking } from '../questions/asking.ts';
import type { Answer, Question, ResultDocument } from '../report/document.ts';
import type { Figure } from '../report/figures/figure.ts';
import type { Section } from '../report/table.ts';
import { type Executor, Interrupted } from '../run/executor.ts';
import { EXECUTORS, usualExecutor } from '../run/executors.ts';
import { type Manifest, programVersion } from '../run/manifest.ts';
import type { Precision, Scenario } from '../scenario/scenario.ts';
import { EXIT, UserProblem } from './exit.ts';
import { type OutputFile, openOutput } from './outputs.ts';
import { progressDisplay } from './progress.ts';

export interface Options {
  readonly seed?: string;
  readonly replicates?: number;
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
  readonly precision: Precision;
  /** The answer comes soonest on the calling thread. */
  readonly short: boolean;
  /** Fills `answer` as far as it gets. @throws Interrupted */
  ask(asking: Asking, answer: { current: Answer | null }): Promise<void>;
  /** Of a finished answer. */
  exitCode(answer: Answer): number;
  /** What an interruption in `stage` had found, in a sentence. */
  interruption(problem: Interrupted, stage: string): string | Promise<string>;
  /** What was kept of it: `The questions answered before it`. */
  readonly kept: string;
}

/** `short`: the answer comes soonest on the calling thread. @throws UserProblem */
async function startExecutor({ threads, executor }: Options, short: boolean): Promise<Executor> {
  const most = threads ?? (short ? 1 : availableParallelism());
  const name = executor ?? usualExecutor(most);
  const started = await EXECUTORS[name](most);
  if (threads === undefined || started.threads === threads) return started;
  await started.close();
  throw new UserProblem(
    `--threads is ${threads}, but --executor ${name} simulates on ${started.threads} at a time; leave one of the two out`,
  );
}

/** Carry it out; returns the exit code. `started`: when the command began. @throws UserProblem, ScenarioProblem */
export async function carryOut(undertaking: Undertaking, options: Options, started: Started): Promise<number> {
  const { scenario, precision } = undertaking;
  const output = options.out === undefined ? null : await openOutput(options.out);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
  };
  const progress = await progressDisplay(!options.quiet && process.stderr.isTTY === true);
  const account: Account = { replicates: 0, blocks: 0, kernels: new Set() };
  const answer: { current: Answer | null } = { current: null };
  let interrupted: { stage: string; message: string } | null = null;
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const executor = await startExecutor(options, undertaking.short);
    try {
      const asking: Asking = { seed: scenario.seed, precision, executor, progress, account, signal: stop.signal };
      await undertaking.ask(asking, answer);
    } catch (problem) {
      if (!(problem instanceof Interrupted)) throw problem;
      const stage = progress.stage();
      interrupted = { stage, message: await undertaking.interruption(problem, stage) };
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
    if (answer.current !== null) await deliver(scenario, answer.current, manifest, options, output);
    else await output?.discard();
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
    const kept = answer.current === null ? 'Nothing was written.' : `${undertaking.kept} are above`;
    const where =
      answer.current !== null && output ? `${kept} and in ${output.folder}.` : answer.current ? `${kept}.` : kept;
    process.stderr.write(`${interrupted.message} ${where} The same command gives the same numbers again.\n`);
    return EXIT.interrupted;
  }
  return answer.current === null ? EXIT.answered : undertaking.exitCode(answer.current);
}

/** When a command began. */
export interface Started {
  readonly at: Date;
  readonly clock: number;
}

export function startNow(): Started {
  return { at: new Date(), clock: performance.now() };
}

/** Print the answer and write it to the results folder, if one was asked for. */
export async function deliver(
  scenario: Scenario,
  answer: Answer,
  manifest: Manifest,
  options: Options,
  output: Awaited<ReturnType<typeof openOutput>> | null,
): Promise<void> {
  const readable = !options.quiet && !options.json;
  if (output === null && !readable && !options.json) return;
  const { answerSections, briefSections, resultDocument } = await import('../report/document.ts');
  const jsonOf = (files: readonly string[]): string =>
    `${JSON.stringify(resultDocument(scenario, answer, manifest, files), null, 2)}\n`;
  let json = jsonOf([]);
  if (output === null && !readable) {
    process.stdout.write(json);
    return;
  }
  const sections = answerSections(scenario, answer);
  const { briefText, documentText } = await import('../report/text.ts');
  const text = documentText(scenario, sections, manifest);
  if (output !== null) {
    const { csvText } = await import('../report/csv.ts');
    const tables = sections.flatMap((section) => section.tables).filter(({ audience }) => audience !== 'readers');
    const files: OutputFile[] = [{ name: 'summary.txt', text }];
    // A table that two sections show (bounds, of check and of power) is one file.
    const named = new Map(tables.map((table) => [table.name, table]));
    for (const table of named.values()) files.push({ name: `${table.name}.csv`, text: await csvText(table) });
    const { figuresOf } = await import('../report/figures/index.ts');
    const figures = figuresOf(scenario, answer);
    for (const { name, svg } of figures) files.push({ name: `figures/${name}.svg`, text: `${svg}\n` });
    if (answer.question === 'run') {
      const document = resultDocument(scenario, answer, manifest);
      files.push(...(await reportFiles(scenario, answer, document, sections, figures)));
    }
    json = jsonOf(files.map(({ name }) => name));
    await output.write([...files, { name: 'results.json', text: json }]);
  }
  if (options.json) process.stdout.write(json);
  else if (readable && options.verbose) {
    process.stdout.write(text);
    if (output !== null) {
      const page = answer.question === 'run' ? 'report.html, report.docx, summary.md, ' : '';
      process.stdout.write(`Written to ${output.folder}: ${page}results.json, summary.txt, CSV tables and figures.\n`);
    }
  } else if (readable) {
    const rest = whereTheRestIs(answer.question, output?.folder ?? null);
    process.stdout.write(briefText(scenario, briefSections(answer.question, sections), manifest, rest));
  }
}

/** How to see what a brief answer leaves out. `folder`: where the results were written, null for nowhere. */
function whereTheRestIs(question: Question, folder: string | null): string {
  if (folder === null) return 'The rest: --verbose; as files: --out <folder>.';
  return question === 'run'
    ? `Report: ${join(folder, 'report.html')}. All tables: summary.txt beside it, or --verbose.`
    : `The rest: --verbose, or ${join(folder, 'summary.txt')} with results.json, tables and figures.`;
}

/** The report as a page that explains itself, and its words as Markdown and as a Word document. */
async function reportFiles(
  scenario: Scenario,
  answer: Answer,
  document: ResultDocument,
  sections: readonly Section[],
  figures: readonly Figure[],
): Promise<OutputFile[]> {
  const { reportPage, statementsOf } = await import('../report/page/reportPage.ts');
  const { embeddedExplorer } = await import('./explorerAssets.ts');
  const { markdownOf } = await import('../report/markdown.ts');
  const { wordOf } = await import('../report/word.ts');
  const { british } = statementsOf(scenario, answer, document);
  return [
    { name: 'report.html', text: reportPage(scenario, answer, document, await embeddedExplorer(scenario), figures) },
    { name: 'summary.md', text: markdownOf(british, sections, figures, scenario.title) },
    { name: 'report.docx', text: await wordOf(british, sections, scenario.title) },
  ];
}

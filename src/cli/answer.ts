/** A question from the command line: load, ask, print, write, exit code. */
import { availableParallelism } from 'node:os';
import type { Account, Asking } from '../questions/asking.ts';
import type { Answer, Question } from '../report/document.ts';
import { type Executor, Interrupted } from '../run/executor.ts';
import { type Manifest, programVersion } from '../run/manifest.ts';
import { loadScenario, type Precision, type Scenario } from '../scenario/scenario.ts';
import { EXIT, UserProblem } from './exit.ts';
import { openOutput } from './outputs.ts';
import { progressDisplay } from './progress.ts';

export interface Options {
  readonly seed?: string;
  readonly replicates?: number;
  readonly threads?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function executorFor(threads: number): Promise<Executor> {
  if (threads === 1) return (await import('../run/inline.ts')).inlineExecutor();
  return (await import('../run/threads.ts')).threadedExecutor(threads);
}

function missing(scenario: Scenario, what: string): UserProblem {
  return new UserProblem(`${scenario.file}: ${what}`);
}

/** What the question needs of the scenario, checked before any work. */
async function requireParts(question: Question, scenario: Scenario): Promise<void> {
  if (question === 'check') return;
  const { replayProblem } = await import('../questions/replay.ts');
  const { reported, trial } = scenario;
  if (question === 'replay') {
    const problem = replayProblem(reported);
    if (problem !== null) throw missing(scenario, problem);
  }
  if (question === 'run' && trial === null && replayProblem(reported) !== null) {
    throw missing(scenario, `trial is missing and the study cannot be replayed: ${replayProblem(reported)}`);
  }
  if ((question === 'power' || question === 'size') && trial === null) {
    throw missing(scenario, `trial is missing; ${question} needs a planned trial with arms, accrual and analysis`);
  }
  if (question === 'power' && trial?.patients === null) {
    throw missing(scenario, 'trial.patients is missing; power needs N: give patients, or ask size for them');
  }
}

/** Fills `answer` as far as it gets. @throws Interrupted */
async function ask(
  answer: { current: Answer | null },
  question: Question,
  scenario: Scenario,
  asking: Asking,
): Promise<void> {
  const { reported, trial } = scenario;
  switch (question) {
    case 'check': {
      const { askCheck } = await import('../questions/check.ts');
      answer.current = { question, result: askCheck(scenario) };
      return;
    }
    case 'replay': {
      const { askReplay } = await import('../questions/replay.ts');
      if (reported) answer.current = { question, result: await askReplay(asking, reported) };
      return;
    }
    case 'power': {
      const { askPower } = await import('../questions/power.ts');
      if (trial && trial.patients !== null) {
        answer.current = {
          question,
          result: await askPower(asking, { ...trial.design, patients: trial.patients }, scenario.timeUnit),
        };
      }
      return;
    }
    case 'size': {
      const { askSize } = await import('../questions/size.ts');
      const { familyOf } = await import('../trial/family.ts');
      if (trial) {
        const family = familyOf(trial.design, trial.patients);
        const result = await askSize(asking, family, trial.targetPower, scenario.sizeInterval);
        answer.current = { question, result };
      }
      return;
    }
    case 'run': {
      const { askRun, emptyRun } = await import('../questions/run.ts');
      const result = emptyRun(scenario);
      answer.current = { question, result };
      await askRun(asking, scenario, result);
    }
  }
}

function exitCode(answer: Answer): number {
  const size = answer.question === 'size' ? answer.result : answer.question === 'run' ? answer.result.size : null;
  return size?.targets.some(({ simulated }) => simulated.kind === 'unreachable')
    ? EXIT.targetUnreachable
    : EXIT.answered;
}

/** What an interrupted simulation had found. */
async function describeInterruption(problem: Interrupted, stage: string): Promise<string> {
  const { count, proportionText } = await import('../report/numbers.ts');
  const { proportion } = await import('../tally/estimates.ts');
  const { replicates, benefit, harm } = problem.partial;
  const far = `Interrupted in ${stage} after ${count(replicates)} of ${count(problem.asked)} replicates`;
  if (replicates === 0) return `${far}.`;
  return `${far}; significant for experimental in ${proportionText(proportion(benefit, replicates))} of them, for control in ${proportionText(proportion(harm, replicates))}.`;
}

/** Patients simulated below which starting worker threads takes longer than they save (about a tenth of a second). */
const SHORT_WORK = 2e7;

/** Whether the answer comes soonest on the calling thread. Searches and runs are never short. */
function isShort(question: Question, scenario: Scenario, precision: Precision): boolean {
  if (question === 'check') return true;
  if (question !== 'power') return false;
  const replicates = 'replicates' in precision ? precision.replicates : 0.25 / precision.standardError ** 2;
  return replicates * (scenario.trial?.patients ?? 0) < SHORT_WORK;
}

/** Answer `question` for the scenario in `file`; returns the exit code. @throws UserProblem, ScenarioProblem */
export async function answerQuestion(question: Question, file: string, options: Options): Promise<number> {
  const started = new Date();
  const clock = performance.now();
  const scenario = await loadScenario(file, options.seed === undefined ? {} : { seed: options.seed });
  await requireParts(question, scenario);
  const precision: Precision =
    options.replicates === undefined ? scenario.precision : { replicates: options.replicates };
  const output = options.out === undefined ? null : await openOutput(options.out);
  const threads = options.threads ?? (isShort(question, scenario, precision) ? 1 : availableParallelism());
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
    const executor = await executorFor(threads);
    try {
      const asking: Asking = { seed: scenario.seed, precision, executor, progress, account, signal: stop.signal };
      await ask(answer, question, scenario, asking);
    } catch (problem) {
      if (!(problem instanceof Interrupted)) throw problem;
      const stage = progress.stage();
      interrupted = { stage, message: await describeInterruption(problem, stage) };
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
        startedAt: started.toISOString(),
        seconds: Math.round(performance.now() - clock) / 1000,
        threads,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
      },
    };
    if (answer.current !== null) await deliver(scenario, answer.current, manifest, options, output);
    else await output?.discard();
  } catch (problem) {
    await output?.discard();
    const { LooksProblem } = await import('../questions/sequentialDesign.ts');
    if (!(problem instanceof LooksProblem)) throw problem;
    throw new UserProblem(
      `${file}: trial.sequential.looks[${problem.look}] ${problem.message} in a trial of a size that was tried; plan it at another time`,
    );
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  if (interrupted !== null) {
    const kept = answer.current === null ? 'Nothing was written.' : 'The questions answered before it are above';
    const where =
      answer.current !== null && output ? `${kept} and in ${output.folder}.` : answer.current ? `${kept}.` : kept;
    process.stderr.write(`${interrupted.message} ${where} The same command gives the same numbers again.\n`);
    return EXIT.interrupted;
  }
  return answer.current === null ? EXIT.answered : exitCode(answer.current);
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
  const { answerSections, resultDocument } = await import('../report/document.ts');
  const json = `${JSON.stringify(resultDocument(scenario, answer, manifest), null, 2)}\n`;
  if (output === null && !readable) {
    process.stdout.write(json);
    return;
  }
  const sections = answerSections(scenario, answer);
  const { documentText } = await import('../report/text.ts');
  const text = documentText(scenario, sections, manifest);
  if (output !== null) {
    const { csvText } = await import('../report/csv.ts');
    const tables = sections.flatMap((section) => section.tables).filter(({ audience }) => audience !== 'readers');
    const files = [
      { name: 'results.json', text: json },
      { name: 'summary.txt', text },
    ];
    for (const table of tables) files.push({ name: `${table.name}.csv`, text: await csvText(table) });
    await output.write(files);
  }
  if (options.json) process.stdout.write(json);
  else if (!options.quiet) {
    process.stdout.write(text);
    if (output !== null)
      process.stdout.write(`Written to ${output.folder}: results.json, summary.txt and CSV tables.\n`);
  }
}

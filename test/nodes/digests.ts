/**
 * SHA-256 of what the program answers for every shipped scenario, at few replicates: numbers first, then the figures,
 * tables and words made of them. Compiled with the program (src/tsconfig.json), so that any Node can run it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { answerQuestion } from '../../src/cli/answer.ts';
import { REGISTRIES } from '../../src/cli/registries.ts';
import type { Options } from '../../src/cli/undertaking.ts';
import type { Asking } from '../../src/questions/asking.ts';
import { askCheck } from '../../src/questions/check.ts';
import { monitorQuestion } from '../../src/questions/monitorQuestion.ts';
import { askPower } from '../../src/questions/power.ts';
import { askReplay } from '../../src/questions/replay.ts';
import { replayProblem } from '../../src/questions/replayProblem.ts';
import { askSize } from '../../src/questions/size.ts';
import { timingQuestion } from '../../src/questions/timingQuestion.ts';
import { presenterOf } from '../../src/report/presenter.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import type { Answer } from '../../src/report/record.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { hasCohort } from '../../src/trial/trial.ts';

/** What was answered, as digests of its `result` in results.json and of everything else that was made of it. */
export interface Digests {
  readonly result: string;
  readonly shown: string;
}

const REPLICATES = 200;

const digest = (text: string) => bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);

/** An executor that has no thread but this. */
function asking(seed: string): Asking {
  const progress = { begin() {}, advance() {} };
  const account = { replicates: 0, blocks: 0, kernels: new Set<string>() };
  return { seed, precision: { replicates: REPLICATES }, executor: inlineExecutor(), progress, account };
}

const digestsOf = (result: unknown, shown: readonly unknown[]): Digests => ({
  result: digest(JSON.stringify(result)),
  shown: digest(shown.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('\n')),
});

/** Words, tables and figures, without what tells of the run (its seconds, its Node). */
async function digestsOfAnswer(scenario: Scenario, { question, result }: Answer): Promise<Digests> {
  const presenter = presenterOf(question, PRESENTERS);
  const figures = (await presenter.figures?.(result, scenario)) ?? [];
  return digestsOf(result, [presenter.sections(result, scenario, PRESENTERS), ...figures.map(({ svg }) => svg)]);
}

/** Of a command that makes its own plan: the files it writes. */
async function digestsOfCommand(command: (out: string) => Promise<unknown>): Promise<Digests> {
  const folder = mkdtempSync(join(tmpdir(), 'trialwright-'));
  try {
    await command(folder);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(csv|svg)$/.test(name),
    );
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return digestsOf(JSON.parse(read('results.json')).result, names.sort().map(read));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is asked of a scenario, by name. */
async function answersTo(file: string): Promise<[string, Digests][]> {
  const scenario = await loadScenario(file);
  const { reported, trial } = scenario;
  const ask = asking(scenario.seed);
  const answers: Answer[] = [{ question: 'check', result: askCheck(scenario) }];
  if (reported && replayProblem(reported) === null)
    answers.push({ question: 'replay', result: await askReplay(ask, reported) });
  if (trial && trial.patients !== null)
    answers.push({
      question: 'power',
      result: await askPower(ask, { ...trial.unsized, patients: trial.patients }, scenario.timeUnit),
    });
  // A search takes thousands of replicates whatever is asked of it: of the fast kernel and one look only, and wide.
  if (trial && !hasCohort(trial.unsized) && trial.unsized.sequential === undefined) {
    const family = seriesOf(trial.unsized, trial.patients);
    answers.push({ question: 'size', result: await askSize(ask, family, trial.targetPower.slice(0, 1), 0.2) });
  }
  const digests: [string, Digests][] = [];
  for (const answer of answers) digests.push([answer.question, await digestsOfAnswer(scenario, answer)]);
  return digests;
}

/** Of everything, by `scenario question`; paths are relative to the repository, where this has to run. */
export async function allDigests(): Promise<Record<string, Digests>> {
  const digests: Record<string, Digests> = {};
  const names = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));
  for (const name of names.sort()) {
    const file = `scenarios/${name}`;
    for (const [question, each] of await answersTo(file)) digests[`${name} ${question}`] = each;
    if (!name.startsWith('timing-')) continue;
    const options = { lag: '0,8', hazardRatio: '0.6,0.8', tests: 'usual', replicates: REPLICATES } as const;
    digests[`${name} timing`] = await digestsOfCommand((out) =>
      answerQuestion(timingQuestion, file, { ...options, threads: 1, quiet: true, out } as Options, REGISTRIES),
    );
  }
  digests['prospective-three-looks.yaml monitor'] = await digestsOfCommand((out) =>
    answerQuestion(
      monitorQuestion,
      'scenarios/prospective-three-looks.yaml',
      { events: '204,318', z: '1.2,2.1', quiet: true, out } as Options,
      REGISTRIES,
    ),
  );
  return digests;
}

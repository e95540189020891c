/** Fresh results of shipped scenarios, of few replicates, as a command would save them. */
import { askAssurance } from '../../src/questions/assurance.ts';
import { planAssurance } from '../../src/questions/assurancePlan.ts';
import { assuranceQuestion } from '../../src/questions/assuranceQuestion.ts';
import { askCheck } from '../../src/questions/check.ts';
import { askEvidence } from '../../src/questions/combinedEvidence.ts';
import { askMonitor } from '../../src/questions/monitor.ts';
import { askPower } from '../../src/questions/power.ts';
import { QUESTIONS } from '../../src/questions/registry.ts';
import { askReplay } from '../../src/questions/replay.ts';
import { replayProblem } from '../../src/questions/replayProblem.ts';
import { askSweep, type SweepResult } from '../../src/questions/sweep.ts';
import { type Answer, type ResultRecord, recordText, resultRecord } from '../../src/report/record.ts';
import type { Manifest } from '../../src/run/manifest.ts';
import { loadScenario, readSources } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { asking } from '../questions/asked.ts';

export interface SavedResult {
  readonly name: string;
  readonly text: string;
  readonly record: ResultRecord;
}

export function manifestOf(scenario: Scenario): Manifest {
  return {
    trialwright: '0.1.0',
    kernels: ['typescript'],
    seed: scenario.seed,
    scenarioHash: scenario.hash,
    precision: { replicates: 20 },
    replicates: 20,
    blocks: 1,
    interrupted: null,
    timings: {
      startedAt: '2026-01-01T00:00:00.000Z',
      seconds: 1.5,
      threads: 1,
      node: 'v20.0.0',
      platform: 'linux x64',
    },
  };
}

export function saved(scenario: Scenario, answer: Answer): SavedResult {
  const record = resultRecord(scenario, answer, manifestOf(scenario));
  return { name: `${scenario.title}: ${answer.question}`, text: recordText(record), record };
}

/** `check`, `power`, `monitor`, `evidence`, `replay` and a `sweep` of one point of a scenario, as far as it can be asked. */
export async function savedAnswers(file: string, replicates: number): Promise<SavedResult[]> {
  const scenario = await loadScenario(file);
  const { trial, reported, timeUnit, seed } = scenario;
  const given = () => asking(seed, { replicates });
  const answers: Answer[] = [{ question: 'check', result: askCheck(scenario) }];
  if (trial !== null && trial.patients !== null) {
    const planned: Trial = { ...trial.unsized, patients: trial.patients };
    answers.push({ question: 'power', result: await askPower(given(), planned, timeUnit) });
    if (planned.sequential && !planned.family && planned.test.statistic.kind === 'log-rank') {
      const seen = [{ kind: 'z', events: 200, z: 1.3 }] as const;
      const observations = { seen, looks: [1], prior: null, published: reported?.hazardRatio ?? null };
      answers.push({ question: 'monitor', result: askMonitor(planned, observations) });
    }
  }
  if (assuranceQuestion.needs(scenario) === null) {
    const sources = await readSources(file);
    const { plan } = await planAssurance({ scenario, sources, options: { replicates }, questions: [] });
    await askAssurance(given(), plan, (result) => answers.push({ question: 'assurance', result }));
  }
  for (const { name: question, swept } of QUESTIONS) {
    if (!trial?.patients || swept === undefined || !['check', 'power'].includes(question)) continue;
    const values = [trial?.patients ?? 0];
    const varied = [{ path: 'trial.patients', heading: 'patients', values }];
    const result: SweepResult = { question, varied, scalesEvents: false, asked: 1, points: [] };
    await askSweep(given(), swept, [{ values, scenario }], { replicates }, true, result);
    answers.push({ question: 'sweep', result });
  }
  if (scenario.evidence) answers.push({ question: 'evidence', result: askEvidence(scenario.evidence, scenario.trial) });
  if (reported !== null && replayProblem(reported) === null)
    answers.push({ question: 'replay', result: await askReplay(given(), reported) });
  return answers.map((answer) => saved(scenario, answer));
}

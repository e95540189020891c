/** The question `run`: all that a scenario can be asked, into a folder. */
import type { Scenario } from '../scenario/scenario.ts';
import { runUnreached } from './exact/askExactly.ts';
import type { Question } from './question.ts';
import { replayProblem } from './replayProblem.ts';
import type { RunResult } from './run.ts';

export interface PlannedRun {
  readonly scenario: Scenario;
  /** The questions that it asks, in their order. */
  readonly parts: readonly Question[];
}

export const runQuestion: Question<RunResult, PlannedRun> = {
  name: 'run',
  summary: 'all of it: replay, power, size and a power curve, into a results folder',
  text: 'Replay, power, size and the power curve in one go, written to a results folder (report.html, results.json, CSV tables, summary.txt).',
  examples: '\nExample:\n  trialwright run scenarios/guo-2022.yaml --out results/guo-2022',
  replicates: "trials to simulate for each answer (default: the scenario's)",
  ownFolder: true,
  needs: ({ reported, trial, exact }) => {
    const problem = exact ? null : replayProblem(reported);
    return trial === null && problem !== null ? `trial is missing and the study cannot be replayed: ${problem}` : null;
  },
  plan: async ({ scenario, questions }) => ({
    plan: { scenario, parts: questions.filter(({ inRun }) => inRun !== undefined) },
  }),
  async ask(asking, { scenario, parts }, keep) {
    const { askRun } = await import('./run.ts');
    await askRun(asking, scenario, parts, keep);
  },
  unreached: ({ size, exact }) =>
    (size?.targets.some(({ simulated }) => simulated.kind === 'unreachable') ?? false) || runUnreached(exact),
};

/** The question `replay`: where the published results fall among simulated ones. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Asking } from './asking.ts';
import type { Question } from './question.ts';
import type { ReplayResult } from './replay.ts';
import { replayProblem } from './replayProblem.ts';

/** Precondition: `replayProblem` is null. @throws Interrupted */
async function replayed(asking: Asking, { reported }: Scenario): Promise<ReplayResult> {
  if (reported === null) throw new TypeError('replay needs a published study');
  const { askReplay } = await import('./replay.ts');
  return askReplay(asking, reported);
}

async function ask(asking: Asking, scenario: Scenario, keep: (result: ReplayResult) => void): Promise<void> {
  keep(await replayed(asking, scenario));
}

export const replayQuestion: Question<ReplayResult, Scenario> = {
  name: 'replay',
  summary: 'simulate the published study: where do its own results fall?',
  text: "Simulate the published study many times under each candidate truth (its medians, its hazard ratio, no difference) and say where the paper's own results fall.",
  examples: '\nExample:\n  trialwright replay scenarios/guo-2022.yaml --replicates 20000',
  replicates: "trials to simulate for each answer (default: the scenario's)",
  needs: ({ reported }) => replayProblem(reported),
  ask,
  swept: { ask: replayed },
  inRun: ask,
};

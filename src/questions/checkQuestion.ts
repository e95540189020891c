/** The question `check`: what a scenario means, simulating nothing. */

import type { Scenario } from '../scenario/scenario.ts';
import type { Asking } from './asking.ts';
import type { CheckResult } from './check.ts';
import type { CheckAt } from './checkAt.ts';
import { alsoExactly } from './exact/askExactly.ts';
import type { Question, SweptQuestion } from './question.ts';

const swept: SweptQuestion<CheckAt> = {
  short: true,
  needs: ({ trial }) => (trial === null ? 'trial is missing; a sweep of check needs a planned trial' : null),
  async ask(_asking, scenario) {
    const { checkAt } = await import('./checkAt.ts');
    return checkAt(scenario);
  },
};

async function ask(_asking: Asking, scenario: Scenario, keep: (result: CheckResult) => void): Promise<void> {
  const { askCheck } = await import('./check.ts');
  keep(askCheck(scenario));
}

const ofTrial: Question<CheckResult, Scenario> = {
  name: 'check',
  summary: 'validate a scenario; show every derived value, expected events and the formulas',
  text: 'Validate a scenario and print what it means: every derived hazard, the expected enrolment and events over calendar time, power and sample size by the closed forms. Simulates nothing.',
  examples: '\nExample:\n  trialwright check scenarios/prospective-confirm.yaml',
  replicates: "trials to simulate for each answer (default: the scenario's)",
  needs: ({ trial, reported, evidence }) =>
    trial === null && reported === null && evidence !== undefined
      ? 'has publications to combine and nothing else; ask trialwright evidence'
      : null,
  isShort: () => true,
  ask,
  swept,
  inRun: ask,
};

export const checkQuestion = alsoExactly(ofTrial, 'check');

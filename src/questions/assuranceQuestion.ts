/** The question `assurance`: the chance of success, given what is believed of the planning values. */
import type { Scenario } from '../scenario/scenario.ts';
import type { AssuranceResult, PlannedAssurance } from './assurance.ts';
import type { AssuranceOptions } from './assurancePlan.ts';
import { listOf } from './optionValues.ts';
import { powerQuestion } from './powerQuestion.ts';
import type { Question } from './question.ts';

function needs(scenario: Scenario): string | null {
  const { trial, priors } = scenario;
  if (trial === null || trial.patients === null) return powerQuestion.needs({ ...scenario, exact: {} });
  return priors === undefined
    ? 'says of no planning value how uncertain it is; assurance needs a prior, e.g. hazardRatio: { value: 0.7, source: assumed, prior: { estimate: 0.7, ci: [0.5, 0.98] } }'
    : null;
}

export const assuranceQuestion: Question<AssuranceResult, PlannedAssurance, AssuranceOptions> = {
  name: 'assurance',
  summary: 'the chance of success, given how uncertain the effect and other planning values are',
  text: 'Average the power of the planned trial over what is believed of its planning values (their priors): the chance of success beside the power at the planned values, how power is distributed, where the trial would stop and what passing a look says, the ceiling that no N can pass, N for a wanted chance.',
  examples:
    '\nExamples:\n  trialwright assurance scenarios/assurance.yaml --target 0.4,0.5\n  trialwright assurance scenarios/assurance.yaml --sizes 300,600,1200 --out results/assurance',
  replicates: "trials to simulate over all truths (default: 20,000, or the scenario's if more)",
  kept: 'The chances found before it',
  options: () => [
    {
      flags: '--target <chances>',
      says: 'chances of success to find N for, e.g. 0.4,0.5',
      read: listOf((x) => x > 0 && x < 1, 'must be shares above 0 and below 1, e.g. 0.4,0.5'),
    },
    {
      flags: '--sizes <patients>',
      says: 'further N at which to simulate the chance of success, e.g. 300,600',
      read: listOf((x) => Number.isInteger(x) && x >= 2, 'must be whole numbers of patients, e.g. 300,600'),
    },
  ],
  needs,
  async plan(inquiry) {
    const { planAssurance } = await import('./assurancePlan.ts');
    return planAssurance(inquiry);
  },
  async ask(asking, plan, keep) {
    const { askAssurance } = await import('./assurance.ts');
    await askAssurance(asking, plan, keep);
  },
  unreached: ({ targets }) => targets.some(({ found }) => found === null),
  leftOut: true,
  async inRun(asking, scenario, keep) {
    const { planOf, runPrecision } = await import('./assurancePlan.ts');
    const { askAssurance } = await import('./assurance.ts');
    const { sourcesOf } = await import('../scenario/scenario.ts');
    const plan = await planOf(scenario, sourcesOf(scenario.written), {});
    await askAssurance({ ...asking, precision: runPrecision(asking) }, plan, keep);
  },
};

/** The question `timing`: power over how late the second treatment starts and how much it does. */
import { between, nonEmpty } from './optionValues.ts';
import { powerQuestion } from './powerQuestion.ts';
import type { Question } from './question.ts';
import type { PlannedSurface, TimingResult } from './timing.ts';
import type { TimingOptions } from './timingPlan.ts';

const EXAMPLES = `
Examples:
  trialwright timing scenarios/timing-sorafenib.yaml --lag "0:12:1 weeks" --hazard-ratio 0.5:0.9:0.1
      of an arm with treatmentStart
  trialwright timing scenarios/prospective-early-ici.yaml --x "trial.arms[1].survival.delay=0:6:0.5" --y "trial.arms[1].survival.hazardRatio=0.5:0.9:0.05"
      any two fields of a scenario`;

export const timingQuestion: Question<TimingResult, PlannedSurface, TimingOptions> = {
  name: 'timing',
  summary: 'power over how late the second treatment starts and how much it does: the response surface',
  text: 'Simulate the planned trial over a grid of two quantities, by default the lag from the procedure to the second treatment and the hazard ratio of one that starts with the procedure, on common random numbers: power of each test, N for the target power, average hazard ratio, patients never treated; where another test overtakes the log-rank, and the longest lag at which the planned N keeps the target power.',
  examples: EXAMPLES,
  replicates: 'trials to simulate at each point, in place of --precision',
  kept: 'The points answered before it',
  options: () => [
    { flags: '--lag <values>', says: 'lags: a list or from:to:step (default: 12 from 0 on)', read: nonEmpty },
    {
      flags: '--hazard-ratio <values>',
      says: 'hazard ratios of a second treatment that starts with the procedure (default: 12 from 0.5)',
      read: nonEmpty,
    },
    {
      flags: '--arm <name>',
      says: 'the arm (default: the first experimental one with treatmentStart)',
      read: nonEmpty,
    },
    { flags: '--x <path=values>', says: 'any field of the scenario in place of the lag', read: nonEmpty },
    { flags: '--y <path=values>', says: 'any field in place of the hazard ratio', read: nonEmpty },
    {
      flags: '--tests <which>',
      says: 'usual: where the scenario has no test but the log-rank, Fleming–Harrington (0, 1) and MaxCombo of both too; own: those of the scenario only',
      choices: ['usual', 'own'],
      standard: 'usual',
    },
    {
      flags: '--target <power>',
      says: "the power to keep (default: the scenario's first targetPower)",
      read: between(0, 1, 'must be a share above 0 and below 1, e.g. 0.8'),
    },
    {
      flags: '--precision <share>',
      says: 'half width of the 95 % interval of every power (default: 0.005), 40,000 replicates a point at most',
      read: between(0, 0.2, 'must be above 0 and below 0.2, e.g. 0.005 for ± 0.5 %'),
    },
  ],
  needs: powerQuestion.needs,
  async plan(inquiry) {
    const { planTiming } = await import('./timingPlan.ts');
    return planTiming(inquiry);
  },
  async ask(asking, plan, keep) {
    const { askTiming, emptyTiming } = await import('./timing.ts');
    const result = emptyTiming(plan);
    try {
      await askTiming(asking, plan, result);
    } finally {
      if (result.points.length > 0) keep(result);
    }
  },
  interruption: (result, { x, y }) =>
    `Interrupted after ${result?.points.length ?? 0} of ${x.values.length * y.values.length} points.`,
};

/** The question `sweep`: another question at many points of a scenario. */
import { eachGiven } from './optionValues.ts';
import type { Question } from './question.ts';
import type { SweepResult } from './sweep.ts';
import type { PlannedSweep, SweepOptions } from './sweepPlan.ts';

const EXAMPLES = `
Example:
  trialwright sweep scenarios/prospective-early-ici.yaml --vary "trial.arms[1].survival.hazardRatio=0.6:0.8:0.05" --vary "trial.arms[1].survival.delay=0,2,4" --replicates 10000
      power at 5 × 3 points; a field is named as messages name it, by position
      or by name: trial.arms[TACE alone].survival.median. Values: a list, or
      from:to:step, numbers or texts of the file (8 weeks; 0:12:2 weeks).`;

/** The question asked at every point unless another is named. */
const USUAL = 'power';

export const sweepQuestion: Question<SweepResult, PlannedSweep, SweepOptions> = {
  name: 'sweep',
  summary: 'one question at many values of one or more fields of a scenario',
  text: 'Replace values of a scenario by each of those given and ask power (or size, check, replay) at every point, all combinations where several fields vary, with the same random numbers throughout. Every point is checked before the first is simulated.',
  examples: EXAMPLES,
  replicates: "trials to simulate for each answer (default: the scenario's)",
  kept: 'The points answered before it',
  options: (questions) => [
    { flags: '--vary <path=values>', says: 'a field and its values; may be given several times', read: eachGiven },
    {
      flags: '--question <question>',
      says: 'what is asked at each point',
      choices: questions.flatMap(({ name, swept }) => (swept === undefined ? [] : [name])),
      standard: USUAL,
    },
    {
      flags: '--scale-events',
      says: 'event counts move with trial.patients, keeping events ÷ patients as size does (default: they stay as in the file)',
    },
    { flags: '--null', says: 'power: simulate the type I error at each point too (takes twice as long)' },
  ],
  needs: () => null,
  async plan(inquiry) {
    const { planSweep } = await import('./sweepPlan.ts');
    return planSweep(inquiry);
  },
  isShort: ({ swept }) => swept.short === true,
  async ask(asking, { swept, points, precision, withNull, empty: result }, keep) {
    const { askSweep } = await import('./sweep.ts');
    try {
      await askSweep(asking, swept, points, precision, withNull, result);
    } finally {
      if (result.points.length > 0) keep(result);
    }
  },
  unreached: ({ points }, { swept }) => points.some(({ result }) => swept.unreached?.(result) ?? false),
  interruption: (result, { empty }) => `Interrupted after ${result?.points.length ?? 0} of ${empty.asked} points.`,
};

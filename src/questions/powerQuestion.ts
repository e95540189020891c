/** The question `power`: power and type I error of the planned trial. */
import { square } from '../elementary/square.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Trial } from '../trial/trial.ts';
import type { Asking } from './asking.ts';
import { alsoExactly } from './exact/askExactly.ts';
import type { PowerResult } from './power.ts';
import type { PowerAt } from './powerAt.ts';
import { plannedAsPublished } from './publishedEffect.ts';
import type { Question, SweptQuestion } from './question.ts';

/**
 * The number of simulated patients below which starting worker threads takes longer than they save (about a tenth of a
 * second).
 */
const SHORT_WORK = 2e7;

/** How many times as long a patient takes where patients differ. */
const COHORT = 30;

/** Precondition: the scenario plans a trial of known size. */
function planned({ trial }: Scenario): Trial {
  if (trial === null || trial.patients === null) throw new TypeError('power needs a planned trial with its N');
  return { ...trial.unsized, patients: trial.patients };
}

/** @throws Interrupted */
async function ask(asking: Asking, scenario: Scenario, keep: (result: PowerResult) => void): Promise<void> {
  const { askPower } = await import('./power.ts');
  keep({ ...(await askPower(asking, planned(scenario), scenario.timeUnit)), ...plannedAsPublished(scenario) });
}

const swept: SweptQuestion<PowerAt> = {
  knowsNull: true,
  stages: (withNull) => (withNull ? 2 : 1),
  async ask(asking, scenario, withNull) {
    const { powerAt } = await import('./powerAt.ts');
    return powerAt(asking, planned(scenario), scenario.timeUnit, withNull);
  },
};

const ofTrial: Question<PowerResult, Scenario> = {
  name: 'power',
  summary: 'power, type I error, events and months of the planned trial',
  text: 'Simulate the planned trial and its null: power, type I error, events, analysis time, drop-outs, observed hazard ratio and medians, each with its Monte Carlo error.',
  examples: '\nExample:\n  trialwright power scenarios/prospective-early-ici.yaml --threads 4 --json > power.json',
  replicates: "trials to simulate for each answer (default: the scenario's)",
  needs: ({ trial }) => {
    if (trial === null) return 'trial is missing; power needs a planned trial with arms, accrual and analysis';
    return trial.patients === null
      ? 'trial.patients is missing; power needs N: give patients, or ask size for them'
      : null;
  },
  async isShort(scenario, precision) {
    const { hasCohort } = await import('../trial/trial.ts');
    const replicates = 'replicates' in precision ? precision.replicates : 0.25 / square(precision.standardError);
    const trial = planned(scenario);
    return replicates * trial.patients * (hasCohort(trial) ? COHORT : 1) < SHORT_WORK;
  },
  ask,
  swept,
  inRun: ask,
};

export const powerQuestion = alsoExactly(ofTrial, 'power');

/** The question `size`: the smallest N for each target power. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Asking } from './asking.ts';
import { alsoExactly } from './exact/askExactly.ts';
import { plannedAsPublished } from './publishedEffect.ts';
import type { Question } from './question.ts';
import type { SizeResult } from './size.ts';
import type { WhatIf } from './whatIf.ts';

/** A size with the variations that the scenario asks for; absent where it asks for none. */
export interface SizeAnswer extends SizeResult {
  whatIf?: WhatIf[];
}

/** Keeps the result once a target is answered. Precondition: the scenario plans a trial. @throws Interrupted */
async function searched(asking: Asking, scenario: Scenario, keep: (result: SizeAnswer) => void): Promise<SizeAnswer> {
  const { trial, sizeInterval } = scenario;
  if (trial === null) throw new TypeError('size needs a planned trial');
  const { askSize, emptySize } = await import('./size.ts');
  const { seriesOf } = await import('../trial/series.ts');
  const series = seriesOf(trial.unsized, trial.patients);
  const result: SizeAnswer = { ...emptySize(series, trial.targetPower), ...plannedAsPublished(scenario) };
  try {
    await askSize(asking, series, trial.targetPower, sizeInterval, result);
  } finally {
    if (result.targets.length > 0) keep(result);
  }
  return result;
}

const unreached = ({ targets }: SizeResult): boolean =>
  targets.some(({ simulated }) => simulated.kind === 'unreachable');

const ofTrial: Question<SizeAnswer, Scenario> = {
  name: 'size',
  summary: 'the smallest number of patients for each target power, by simulation',
  text: 'Find the smallest N for each target power by simulation, with an interval on N, beside Schoenfeld, Freedman and Lachin–Foulkes. Exit code 2 when a target cannot be reached.',
  examples: '\nExample:\n  trialwright size scenarios/prospective-confirm.yaml --out results/size',
  replicates: "trials to simulate for each answer (default: the scenario's)",
  kept: 'The targets answered before it',
  needs: ({ trial }) => {
    if (trial === null) return 'trial is missing; size needs a planned trial with arms, accrual and analysis';
    return trial.patientsFollow
      ? `trial.accrual gives rates and a duration, which fix N at ${trial.patients}, so that there is no N to seek; leave out duration (rates stay, enrolment lasts as long as N needs), or write relativeRates (the duration stays, rates grow with N)`
      : null;
  },
  async ask(asking, scenario, keep) {
    const result = await searched(asking, scenario, keep);
    if (scenario.whatIf.length > 0) {
      const { askWhatIf } = await import('./whatIf.ts');
      result.whatIf = [];
      await askWhatIf(asking, scenario.whatIf, result.whatIf);
    }
  },
  unreached,
  swept: { ask: (asking, scenario) => searched(asking, scenario, () => {}), unreached },
  async inRun(asking, scenario, keep) {
    await searched(asking, scenario, keep);
  },
};

export const sizeQuestion = alsoExactly(ofTrial, 'size');

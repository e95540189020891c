/** `trialwright monitor`: a running trial's looks against its plan. Simulates nothing. */

import { askMonitor, isMonitored } from '../questions/monitor.ts';
import { type Manifest, programVersion } from '../run/manifest.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Trial } from '../trial/trial.ts';
import { deliver, type Options } from './answering.ts';
import { EXIT, UserProblem } from './exit.ts';
import { type ObservationOptions, readObservations } from './observations.ts';
import { openOutput } from './outputs.ts';

export type MonitorOptions = ObservationOptions & Pick<Options, 'out' | 'verbose' | 'json' | 'quiet'>;

/** The trial with its looks. @throws UserProblem for what the scenario lacks */
function monitoredTrial({ file, trial }: Scenario, options: MonitorOptions): Trial {
  if (trial === null)
    throw new UserProblem(`${file}: trial is missing; monitor needs a planned trial with looks (trial.sequential)`);
  const { design, patients } = trial;
  if (design.sequential === undefined)
    throw new UserProblem(
      `${file}: trial.sequential is missing; monitor needs its looks and bounds, e.g. sequential: {looks: [{informationFraction: 0.5}], efficacy: {spending: obrienFleming}}`,
    );
  if (design.family !== undefined)
    throw new UserProblem(
      `${file}: trial.comparisons has several hypotheses; monitor follows one comparison: plan it in a scenario of its own, with the share of alpha it has`,
    );
  const { statistic, stratifiedBy } = design.test;
  if (!isMonitored(statistic))
    throw new UserProblem(
      `${file}: trial.test.statistic is ${statistic.kind}; monitor knows the information of the log-rank test only: leave it out, or give log-rank`,
    );
  const own = (design.lookTests ?? []).findIndex((test) => test !== null);
  if (own >= 0)
    throw new UserProblem(
      `${file}: trial.sequential.looks[${own}].test is another test than trial.test; monitor follows one log-rank from look to look: leave it out`,
    );
  if (stratifiedBy.length > 0 && options.patients !== undefined)
    throw new UserProblem(
      `${file}: trial.test.stratifiedBy is ${stratifiedBy.join(', ')}, which a file of patients does not hold; give --events and the stratified test's --z in place of --patients`,
    );
  if (patients === null)
    throw new UserProblem(`${file}: trial.patients is missing; monitor needs N: give patients, or ask size for them`);
  return { ...design, patients };
}

/** Answer for the scenario in `file`; returns the exit code. @throws UserProblem, ScenarioProblem */
export async function monitor(file: string, options: MonitorOptions): Promise<number> {
  const started = new Date();
  const clock = performance.now();
  const scenario = await loadScenario(file);
  const trial = monitoredTrial(scenario, options);
  const observations = await readObservations(scenario, trial, options);
  const output = options.out === undefined ? null : await openOutput(options.out);
  try {
    const result = askMonitor(trial, observations);
    const manifest: Manifest = {
      trialwright: programVersion(),
      kernels: [],
      seed: scenario.seed,
      scenarioHash: scenario.hash,
      precision: scenario.precision,
      replicates: 0,
      blocks: 0,
      interrupted: null,
      timings: {
        startedAt: started.toISOString(),
        seconds: Math.round(performance.now() - clock) / 1000,
        threads: 1,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
      },
    };
    await deliver(scenario, { question: 'monitor', result }, manifest, options, output);
  } catch (problem) {
    await output?.discard();
    throw problem;
  }
  return EXIT.answered;
}

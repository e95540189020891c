/** What `monitor` asks: the trial with its looks, and what was seen at them. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Trial } from '../trial/trial.ts';
import { isMonitored } from './monitor.ts';
import type { Observations } from './monitorResult.ts';
import { type ObservationOptions, readObservations } from './observations.ts';
import type { Inquiry, Planned } from './question.ts';
import { UserProblem } from './userProblem.ts';

export interface PlannedMonitor {
  readonly trial: Trial;
  readonly observations: Observations;
}

/** Precondition: the scenario plans a trial of known size. */
function monitoredTrial({ trial }: Scenario): Trial {
  if (trial === null || trial.patients === null) throw new TypeError('monitor needs a planned trial with its N');
  return { ...trial.unsized, patients: trial.patients };
}

/** @throws UserProblem, ScenarioProblems */
export async function planMonitor({
  scenario,
  options,
}: Inquiry<ObservationOptions>): Promise<Planned<PlannedMonitor>> {
  const trial = monitoredTrial(scenario);
  const { statistic, stratifiedBy } = trial.test;
  if (!isMonitored(statistic))
    throw new UserProblem(
      `${scenario.file}: trial.test.statistic is ${statistic.kind}; monitor knows the information of the log-rank test only: leave it out, or give log-rank`,
    );
  const own = (trial.lookTests ?? []).findIndex((test) => test !== null);
  if (own >= 0)
    throw new UserProblem(
      `${scenario.file}: trial.sequential.looks[${own}].test is another test than trial.test; monitor follows one log-rank from look to look: leave it out`,
    );
  if (stratifiedBy.length > 0 && options.patients !== undefined)
    throw new UserProblem(
      `${scenario.file}: trial.test.stratifiedBy is ${stratifiedBy.join(', ')}, which a file of patients does not hold; give --events and the stratified test's --z in place of --patients`,
    );
  return { plan: { trial, observations: await readObservations(scenario, trial, options) } };
}

/** What `monitor` asks: the trial with its looks, and what was seen at them. */

import { testOfHypothesis } from '../design/hypothesisPlans.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { CENTRE } from '../trial/centres.ts';
import type { Trial } from '../trial/trial.ts';
import { latestTime, type PatientsOfLook } from './familyObserved.ts';
import { readFamilyPatients } from './familyPatientsFile.ts';
import { isMonitored } from './monitor.ts';
import { type MonitoredFamily, monitoredFamily } from './monitorFamily.ts';
import type { Observations } from './monitorResult.ts';
import { type ObservationOptions, readObservations } from './observations.ts';
import type { Inquiry, Planned } from './question.ts';
import { UserProblem } from './userProblem.ts';

export type PlannedMonitor =
  | { readonly kind: 'comparison'; readonly trial: Trial; readonly observations: Observations }
  | {
      readonly kind: 'family';
      readonly monitored: MonitoredFamily;
      readonly seen: readonly PatientsOfLook[];
      readonly unit: string;
    };

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
  if (trial.family !== undefined) return { plan: await plannedFamily(scenario, trial, options) };
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
  return { plan: { kind: 'comparison', trial, observations: await readObservations(scenario, trial, options) } };
}

/** What a file of patients cannot be asked; null where it can. */
function familyProblem({ family, test }: Trial): string | null {
  if (family?.dropping != null)
    return 'trial.comparisons.dropping is given; monitor follows hypotheses whose arms all go on: leave it out, and the arms that were given up with it';
  for (const hypothesis of family?.hypotheses ?? []) {
    const { origin, adjustedFor, statistic } = testOfHypothesis({ test }, hypothesis);
    const at = `the test of ${hypothesis.name}`;
    if (origin !== undefined && origin.kind !== 'randomisation')
      return `${at} counts time from another origin than randomisation; monitor compares patients as randomised: leave origin out`;
    if (adjustedFor.length > 0)
      return `${at} is ${statistic.kind} adjusted for ${adjustedFor.join(', ')}, which monitor does not read; leave adjustedFor out, or stratify by factors`;
  }
  return null;
}

/** @throws UserProblem, ScenarioProblems */
async function plannedFamily(
  { file, timeUnit }: Scenario,
  trial: Trial,
  options: ObservationOptions,
): Promise<PlannedMonitor> {
  const { patients, looks, final, ...others } = options;
  const single = { '--events': others.events, '--z': others.z, '--hazard-ratio': others.hazardRatio };
  const given = Object.entries({ ...single, '--prior-hr': others.priorHr, '--prior-sd': others.priorSd }).find(
    ([, value]) => value !== undefined,
  );
  const remedy =
    'give --patients with a line a patient and look: columns look, arm, and those of every endpoint as `trialwright patients` writes them';
  if (given !== undefined)
    throw new UserProblem(
      `${given[0]} ${given[1]}: is about one comparison, while trial.comparisons has several; ${remedy}`,
    );
  if (patients === undefined) throw new UserProblem(`monitor: what was seen is missing; ${remedy}`);
  const problem = familyProblem(trial);
  if (problem !== null) throw new UserProblem(`${file}: ${problem}`);
  const planned = (trial.interims ?? []).length + 1;
  const look = final === true ? planned : looks === undefined ? 1 : Number(looks);
  if (!(Number.isInteger(look) && look >= 1 && look <= planned))
    throw new UserProblem(
      `--looks ${looks}: must be the one planned look, 1 to ${planned}, of a file without a column look; others say it in that column`,
    );
  const monitored = monitoredFamily(trial);
  const { design, family } = monitored;
  const tests = [trial.test, ...family.hypotheses.map((hypothesis) => testOfHypothesis(trial, hypothesis))];
  if (family.gate !== undefined && typeof family.gate.of !== 'number') tests.push(family.gate.of.test);
  const strata = tests.flatMap(({ stratifiedBy }) => stratifiedBy);
  const subgroups = family.hypotheses.flatMap(({ subgroup }) => (subgroup === null ? [] : [subgroup.factor]));
  const seen = await readFamilyPatients(patients, {
    trial,
    cells: design.expected.mix.cells,
    factors: [...new Set([...strata.filter((name) => name !== CENTRE), ...subgroups])],
    byCentre: strata.includes(CENTRE),
    look,
    latest: latestTime(monitored.plan),
  });
  return { kind: 'family', monitored, seen, unit: timeUnit };
}

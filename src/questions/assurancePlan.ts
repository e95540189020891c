/** What `assurance` asks: the truths drawn from a scenario's priors, each a scenario of its own. */

import { figure } from '../scenario/context.ts';
import type { Setting } from '../scenario/field.ts';
import { type PlannedPrior, type Precision, type Scenario, ScenarioProblems } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import { resolveTruth } from '../scenario/truth.ts';
import { fewestPatients, roundUp, seriesOf, type TrialSeries } from '../trial/series.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import type { Asking } from './asking.ts';
import type { PlannedAssurance } from './assurance.ts';
import type { BelievedTrial } from './chanceOfSuccess.ts';
import { inTurns } from './inTurns.ts';
import type { Inquiry, Planned, SimulationOptions } from './question.ts';
import { type DrawnTruth, truthValues } from './truths.ts';
import { UserProblem } from './userProblem.ts';

export interface AssuranceOptions extends SimulationOptions {
  readonly target?: readonly number[];
  readonly sizes?: readonly number[];
}

/** Replicates over all truths: their Monte Carlo error is then at most a quarter of a per cent. */
const LEAST_REPLICATES = 20_000;

/** The scenario's value at a prior, set to what was drawn. */
function settingOf({ steps, path, meaning, value }: PlannedPrior, drawn: number): Setting {
  return {
    field: { path: [...steps, 'value'], name: path, text: path, heading: String(steps.at(-1)), meaning, value },
    value: drawn,
  };
}

/** @throws UserProblem where the prior reaches values that make no scenario; the reason of `signal` once it is aborted */
async function drawnTruths(
  scenario: Scenario,
  sources: Sources,
  planned: UnsizedTrial,
  priors: readonly PlannedPrior[],
  signal?: AbortSignal,
): Promise<Pick<BelievedTrial, 'truths' | 'places' | 'groups'>> {
  const { values, places, groups } = truthValues(priors, scenario.seed);
  const drawn = (row: readonly number[]): DrawnTruth => {
    const settings = priors.map((prior, i) => settingOf(prior, row[i]));
    try {
      return { values: row, trial: resolveTruth(sources, settings, planned) };
    } catch (problem) {
      if (!(problem instanceof ScenarioProblems)) throw problem;
      const set = priors.map(({ path }, i) => `${path} ${figure(row[i])}`).join(', ');
      throw new UserProblem(
        `${scenario.file}: the prior reaches ${set}, with which the trial cannot be: ${problem.problems[0].text}; narrow the prior`,
      );
    }
  };
  return { truths: await inTurns(values, drawn, signal), places, groups };
}

/** @throws UserProblem */
function sizesIn(series: TrialSeries | null, asked: readonly number[]): readonly number[] {
  if (series === null) {
    if (asked.length > 0)
      throw new UserProblem('--sizes goes with a trial whose N can vary; here accrual.rates and duration fix it');
    return [];
  }
  const { unsized, mostPatients } = series;
  const few = fewestPatients(unsized);
  return asked.map((patients) => {
    if (patients < few || patients > mostPatients)
      throw new UserProblem(`--sizes ${patients}: must be from ${few} to ${mostPatients} patients in this trial`);
    return roundUp(unsized, patients);
  });
}

/**
 * Precondition: the needs of the question are met. Others on the thread have their turns meanwhile. @throws UserProblem; the
 * reason of `signal` once it is aborted
 */
export async function planOf(
  scenario: Scenario,
  sources: Sources,
  { target, sizes }: AssuranceOptions,
  signal?: AbortSignal,
): Promise<PlannedAssurance> {
  const { trial, priors } = scenario;
  if (trial === null || trial.patients === null || priors === undefined)
    throw new TypeError('assurance needs a planned trial with its N and a prior');
  const { unsized, patients, patientsFollow } = trial;
  const series = patientsFollow ? null : seriesOf(unsized, patients);
  if (series === null && target !== undefined)
    throw new UserProblem('--target goes with a trial whose N can vary; here accrual.rates and duration fix it');
  return {
    trial: { ...unsized, patients },
    priors,
    ...(await drawnTruths(scenario, sources, unsized, priors, signal)),
    series,
    sizes: sizesIn(series, sizes ?? []),
    targets: target ?? [],
  };
}

/** Replicates over all truths where none are asked for. */
export function usualReplicates({ precision }: Pick<Scenario, 'precision'>): number {
  return Math.max(LEAST_REPLICATES, 'replicates' in precision ? precision.replicates : 0);
}

/** @throws UserProblem */
export async function planAssurance({
  scenario,
  sources,
  options,
}: Inquiry<AssuranceOptions>): Promise<Planned<PlannedAssurance>> {
  const replicates = options.replicates ?? usualReplicates(scenario);
  return { plan: await planOf(scenario, sources, options), precision: { replicates } };
}

/** The precision of the chance of success within a run. */
export function runPrecision({ precision }: Asking): Precision {
  return 'replicates' in precision ? precision : { replicates: LEAST_REPLICATES };
}

/** Patients of chosen replicates, so that anybody can analyse them again. */

import { planDesign } from '../design/planDesign.ts';
import { streamKey } from '../kernel/draw/stream.ts';
import { planKernel } from '../kernel/plan/kernelPlan.ts';
import { hypothesesOf, testsOfHypothesis, type WatchedComparison } from '../kernel/plan/statisticsPlan.ts';
import { type KnownPatient, type ReplicateLook, replicateLooks } from '../kernel/replicate.ts';
import { COX_WALD } from '../statistics/registry.ts';
import type { Compared } from '../trial/comparison.ts';
import { endpointOf, furtherEndpoints } from '../trial/endpoint.ts';
import { type Cell, isInside } from '../trial/population.ts';
import type { Test } from '../trial/test.ts';
import { testName } from '../trial/testName.ts';
import { type Trial, testsOf, underNull } from '../trial/trial.ts';
import { testsMade, withoutStops } from './asking.ts';
import { stopsOf } from './sequentialSpec.ts';

export type { KnownPatient };

/** The trials of `power`: those with the planned effect, and those with none. */
export const WORLDS = ['planned', 'null'] as const;
export type World = (typeof WORLDS)[number];

/** A test of a hypothesis, made at every look. */
export interface ExportedTest {
  readonly name: string;
  readonly hypothesis: string;
  readonly compared: Compared;
  readonly test: Test;
  /** Its place among the statistics of ReplicateLook. */
  readonly statistic: number;
  /** The place of the statistic that estimates the log hazard ratio in its strata; null of one endpoint, and of a response. */
  readonly ratio: number | null;
}

/** The patients whom a comparison compares, in the control and in the experimental arm; of a response those assessed. */
export interface ComparedCounts {
  readonly patients: readonly [number, number];
  readonly events: readonly [number, number];
}

export interface PatientsResult {
  readonly world: World;
  readonly tests: readonly ExportedTest[];
  /** Levels of the factors by cell. */
  readonly cells: readonly (readonly string[])[];
  readonly replicates: readonly { readonly replicate: number; readonly looks: readonly ExportedLook[] }[];
}

export interface ExportedLook extends ReplicateLook {
  /** One entry per test. */
  readonly counts: readonly ComparedCounts[];
}

/** The tests of every hypothesis, and the hazard ratios that are estimated beside them where a trial has several endpoints. */
function testsExported(trial: Trial, made: readonly Test[], unit: string) {
  const several = furtherEndpoints(trial).length > 0;
  const hypotheses = hypothesesOf(trial);
  const { gate } = trial.family ?? {};
  const apart = gate !== undefined && typeof gate.of !== 'number' ? 1 : 0;
  const watched: WatchedComparison[] = [];
  const tests = hypotheses.flatMap((hypothesis, h): ExportedTest[] => {
    const isTime = endpointOf(trial, hypothesis).kind === 'timeToEvent';
    const own = testsOfHypothesis(trial, hypothesis, made);
    let ratio: number | null = null;
    if (several && isTime) {
      const { stratifiedBy } = own[0];
      ratio = hypotheses.length * made.length + apart + watched.length;
      watched.push({ compared: hypothesis, test: { statistic: COX_WALD, stratifiedBy, adjustedFor: [] } });
    }
    // The tests beside the one that decides are made of times only.
    return (isTime ? own : own.slice(0, 1)).map((test, t) => ({
      name: testName(test, unit),
      hypothesis: hypothesis.name,
      compared: hypothesis,
      test,
      statistic: h * made.length + t,
      ratio,
    }));
  });
  return { tests, watched };
}

/** What is known of a patient for an endpoint, by its place; whether it counts where it is a response. */
function knownFor({ time, event, further }: KnownPatient, endpoint: number) {
  return endpoint === 0 ? { time, event, ended: event } : further[endpoint - 1];
}

function countsOf(
  trial: Trial,
  cells: readonly Cell[],
  { patients }: ReplicateLook,
  compared: Compared,
): ComparedCounts {
  const { arm, endpoint, subgroup } = compared;
  const isResponse = endpointOf(trial, compared).kind === 'response';
  const inside = cells.map((cell) => isInside(trial.population ?? { factors: [] }, cell, subgroup));
  const counts = { patients: [0, 0] as [number, number], events: [0, 0] as [number, number] };
  for (const patient of patients) {
    if ((patient.arm !== 0 && patient.arm !== arm) || !inside[patient.cell]) continue;
    const { event, ended } = knownFor(patient, endpoint);
    if (isResponse && !ended) continue;
    const group = patient.arm === 0 ? 0 : 1;
    counts.patients[group]++;
    if (event) counts.events[group]++;
  }
  return counts;
}

/** Replicates (from 0) of the trials that `power` simulates under this seed; looks end nothing. */
export function askPatients(
  planned: Trial,
  seed: string,
  world: World,
  replicates: readonly number[],
  unit: string,
): PatientsResult {
  const { trial, expected, looks } = planDesign(planned);
  const stops = looks === null ? undefined : stopsOf(looks, 'ignored').map(withoutStops);
  const simulated = world === 'planned' ? trial : underNull(trial);
  const { made } = testsMade(trial, testsOf(trial));
  const { tests, watched } = testsExported(trial, made, unit);
  const plan = planKernel(simulated, stops, made, undefined, watched);
  const key = streamKey(seed, world === 'planned' ? 'power' : 'null');
  const factors = trial.population?.factors ?? [];
  const { cells } = expected.mix;
  return {
    world,
    tests,
    cells: cells.map(({ levels }) => levels.map((l, f) => factors[f].levels[l].name)),
    replicates: replicates.map((replicate) => ({
      replicate,
      looks: replicateLooks(plan, key, replicate).map((look) => ({
        ...look,
        counts: tests.map(({ compared }) => countsOf(trial, cells, look, compared)),
      })),
    })),
  };
}

/** Patients of chosen replicates, so that anybody can analyse them again. */

import { planDesign } from '../design/planDesign.ts';
import { streamKey } from '../kernel/draw/stream.ts';
import { planKernel } from '../kernel/plan/kernelPlan.ts';
import { hypothesesOf } from '../kernel/plan/statisticsPlan.ts';
import { type ReplicateLook, replicateLooks } from '../kernel/replicate.ts';
import { testName } from '../trial/testName.ts';
import { type Trial, testsOf, underNull } from '../trial/trial.ts';
import { testsMade, withoutStops } from './asking.ts';
import { stopsOf } from './sequentialSpec.ts';

/** The trials of `power`: those with the planned effect, and those with none. */
export const WORLDS = ['planned', 'null'] as const;
export type World = (typeof WORLDS)[number];

export interface PatientsResult {
  readonly world: World;
  /** One entry per statistic of ReplicateLook. */
  readonly tests: readonly { readonly test: string; readonly hypothesis: string }[];
  /** Levels of the factors by cell. */
  readonly cells: readonly (readonly string[])[];
  readonly replicates: readonly { readonly replicate: number; readonly looks: readonly ReplicateLook[] }[];
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
  const plan = planKernel(simulated, stops, made);
  const key = streamKey(seed, world === 'planned' ? 'power' : 'null');
  const factors = trial.population?.factors ?? [];
  return {
    world,
    tests: hypothesesOf(trial).flatMap(({ name }) =>
      made.map((test) => ({ test: testName(test, unit), hypothesis: name })),
    ),
    cells: expected.mix.cells.map(({ levels }) => levels.map((l, f) => factors[f].levels[l].name)),
    replicates: replicates.map((replicate) => ({ replicate, looks: replicateLooks(plan, key, replicate) })),
  };
}

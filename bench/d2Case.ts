/** D2, or D2 with one thing more, on whichever kernel it takes. */
import { chooseKernel, createSimulator } from '../src/kernel/choose.ts';
import { streamKey } from '../src/kernel/draw/stream.ts';
import type { Columns, Simulator, Wants } from '../src/kernel/look/columns.ts';
import { planKernel } from '../src/kernel/plan/kernelPlan.ts';
import type { Trial } from '../src/trial/trial.ts';
import type { BenchCase } from './benchCase.ts';
import { checkPower } from './check.ts';
import { designs, type KnownPower } from './designs.ts';
import { countRejections } from './rejections.ts';

const NOTHING: Wants = { hazardRatio: false, medians: false };

/** Patients of one call: a millisecond where patients are alike, some tens where they are slowest. */
const PATIENTS = 150_000;

/** Of a block of D2's replicates. */
const rejectionsOfD2 = (looks: readonly Columns[]): number => countRejections(designs.d2, looks);

/** `known`: the power found elsewhere, null for none; `count`: how many replicates of a block reject. */
export function d2Case(
  name: string,
  what: string,
  trial: Trial,
  seed: string,
  known: KnownPower | null = designs.d2.known,
  count = rejectionsOfD2,
): BenchCase {
  const plan = planKernel(trial);
  // Made at the first call: the arrays of the cases before are of no use to this one.
  let simulator: Simulator | null = null;
  // The draws of D2 itself, so that the trials are the same.
  const key = streamKey(seed, 'd2');
  const trials = Math.round(PATIENTS / trial.patients);
  let replicates = 0;
  let rejected = 0;
  return {
    name,
    what,
    trials,
    patients: trial.patients,
    kernel: chooseKernel(plan).name,
    alone: true,
    call() {
      simulator ??= createSimulator(plan);
      rejected += count(simulator.simulate(key, replicates, trials, NOTHING));
      replicates += trials;
    },
    check: () => checkPower(rejected, replicates, known),
  };
}

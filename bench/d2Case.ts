/** D2, or D2 with one thing more, on whichever kernel it takes. */
import { chooseKernel, createSimulator } from '../src/kernel/choose.ts';
import { streamKey } from '../src/kernel/draw/stream.ts';
import type { Simulator, Wants } from '../src/kernel/look/columns.ts';
import { planKernel } from '../src/kernel/plan/kernelPlan.ts';
import type { Trial } from '../src/trial/trial.ts';
import type { BenchCase } from './benchCase.ts';
import { checkPower } from './check.ts';
import { designs, type KnownPower } from './designs.ts';
import { countRejections } from './rejections.ts';

const NOTHING: Wants = { hazardRatio: false, medians: false };

/** Patients of one call, and how many fewer of a trial whose patients differ. */
const PATIENTS = 150_000;
const SLOWER = 8;

/** `known`: the power found elsewhere, null for none. */
export function d2Case(
  name: string,
  what: string,
  trial: Trial,
  seed: string,
  known: KnownPower | null = designs.d2.known,
): BenchCase {
  const plan = planKernel(trial);
  // Made at the first call: the arrays of the cases before are of no use to this one.
  let simulator: Simulator | null = null;
  // The draws of D2 itself, so that the trials are the same.
  const key = streamKey(seed, 'd2');
  const cohort = plan.reportsOperations;
  const trials = Math.round(PATIENTS / (cohort ? SLOWER : 1) / trial.patients);
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
      rejected += countRejections(designs.d2, simulator.simulate(key, replicates, trials, NOTHING));
      replicates += trials;
    },
    check: () => checkPower(rejected, replicates, known),
  };
}

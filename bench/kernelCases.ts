/** The hot loop: one thread, the kernel alone, on block after block of fresh replicates. */
import { chooseKernel, createSimulator } from '../src/kernel/choose.ts';
import { streamKey } from '../src/kernel/draw/stream.ts';
import type { Simulator, Wants } from '../src/kernel/look/columns.ts';
import { planKernel } from '../src/kernel/plan/kernelPlan.ts';
import type { BenchCase } from './benchCase.ts';
import { checkPower } from './check.ts';
import { type Design, designs, sized, trialOf } from './designs.ts';
import { countRejections, stopsOf } from './rejections.ts';

const NOTHING: Wants = { hazardRatio: false, medians: false };

export const SIZES = [50, 200, 500, 2000, 5000, 10_000, 50_000, 100_000];

/** Patients of one call: a few milliseconds, far above the timer's grain and below a scheduler's slice. */
const PATIENTS = 300_000;

interface Variant {
  readonly wants?: Wants;
  readonly force?: 'reference';
  /** False: every replicate goes through all looks. */
  readonly stops?: boolean;
  /** How much slower than the plain fast kernel, to keep a call's length. */
  readonly slower?: number;
}

function kernelCase(name: string, what: string, design: Design, seed: string, variant: Variant = {}): BenchCase {
  const { wants = NOTHING, force = null, stops = true, slower = 1 } = variant;
  const plan = stops ? planKernel(trialOf(design), stopsOf(design)) : planKernel(trialOf(design));
  // Made at the first call: the arrays of the cases before are of no use to this one.
  let simulator: Simulator | null = null;
  const key = streamKey(seed, name);
  const patients = design.patients[0] + design.patients[1];
  const trials = Math.max(1, Math.round(PATIENTS / slower / patients));
  let replicates = 0;
  let rejected = 0;
  return {
    name,
    what,
    trials,
    patients,
    kernel: chooseKernel(plan, force).name,
    alone: true,
    call() {
      simulator ??= createSimulator(plan, force);
      rejected += countRejections(design, simulator.simulate(key, replicates, trials, wants));
      replicates += trials;
    },
    check: () => checkPower(rejected, replicates, design.known),
  };
}

export function kernelCases(seed: string): BenchCase[] {
  const { d1, d2, d3, d4, d5, weibull } = designs;
  return [
    kernelCase('d1', '51 v 20 patients, analysed at month 36, P(harm)', d1, seed),
    kernelCase('d2', '500 patients, HR 0.7, at 350 events', d2, seed),
    kernelCase('d3', 'D2 with looks at 175, 262 and 350 events, stopping for efficacy', d3, seed),
    kernelCase('d3-all', 'D3 without stopping: always three looks', d3, seed, { stops: false }),
    kernelCase('d4', 'D2 with HR 1 for 3 months, then 0.6', d4, seed),
    kernelCase('d5', '5000 patients, at 3500 events', d5, seed),
    kernelCase('weibull', 'D2 with Weibull survival, shape 1.2', weibull, seed),
    kernelCase('cox', 'D2 with Cox estimates', d2, seed, { wants: { hazardRatio: true, medians: false } }),
    kernelCase('medians', 'D2 with Kaplan–Meier medians', d2, seed, {
      wants: { hazardRatio: false, medians: true },
    }),
    kernelCase('reference', 'D2 on the reference kernel', d2, seed, { force: 'reference', slower: 10 }),
  ];
}

export function sizeCases(seed: string): BenchCase[] {
  return SIZES.map((n) => kernelCase(`n${n}`, `D2 with ${n.toLocaleString('en-GB')} patients`, sized(n), seed));
}

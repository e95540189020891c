/**
 * Simulations for statistical tests, and the one way they are judged: a difference of at most k standard errors, k = 5.5
 * unless said. Were the program right and the seeds drawn at random, one comparison would fail at 2(1 − Φ(5.5)) = 3.8e-8,
 * and a test of up to 26 comparisons at 1e-6 or less. Seeds are the names of the tests and were never changed.
 */
import { expect } from 'vitest';
import { criticalValue } from '../../src/formulas/criticalValue.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import type { Columns, Wants } from '../../src/kernel/look/columns.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { blocksOf, type Job } from '../../src/run/job.ts';
import { runBlock } from '../../src/run/runBlock.ts';
import { emptyTally, mergeTally, type Tally } from '../../src/tally/tally.ts';
import type { Trial } from '../../src/trial/trial.ts';

export const K = 5.5;

export const NOTHING: Wants = { hazardRatio: false, medians: false };
export const EVERYTHING: Wants = { hazardRatio: true, medians: true };

/** Columns of replicates 0 … replicates − 1 of the streams named by `seed`, at the final analysis. */
export function columnsOf(trial: Trial, seed: string, replicates: number, wants = NOTHING): Columns {
  const plan = planKernel(trial);
  const looks = createSimulator(plan).simulate(streamKey(seed, 'test'), 0, replicates, wants);
  return looks[looks.length - 1];
}

export function tallyOf(
  trial: Trial,
  seed: string,
  replicates: number,
  wants = NOTHING,
  trueLogHazardRatio: number | null = null,
): Tally {
  const job: Job = {
    plan: planKernel(trial),
    key: streamKey(seed, 'test'),
    first: 0,
    replicates,
    wants,
    spec: { details: true, criticalValue: criticalValue(trial.test), trueLogHazardRatio, published: null },
  };
  const total = emptyTally(job);
  const blocks = blocksOf(job);
  for (let index = 0; index < blocks.count; index++) mergeTally(total, runBlock(blocks.at(index)));
  return total;
}

export function proportionError(p: number, replicates: number): number {
  return Math.sqrt((p * (1 - p)) / replicates);
}

/** |estimate − expected| ≤ k standard errors + `allowance`, for what is not chance: rounding of a printed reference, bias. */
export function expectNear(estimate: number, expected: number, standardError: number, allowance = 0, k = K): void {
  const difference = Math.abs(estimate - expected);
  const most = k * standardError + allowance;
  if (!(difference <= most))
    expect.fail(`${estimate} is ${difference / standardError} standard errors from ${expected} (at most ${most} off)`);
}

/** The mean of a column against its expectation, by the column's own standard deviation. */
export function expectMean(values: ArrayLike<number>, expected: number, allowance = 0): void {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  expectNear(mean, expected, Math.sqrt(squares / (n - 1) / n), allowance);
}

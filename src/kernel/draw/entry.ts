/**
 * Calendar ticks of entry.
 *
 * uniform  x = N·U, independent draws from the accrual intensity (fixed duration, fixed arm sizes); under a constant
 *          intensity the tick is the upper bits of the word.
 * even     x = the middle of the patient's slot among N, arms interleaved in the order of the allocation.
 * poisson  a Poisson process until its N-th arrival: x = S·U with S ~ Gamma(N, 1) the arrival of the last patient, who is
 *          any of the N with equal probability (given S the others are independent uniforms on (0, S)).
 * entry = Λ⁻¹(x), Λ the cumulative intensity in patients, piecewise linear.
 */

import { pieceAt } from '../../survival/clock.ts';
import type { EntryLaw } from '../plan/entryLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { slotOf } from '../plan/slots.ts';
import { NEVER } from '../plan/ticks.ts';
import { drawGamma } from './gamma.ts';
import { nextWord, type StreamKey, seedLane, TRIAL_STREAM, uniform } from './stream.ts';

/** Λ⁻¹(x) in whole ticks, at most NEVER. */
export function entryTick(plan: EntryLaw, x: number): number {
  const j = pieceAt(plan.breaks, x);
  return Math.floor(Math.min(NEVER, plan.origins[j] + (x - plan.breaks[j]) * plan.slopes[j]));
}

/** Entry tick of patient j of an arm where entries are evenly spaced. */
export function evenTick(plan: EntryLaw, arm: number, j: number): number {
  if (plan.slots === null) throw new RangeError('evenTick: entries are not evenly spaced');
  return entryTick(plan, slotOf(plan.slots, arm, j) + 0.5);
}

const trialState = new Int32Array(4);

/** What a replicate's entry times have in common. */
export interface EntrySpan {
  /** Entries are Λ⁻¹(span × U). */
  readonly span: number;
  /** Index of the patient who closes enrolment of a Poisson process, else −1. */
  readonly last: number;
}

export function drawSpan(plan: KernelPlan, key: StreamKey, replicate: number): EntrySpan {
  if (plan.entry.pattern !== 'poisson') return { span: plan.entry.total, last: -1 };
  const n = plan.sizes.reduce((sum, size) => sum + size, 0);
  seedLane(key, replicate, TRIAL_STREAM, 0, trialState);
  return { span: drawGamma(n, trialState), last: Math.floor(uniform(nextWord(trialState)) * n) };
}

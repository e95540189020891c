/** Patients whose hazard is their own: start of the second treatment, event and dropout. */
import { type Clock, clockTime } from '../../survival/clock.ts';
import type { InverseLaw } from '../../survival/law.ts';
import { steppedTime } from '../../survival/steppedTime.ts';
import { type Lag, lagQuantile } from '../../trial/lag.ts';
import { fillSteps, type StepBuffer, type TimedEffect } from '../../trial/treatmentStart.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER, tickOf } from '../plan/ticks.ts';
import { type ArmSpan, beganAt } from './drawArm.ts';
import { fillWords } from './laneWords.ts';
import type { Patients } from './patients.ts';
import { preciseExponential } from './preciseExponential.ts';
import { type StreamKey, uniform } from './stream.ts';

/** Λ⁻¹ of one arm and cell, in ticks where it is piecewise linear. */
export class InverseInTicks {
  readonly breaks: Float64Array;
  readonly origins: Float64Array;
  readonly slopes: Float64Array;
  readonly last: number;
  readonly clock: Clock | null;
  readonly ticksPerUnit: number;

  constructor({ breaks, origins, slopes, clock }: InverseLaw, ticksPerUnit: number) {
    const scale = clock === null ? ticksPerUnit : 1;
    this.breaks = Float64Array.from(breaks);
    this.origins = Float64Array.from(origins, (origin) => origin * scale);
    this.slopes = Float64Array.from(slopes, (slope) => slope * scale);
    this.last = breaks.length - 1;
    this.clock = clock;
    this.ticksPerUnit = ticksPerUnit;
  }

  /** Whole ticks at which the cumulative hazard reaches e, NEVER at the latest. */
  ticksAt(e: number): number {
    let j = this.last;
    while (j > 0 && this.breaks[j] > e) j--;
    const beyond = e - this.breaks[j];
    const at = beyond > 0 ? this.origins[j] + beyond * this.slopes[j] : this.origins[j];
    const ticks = this.clock === null ? at : clockTime(this.clock, at) * this.ticksPerUnit;
    return ticks < NEVER ? Math.floor(ticks) : NEVER;
  }
}

/** A patient's own steps of hazard ratio, and the clock they are laid on. */
export interface OwnSteps {
  readonly lag: Lag;
  readonly effect: TimedEffect;
  readonly clock: Clock;
  readonly buffer: StepBuffer;
}

/** Ticks on study of the second treatment's start. */
export function passStarts(
  { starts }: CohortPlan,
  { n, arm, start }: Patients,
  words: Int32Array,
  ticksPerUnit: number,
): void {
  if (starts.every((each) => each === null)) return;
  for (let i = 0; i < n; i++) {
    const plan = starts[arm[i]];
    if (plan === null) start[i] = NEVER;
    else start[i] = Math.max(0, tickOf(lagOf(plan.lag, words, i), ticksPerUnit));
  }
}

export function lagOf(lag: Lag, words: Int32Array, i: number): number {
  return lag.kind === 'fixed' ? lag.time : lagQuantile(lag, uniform(words[i] >>> 0));
}

/** Events and dropouts of an arm as they happen, each from a word of its own. */
export function drawOwnExits(
  { ticksPerUnit, followUpTicks }: KernelPlan,
  { arm, offset, count, entries }: ArmSpan,
  key: StreamKey,
  replicate: number,
  { entry, trueExit, cell, factor }: Patients,
  laws: readonly InverseInTicks[],
  dropoutMean: number,
  steps: OwnSteps | null,
  starts: Int32Array,
  own: Float64Array,
): void {
  const per = dropoutMean > 0 ? 3 : 2;
  if (words.length < per * count) words = new Int32Array(2 * per * count);
  fillWords(key, replicate, arm, 0, count, per, words);
  for (let j = 0; j < count; j++) {
    const i = offset + j;
    const began = entries === null ? entry[i] >> 2 : beganAt(entries, arm, j, words[per * j] >>> 0);
    entry[i] = (began << 2) | (arm === 0 ? 0 : 1);
    const e = preciseExponential(words[per * j + 1]);
    const event =
      steps === null
        ? laws[cell[i]].ticksAt(e / own[i])
        : steppedTicks(steps, lagOf(steps.lag, starts, i), e / factor[i], ticksPerUnit);
    const dropout =
      dropoutMean > 0 ? Math.floor(Math.min(NEVER, dropoutMean * preciseExponential(words[per * j + 2]))) : NEVER;
    trueExit[i] = exitOf(began, event, dropout, followUpTicks);
  }
}

let words = new Int32Array(0);

function steppedTicks({ effect, clock, buffer }: OwnSteps, lag: number, e: number, ticksPerUnit: number): number {
  fillSteps(effect, lag, buffer);
  const ticks = steppedTime(clock, buffer.count, buffer.starts, buffer.ratios, e) * ticksPerUnit;
  return ticks < NEVER ? Math.floor(ticks) : NEVER;
}

/**
 * The exit of a patient with the event at `event` and dropout at `dropout` on study; one with neither within `followUp`
 * never leaves.
 */
export function exitOf(began: number, event: number, dropout: number, followUp: number): number {
  if (event >= followUp && dropout >= followUp) return NEVER << 2;
  return event <= dropout ? Math.min(NEVER, began + event) << 2 : (Math.min(NEVER, began + dropout) << 2) | 2;
}

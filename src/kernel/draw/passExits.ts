/** When patients who differ leave: start of the second treatment, event and dropout as they happen. */
import { type Clock, clockTime } from '../../survival/clock.ts';
import type { InverseLaw } from '../../survival/law.ts';
import { steppedTime } from '../../survival/steppedTime.ts';
import { type Lag, lagQuantile } from '../../trial/lag.ts';
import { fillSteps, type StepBuffer, type TimedEffect } from '../../trial/treatmentStart.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import { NEVER, tickOf } from '../plan/ticks.ts';
import { EXIT_WORDS } from './cohortStreams.ts';
import type { Patients } from './patients.ts';
import { preciseExponential } from './preciseExponential.ts';
import { uniform } from './stream.ts';

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

function lagOf(lag: Lag, words: Int32Array, i: number): number {
  return lag.kind === 'fixed' ? lag.time : lagQuantile(lag, uniform(words[i] >>> 0));
}

/** Events and dropouts as they happen. */
export function passExits(
  { n, entry, trueExit, arm, cell, factor }: Patients,
  words: Int32Array,
  laws: readonly (readonly InverseInTicks[])[],
  dropoutTicks: readonly number[],
  ownSteps: readonly (OwnSteps | null)[],
  starts: Int32Array,
  own: Float64Array,
  ticksPerUnit: number,
  followUp: number,
): void {
  for (let i = 0; i < n; i++) {
    const a = arm[i];
    const e = preciseExponential(words[i * EXIT_WORDS + 1]);
    const steps = ownSteps[a];
    const event =
      steps === null
        ? laws[a][cell[i]].ticksAt(e / own[i])
        : steppedTicks(steps, lagOf(steps.lag, starts, i), e / factor[i], ticksPerUnit);
    const mean = dropoutTicks[a];
    const dropout =
      mean > 0 ? Math.floor(Math.min(NEVER, mean * preciseExponential(words[i * EXIT_WORDS + 2]))) : NEVER;
    trueExit[i] = exitOf(entry[i] >> 2, event, dropout, followUp);
  }
}

function steppedTicks({ effect, clock, buffer }: OwnSteps, lag: number, e: number, ticksPerUnit: number): number {
  fillSteps(effect, lag, buffer);
  const ticks = steppedTime(clock, buffer.count, buffer.starts, buffer.ratios, e) * ticksPerUnit;
  return ticks < NEVER ? Math.floor(ticks) : NEVER;
}

/**
 * The exit of a patient with the event at `event` and dropout at `dropout` on study; one with neither within `followUp`
 * never leaves.
 */
function exitOf(began: number, event: number, dropout: number, followUp: number): number {
  if (event >= followUp && dropout >= followUp) return NEVER << 2;
  return event <= dropout ? Math.min(NEVER, began + event) << 2 : (Math.min(NEVER, began + dropout) << 2) | 2;
}

/** The hazard ratios of patients' own steps at their true exits. */
export function passRatios(
  { n, entry, trueExit, arm }: Patients,
  ownSteps: readonly (OwnSteps | null)[],
  starts: Int32Array,
  ticksPerUnit: number,
  ratios: Float32Array,
): void {
  for (let i = 0; i < n; i++) {
    const steps = ownSteps[arm[i]];
    if (steps === null) continue;
    const { buffer, effect, lag } = steps;
    fillSteps(effect, lagOf(lag, starts, i), buffer);
    const t = ((trueExit[i] >> 2) - (entry[i] >> 2)) / ticksPerUnit;
    let j = buffer.count - 1;
    while (j > 0 && buffer.starts[j] > t) j--;
    ratios[i] = buffer.ratios[j];
  }
}

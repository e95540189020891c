/**
 * Whether an event is a death: with a share's probability, or with that of a constant hazard of death among all of the hazard at
 * the time of the event. In single precision and a fixed order of operations, as exponential.ts.
 *
 * The hazard of an arm's law at tick t of piece j (starts[j] ≤ t), h = values[j] of a piecewise constant clock; of a Weibull
 * clock h = values[j] × x^exponent, x = t × perTick; values hold the hazard ratio of the piece. Of a clock with cure it is
 * h A / (π + A): A = (1 − π) 2^y is the share alive of those who are not cured, y = −H log₂e with H their cumulative hazard,
 * y = origins[j] + (t − starts[j]) × slopes[j] or, of a Weibull clock, y = slopes[j] × x^shape.
 */
import { type Clock, clockCumulativeHazard, clockHazard, pieceAt } from '../../survival/clock.ts';
import { hazardBreaks, type SurvivalLaw } from '../../survival/law.ts';
import type { DeathRule } from '../plan/cohortPlan.ts';
import { tickOf } from '../plan/ticks.ts';
import { power } from './singlePower.ts';

const { fround, LOG2E } = Math;

/** All but starts are single-precision numbers, hazards per unit of time. */
export interface DeathLaw {
  /** The share of deaths, or their hazard. */
  readonly hazard: number;
  /** Null where deaths are a share. */
  readonly among: HazardAtTick | null;
}

export interface HazardAtTick {
  readonly starts: readonly number[];
  readonly values: readonly number[];
  readonly weibull: { readonly perTick: number; readonly exponent: number; readonly shape: number } | null;
  readonly cure: {
    readonly cured: number;
    readonly uncured: number;
    readonly origins: readonly number[];
    readonly slopes: readonly number[];
  } | null;
}

/**
 * Preconditions: as clockHazard; `law` is that of the arm, or the clock that patients' own steps lie on.
 * @throws RangeError for a law on a tabulated clock
 */
export function planHazardAtTick(law: SurvivalLaw, ticksPerUnit: number): HazardAtTick {
  const { clock, steps } = law;
  const uncured = clock.kind === 'cure' ? clock.uncured : clock;
  if (uncured.kind === 'tabulated')
    throw new RangeError('planHazardAtTick: a tabulated hazard is not known at a tick in single precision');
  const times = [...new Set([0, ...hazardBreaks(law)])].sort((a, b) => a - b);
  const coefficient = (t: number) =>
    uncured.kind === 'weibull' ? uncured.shape / uncured.scale : clockHazard(uncured, t);
  return {
    starts: times.map((t) => tickOf(t, ticksPerUnit)),
    values: times.map((t) => fround(steps.ratios[pieceAt(steps.starts, t)] * coefficient(t))),
    weibull:
      uncured.kind === 'weibull'
        ? {
            perTick: fround(1 / (uncured.scale * ticksPerUnit)),
            exponent: fround(uncured.shape - 1),
            shape: fround(uncured.shape),
          }
        : null,
    cure: clock.kind === 'cure' ? planCure(clock, times, ticksPerUnit) : null,
  };
}

function planCure(
  { cureFraction, uncured }: Extract<Clock, { kind: 'cure' }>,
  times: readonly number[],
  ticksPerUnit: number,
): HazardAtTick['cure'] {
  return {
    cured: fround(cureFraction),
    uncured: fround(1 - cureFraction),
    origins: times.map((t) => fround(-LOG2E * clockCumulativeHazard(uncured, t))),
    slopes: times.map((t) =>
      fround(uncured.kind === 'weibull' ? -LOG2E : (-LOG2E * clockHazard(uncured, t)) / ticksPerUnit),
    ),
  };
}

/** `clock` is that on which patients of the arm have steps of their own, null where its law holds for all. */
export function planDeathLaw(rule: DeathRule, arm: number, clock: Clock | null, ticksPerUnit: number): DeathLaw {
  if (rule.kind === 'share') return { hazard: fround(rule.share), among: null };
  const law = clock === null ? rule.laws[arm] : { clock, steps: { starts: [0], ratios: [1] } };
  return { hazard: fround(rule.hazard), among: planHazardAtTick(law, ticksPerUnit) };
}

/** Hazard at tick t ≥ 0 on study, per unit of time. */
export function hazardAtTick({ starts, values, weibull, cure }: HazardAtTick, t: number): number {
  const j = pieceAt(starts, t);
  let h = values[j];
  const x = weibull === null ? 0 : fround(fround(t) * weibull.perTick);
  if (weibull !== null) h = fround(h * power(x, weibull.exponent));
  if (cure === null) return h;
  const y =
    weibull === null
      ? fround(cure.origins[j] + fround(fround(t - starts[j]) * cure.slopes[j]))
      : fround(power(x, weibull.shape) * cure.slopes[j]);
  const alive = fround(cure.uncured * power(2, y));
  return fround(fround(h * alive) / fround(cure.cured + alive));
}

/**
 * Whether the event at tick t is a death, by the word: U × hazard at t < hazard of death, U = (k + ½)·2⁻²³ with k the word's upper 23
 * bits. `factor` and `ratio` are the patient's own over the arm's hazard, single-precision numbers.
 */
export function isDeath({ hazard, among }: DeathLaw, word: number, t: number, factor: number, ratio: number): boolean {
  const u = ((word >>> 9) + 0.5) / 8388608;
  if (among === null) return u < hazard;
  return fround(u * fround(fround(hazardAtTick(among, t) * factor) * ratio)) < hazard;
}

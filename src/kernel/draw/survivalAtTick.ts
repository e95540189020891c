/**
 * The share of an arm's patients without the event at a tick on study, as 2^y in single precision and a fixed order of operations
 * (singlePower.ts). Of piece j (starts[j] ≤ t)
 *   y = offsets[j] + ratios[j] × y₀(t),
 * y₀ = origins[j] + (t − starts[j]) × slopes[j] of a piecewise constant clock, or −log₂e × x^shape, x = t × perTick, of a Weibull clock;
 * with a share that is cured log₂(cured + (1 − cured) 2^y₀). Relative error of 2^y below 10⁻⁶ (1 + |y|).
 */
import { clockCumulativeHazard, clockHazard, pieceAt } from '../../survival/clock.ts';
import { cumulativeHazard, hazardBreaks, type SurvivalLaw } from '../../survival/law.ts';
import { tickOf } from '../plan/ticks.ts';
import { exp2, log2, power } from './singlePower.ts';

const { fround, LOG2E } = Math;

/** All but starts are single-precision numbers. */
export interface SurvivalAtTick {
  readonly starts: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  readonly offsets: readonly number[];
  readonly ratios: readonly number[];
  readonly weibull: { readonly perTick: number; readonly shape: number } | null;
  readonly cure: { readonly cured: number; readonly uncured: number } | null;
}

/** Null for a law on a tabulated clock. */
export function planSurvivalAtTick(law: SurvivalLaw, ticksPerUnit: number): SurvivalAtTick | null {
  const { clock, steps } = law;
  const uncured = clock.kind === 'cure' ? clock.uncured : clock;
  if (uncured.kind === 'tabulated') return null;
  const times = [...new Set([0, ...hazardBreaks(law)])].sort((a, b) => a - b);
  const ratioAt = (t: number) => steps.ratios[pieceAt(steps.starts, t)];
  return {
    starts: times.map((t) => tickOf(t, ticksPerUnit)),
    origins: times.map((t) => fround(-LOG2E * clockCumulativeHazard(uncured, t))),
    slopes: times.map((t) =>
      fround(uncured.kind === 'weibull' ? -LOG2E : (-LOG2E * clockHazard(uncured, t)) / ticksPerUnit),
    ),
    offsets: times.map((t) =>
      fround(LOG2E * (ratioAt(t) * clockCumulativeHazard(clock, t) - cumulativeHazard(law, t))),
    ),
    ratios: times.map((t) => fround(ratioAt(t))),
    weibull:
      uncured.kind === 'weibull'
        ? { perTick: fround(1 / (uncured.scale * ticksPerUnit)), shape: fround(uncured.shape) }
        : null,
    cure: clock.kind === 'cure' ? { cured: fround(clock.cureFraction), uncured: fround(1 - clock.cureFraction) } : null,
  };
}

/** The share at tick t ≥ 0 on study of those whose hazard is `factor` times the law's; at least 2⁻¹²⁶. */
export function survivalAtTick(plan: SurvivalAtTick, t: number, factor: number): number {
  const { starts, origins, slopes, offsets, ratios, weibull, cure } = plan;
  const j = pieceAt(starts, t);
  let y =
    weibull === null
      ? fround(origins[j] + fround(fround(t - starts[j]) * slopes[j]))
      : fround(power(fround(fround(t) * weibull.perTick), weibull.shape) * slopes[j]);
  if (cure !== null) y = log2(fround(cure.cured + fround(cure.uncured * exp2(y))));
  return exp2(fround(fround(offsets[j] + fround(ratios[j] * y)) * factor));
}

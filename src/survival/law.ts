/**
 * The one survival mechanism: a baseline clock H₀ and a step function of hazard ratios laid on it.
 * Λ(t) = ∫₀ᵗ HR(s) dH₀(s) = g(H₀(t)); with E ~ Exp(1) a patient fails at T = H₀⁻¹(g⁻¹(E)), where
 * g(h) = ∫₀ʰ HR(H₀⁻¹(s)) ds is piecewise linear in h.
 */
import { exp } from '../elementary/exp.ts';
import { log1p } from '../elementary/log1p.ts';
import { type Clock, clockBreaks, clockCumulativeHazard, clockHazard, clockTime, pieceAt } from './clock.ts';

/** Hazard ratio `ratios[j] > 0` from time on study `starts[j]` (the first is 0) to the next start, the last for ever. */
export interface HazardRatioSteps {
  readonly starts: readonly number[];
  readonly ratios: readonly number[];
}

export const NO_EFFECT: HazardRatioSteps = { starts: [0], ratios: [1] };

/** How long an arm's patients go without the event. */
export interface SurvivalLaw {
  readonly clock: Clock;
  readonly steps: HazardRatioSteps;
}

/** Λ(t) = ∫₀ᵗ HR dH₀, the cumulative hazard of the law. */
export function cumulativeHazard(law: SurvivalLaw, t: number): number {
  const { starts, ratios } = law.steps;
  let total = 0;
  let from = 0;
  for (let j = 0; j < starts.length; j++) {
    const end = starts[j + 1] ?? Number.POSITIVE_INFINITY;
    const to = clockCumulativeHazard(law.clock, Math.min(t, end));
    total += ratios[j] * (to - from);
    if (t <= end) return total;
    from = to;
  }
  return total;
}

/** S(t) = exp(−Λ(t)). */
export function survival(law: SurvivalLaw, t: number): number {
  return exp(-cumulativeHazard(law, t));
}

/** λ(t) = HR(t) H₀′(t). */
export function hazard(law: SurvivalLaw, t: number): number {
  return law.steps.ratios[pieceAt(law.steps.starts, t)] * clockHazard(law.clock, t);
}

/** The law with its hazard multiplied throughout. */
export function multiplied(law: SurvivalLaw, multiplier: number): SurvivalLaw {
  if (multiplier === 1) return law;
  return { clock: law.clock, steps: { ...law.steps, ratios: law.steps.ratios.map((ratio) => ratio * multiplier) } };
}

/** Times at which the hazard jumps. */
export function hazardBreaks(law: SurvivalLaw): readonly number[] {
  return [...law.steps.starts.slice(1), ...clockBreaks(law.clock)];
}

/**
 * Λ⁻¹ as the kernel uses it. `breaks[j]` is where piece j starts in units of E; the piece maps E to
 * `origins[j] + (E − breaks[j]) × slopes[j]`, which is the time itself when `clock` is null,
 * and the argument of H₀⁻¹ of `clock` otherwise.
 */
export interface InverseLaw {
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  readonly clock: Clock | null;
}

/**
 * Compile a law. Pieces without hazard have no width in E and are dropped; a last piece without hazard has slope
 * Infinity.
 */
export function invertLaw(law: SurvivalLaw): InverseLaw {
  const merged = law.clock.kind === 'piecewise';
  const times = merged ? [...new Set([0, ...hazardBreaks(law)])].sort((a, b) => a - b) : [...law.steps.starts];
  const breaks: number[] = [];
  const origins: number[] = [];
  const slopes: number[] = [];
  times.forEach((t, j) => {
    const rate = merged ? hazard(law, t) : law.steps.ratios[j];
    const last = j === times.length - 1;
    if (rate === 0 && !last) return;
    const origin = merged ? t : clockCumulativeHazard(law.clock, t);
    if (!Number.isFinite(origin)) return;
    breaks.push(cumulativeHazard(law, t));
    origins.push(origin);
    slopes.push(1 / rate);
  });
  return { breaks, origins, slopes, clock: merged ? null : law.clock };
}

/** Λ⁻¹(e): the time at which the cumulative hazard reaches e ≥ 0; Infinity when it never does. */
export function timeAtCumulativeHazard(inverse: InverseLaw, e: number): number {
  const j = pieceAt(inverse.breaks, e);
  const beyond = e - inverse.breaks[j];
  const h = beyond > 0 ? inverse.origins[j] + beyond * inverse.slopes[j] : inverse.origins[j];
  return inverse.clock === null ? h : clockTime(inverse.clock, h);
}

/** The time by which a share p of patients has failed; Infinity when fewer ever do. */
export function quantile(law: SurvivalLaw, p: number): number {
  return timeAtCumulativeHazard(invertLaw(law), -log1p(-p));
}

/** Median survival time; Infinity when more than half never fail. */
export function median(law: SurvivalLaw): number {
  return quantile(law, 0.5);
}

/** The share that never fails. */
export function cureFraction(law: SurvivalLaw): number {
  return exp(-cumulativeHazard(law, Number.POSITIVE_INFINITY));
}

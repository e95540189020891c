/** Trials drawn, their Kaplan–Meier curves as a reader would take them off a figure, and the table below it. */
import prand from 'seedrandom';
import { curveSteps } from '../../src/evidence/curveEstimate.ts';
import type { AtRisk, PseudoPatient, PublishedCurve } from '../../src/evidence/reconstruct.ts';

export type Uniform = () => number;

export const uniformOf = (seed: string): Uniform => prand(seed);

export const exponential = (u: Uniform, rate: number): number => -Math.log(1 - u()) / rate;

/** Standard normal (Box & Muller). */
export const normal = (u: Uniform): number => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u());

/** Weibull event times of median 12, entry uniform over `entry` before an analysis at `end`, dropout at a constant rate. */
export function drawPatients(
  u: Uniform,
  { patients, shape, entry, end, dropout }: Record<'patients' | 'shape' | 'entry' | 'end' | 'dropout', number>,
): PseudoPatient[] {
  return Array.from({ length: patients }, () => {
    const time = 12 * (exponential(u, 1) / Math.LN2) ** (1 / shape);
    const followed = Math.min(end - entry * u(), dropout > 0 ? exponential(u, dropout) : Number.POSITIVE_INFINITY);
    return { time: Math.min(time, followed), event: time <= followed };
  });
}

/** Numbers at risk every `period` from 0 on, to the last time. */
export function tableOf(patients: readonly PseudoPatient[], period: number): AtRisk[] {
  const longest = Math.max(...patients.map(({ time }) => time));
  return Array.from({ length: Math.floor(longest / period) + 1 }, (_, i) => ({
    time: i * period,
    patients: patients.filter(({ time }) => time >= i * period).length,
  }));
}

/** A point at the foot of every step and one at the end of the curve; survival to `places`. */
export function digitised(
  patients: readonly PseudoPatient[],
  period: number,
  places = 3,
  events: number | null = null,
): PublishedCurve {
  const steps = curveSteps(patients);
  const end = Math.max(...patients.map(({ time }) => time));
  const points = [...steps, { time: end, survival: steps[steps.length - 1]?.survival ?? 1 }].map(
    ({ time, survival }) => ({ time, survival: Number(survival.toFixed(places)) }),
  );
  return { points, atRisk: tableOf(patients, period), events };
}

/** Piecewise constant hazards whose integrals compensate event counts, compiled; look/compensator.ts integrates them. */

import { hazard, hazardBreaks, type SurvivalLaw } from '../../survival/law.ts';
import { tickOf } from './ticks.ts';
/**
 * Λ(u) = multipliers[cell] × Σ increments[j] × max(0, u − starts[j]); starts are whole ticks on study, increments are per
 * tick.
 */
export interface HazardInTicks {
  readonly kind: 'ticks';
  readonly multipliers: readonly number[];
  readonly starts: readonly number[];
  readonly increments: readonly number[];
}

/**
 * The law's hazard in ticks. Precondition: it is piecewise constant. Starts are whole ticks; there
 * is no hazard after `followUp`. `multipliers` are by cell.
 */
export function hazardInTicks(
  law: SurvivalLaw,
  ticksPerUnit: number,
  multipliers: readonly number[],
  followUp = Number.POSITIVE_INFINITY,
): HazardInTicks {
  const jumps = hazardBreaks(law).filter((t) => t < followUp);
  if (Number.isFinite(followUp)) jumps.push(followUp);
  const times = [...new Set([0, ...jumps])].sort((a, b) => a - b);
  const hazards = times.map((t) => (t < followUp ? hazard(law, t) / ticksPerUnit : 0));
  return {
    kind: 'ticks',
    multipliers,
    starts: times.map((t) => tickOf(t, ticksPerUnit)),
    increments: hazards.map((h, j) => h - (hazards[j - 1] ?? 0)),
  };
}

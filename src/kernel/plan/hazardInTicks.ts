/** The hazards whose integrals compensate the event counts, compiled; look/compensator.ts integrates them. */
import { hazard, hazardBreaks, type SurvivalLaw } from '../../survival/law.ts';
/** Λ(u) = Σ increments[j] × max(0, u − starts[j]); starts are whole ticks on study, increments are per tick. */
export interface HazardInTicks {
  readonly starts: readonly number[];
  readonly increments: readonly number[];
}

/**
 * The law's hazard in ticks, null where it is not piecewise constant. Starts are whole ticks, none past `latest`; there
 * is no hazard after `followUp`.
 */
export function hazardInTicks(
  law: SurvivalLaw,
  ticksPerUnit: number,
  latest: number,
  followUp = Number.POSITIVE_INFINITY,
): HazardInTicks | null {
  if (law.clock.kind !== 'piecewise') return null;
  const jumps = hazardBreaks(law).filter((t) => t < followUp);
  if (Number.isFinite(followUp)) jumps.push(followUp);
  const times = [...new Set([0, ...jumps])].sort((a, b) => a - b);
  const hazards = times.map((t) => (t < followUp ? hazard(law, t) / ticksPerUnit : 0));
  return {
    starts: times.map((t) => Math.min(latest, Math.round(t * ticksPerUnit))),
    increments: hazards.map((h, j) => h - (hazards[j - 1] ?? 0)),
  };
}

/** What compensates the event count of an arm, compiled; look/compensator.ts integrates it. */
import type { SurvivalLaw } from '../../survival/law.ts';
import type { ArmExits } from './exitLaw.ts';
import { type HazardInTicks, hazardInTicks } from './hazardInTicks.ts';
import { type OwnExit, planOwnExit } from './ownExit.ts';

/** A cumulative hazard in single precision, patient by patient. */
export interface SingleHazard {
  readonly kind: 'single';
  /** The law, of which the exits need not be drawn. */
  readonly exit: OwnExit;
  /** What multiplies it, by cell, single-precision numbers; null where that is each patient's `factor`. */
  readonly multipliers: readonly number[] | null;
}

export type ArmCompensator = HazardInTicks | SingleHazard;

/** The compensator of an arm with these exits, whose law is multiplied by `multipliers` in its cells. */
export function planCompensator(
  exits: ArmExits,
  law: SurvivalLaw,
  multipliers: readonly number[],
  ticksPerUnit: number,
  followUp: number,
  followUpTicks: number,
): ArmCompensator {
  if (exits.kind === 'own') return { kind: 'single', exit: exits, multipliers: null };
  if (law.clock.kind === 'piecewise') return hazardInTicks(law, ticksPerUnit, multipliers, followUp);
  const exit = planOwnExit({ law, dropoutHazard: 0 }, null, ticksPerUnit, followUpTicks);
  return { kind: 'single', exit, multipliers: multipliers.map(Math.fround) };
}

/** How a patient's time on study ends, compiled from an arm's law and its dropout. */

import { powerOfTwo } from '../../elementary/powersOfTwo.ts';
import { cumulativeHazard, hazard, hazardBreaks, invertLaw, type SurvivalLaw } from '../../survival/law.ts';
import type { ObservedArm } from '../../trial/arm.ts';
import type { OwnExit } from './ownExit.ts';
import { QUANTUM } from './ticks.ts';

/**
 * From a unit exponential E to the end of a patient's time on study when every hazard is piecewise constant: the law of
 * the first of event and dropout. All numbers are exact in single precision; E of piece j (breaks[j] ≤ E) ends after
 * origins[j] + (E − breaks[j]) × slopes[j] quanta. It is the event when `flagBits` random bits are below eventBelow[j];
 * without dropout (0 bits) it always is.
 */
export interface CompetingExit {
  readonly kind: 'competing';
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  readonly flagBits: 0 | 16 | 32;
  readonly eventBelow: readonly number[];
}

/**
 * A Weibull clock with steps of hazard ratios: E of piece j ends after scale × h^exponent quanta,
 * h = origins[j] + (E − breaks[j]) × slopes[j], unless dropout, exponential with mean `dropoutMean` quanta, comes before.
 * All numbers are exact in single precision.
 */
export interface WeibullExit {
  readonly kind: 'weibull';
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  readonly exponent: number;
  readonly scale: number;
  /** 0 for no dropout. */
  readonly dropoutMean: number;
}

export type ExitLaw = CompetingExit | WeibullExit;

/** Exits of an arm whose patients' hazards are those of its cells: a law each, all of one kind. */
export interface CellExits {
  readonly kind: 'byCell';
  readonly laws: readonly ExitLaw[];
}

export type ArmExits = CellExits | OwnExit;

/**
 * The law of the first of event and dropout, both hazards added piece by piece; both are 0 once follow-up has ended.
 */
function competingLaw(law: SurvivalLaw, dropoutHazard: number, followUp: number): SurvivalLaw {
  const jumps = hazardBreaks(law).filter((t) => t < followUp);
  if (Number.isFinite(followUp)) jumps.push(followUp);
  const starts = [...new Set([0, ...jumps])].sort((a, b) => a - b);
  const hazards = starts.map((t) => (t < followUp ? hazard(law, t) + dropoutHazard : 0));
  return { clock: { kind: 'piecewise', starts, hazards }, steps: { starts: [0], ratios: [1] } };
}

/**
 * Patients must not leave so fast that the uniform ticks within a quantum would show: at most one in this many per
 * quantum.
 */
const STEEP = 1000;

/** Stands for an infinite slope: any E beyond the break, if only by a unit in the last place, is past NEVER. */
const ENDLESS = 2 ** 100;

/**
 * Sixteen random bits decide between event and dropout where rounding their probabilities to 2^-16 changes neither by
 * more than a thousandth of itself, a whole word otherwise.
 */
export const ROUNDING = 1e-3;

/**
 * The exits of an arm's patients by cell, all of one kind and with as many flag bits, so that a patient's words do not
 * depend on the cell; null where a law has no quick way.
 */
export function planCellExits(
  laws: readonly SurvivalLaw[],
  dropoutHazard: number,
  ticksPerUnit: number,
  followUp = Number.POSITIVE_INFINITY,
): CellExits | null {
  const planned = (leastBits: 16 | 32) =>
    laws.map((law) => planExit({ law, dropoutHazard }, ticksPerUnit, followUp, leastBits));
  let own = planned(16);
  if (own.some((exit) => exit?.kind === 'competing' && exit.flagBits === 32)) own = planned(32);
  const found = own.flatMap((exit) => (exit === null ? [] : [exit]));
  return found.length === laws.length ? { kind: 'byCell', laws: found } : null;
}

/**
 * A patient followed to the end of `followUp` neither has the event nor drops out, and never exits. `leastBits` is the
 * least number of flag bits where there is dropout. Null where event and dropout have no quick way (plan/ownExit.ts has one
 * for all laws).
 */
export function planExit(
  { law, dropoutHazard }: Pick<ObservedArm, 'law' | 'dropoutHazard'>,
  ticksPerUnit: number,
  followUp = Number.POSITIVE_INFINITY,
  leastBits: 16 | 32 = 16,
): ExitLaw | null {
  const perUnit = ticksPerUnit / QUANTUM;
  if (law.clock.kind === 'weibull') {
    if (Number.isFinite(followUp)) return null;
    if (cumulativeHazard(law, 1 / perUnit) > 1 / STEEP || dropoutHazard / perUnit > 1 / STEEP) return null;
    const { breaks, origins, slopes } = invertLaw(law);
    return {
      kind: 'weibull',
      breaks: breaks.map(Math.fround),
      origins: origins.map(Math.fround),
      slopes: slopes.map(Math.fround),
      exponent: Math.fround(1 / law.clock.shape),
      scale: Math.fround(law.clock.scale * perUnit),
      dropoutMean: dropoutHazard === 0 ? 0 : Math.fround(perUnit / dropoutHazard),
    };
  }
  if (law.clock.kind !== 'piecewise') return null;
  const inverse = invertLaw(competingLaw(law, dropoutHazard, followUp));
  if (inverse.slopes.some((slope) => slope * perUnit < STEEP)) return null;
  const shares = inverse.origins.map((t, j) =>
    Number.isFinite(inverse.slopes[j]) ? hazard(law, t) / (hazard(law, t) + dropoutHazard) : 0,
  );
  const coarse = shares.every((p) => Math.abs(Math.round(p * 65536) / 65536 - p) <= ROUNDING * Math.min(p, 1 - p));
  const flagBits = dropoutHazard === 0 ? 0 : coarse && leastBits === 16 ? 16 : 32;
  return {
    kind: 'competing',
    breaks: inverse.breaks.map(Math.fround),
    origins: inverse.origins.map((t) => Math.fround(Math.min(ENDLESS, t * perUnit))),
    slopes: inverse.slopes.map((slope) => Math.fround(Math.min(ENDLESS, slope * perUnit))),
    flagBits,
    eventBelow: shares.map((p) => Math.min(2 ** 32 - 1, Math.round(p * powerOfTwo(flagBits)))),
  };
}

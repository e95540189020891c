/**
 * Care that improves: a patient who enters later is treated better, in every arm alike. All hazards of a patient who enters at
 * calendar time a are those of the trial's laws × h(a) = f^(−k min(a, until)), f the factor by which medians grow per unit of
 * time and k the shape of the control's Weibull clock, 1 for any other clock. A Weibull's median grows by f exactly; for other
 * clocks than these and the exponential, f divides the hazard. The multiplier is fixed at entry and is the same in all arms,
 * so that hazard ratios are kept; dropout and responses do not change.
 */
import { exp } from '../elementary/exp.ts';
import type { Clock } from '../survival/clock.ts';
import type { AfterProgression } from '../survival/diseaseCourse.ts';
import { multiplied, type SurvivalLaw } from '../survival/law.ts';
import { type Accrual, accrualDuration } from './accrual.ts';
import { type ArmParts, type Arms, changedArms } from './arm.ts';

export interface CareDrift {
  /** Logarithm of the factor by which medians grow per unit of time. */
  readonly logPerUnit: number;
  /** Time from the entry of the publication's patients to the trial's first; the laws of the trial hold it already. */
  readonly sincePublication: number;
  /** Calendar time from which on care stands still; 0 for care that stands still during the trial, Infinity for never. */
  readonly until: number;
}

interface Entering {
  readonly drift?: CareDrift;
  readonly accrual: Accrual;
  readonly patients: number;
}

/** The drift of the patients of a trial of this size by their entry; null where all have the same care. */
export function driftOfEntry({ drift, accrual, patients }: Entering): CareDrift | null {
  return drift !== undefined && drifts(drift) && accrualDuration(accrual, patients) > 0 ? drift : null;
}

/** Whether care changes during the trial. */
export function drifts({ logPerUnit, until }: CareDrift): boolean {
  return logPerUnit !== 0 && until > 0;
}

/** The power of the factor of medians by which hazards fall: the shape of the control's clock. */
export function driftShape([control]: Arms): number {
  const { clock } = control.history.first;
  return clock.kind === 'weibull' ? clock.shape : 1;
}

/** ln h for each unit of time that a patient enters later, up to `until`. */
export function logHazardPerUnit({ logPerUnit }: CareDrift, arms: Arms): number {
  return -driftShape(arms) * logPerUnit;
}

/** h(a): the hazards of patients who enter at calendar time a over those of the laws. */
export function hazardOfEntry(drift: CareDrift, arms: Arms, a: number): number {
  return exp(logHazardPerUnit(drift, arms) * Math.min(a, drift.until));
}

/** The clock with its hazard multiplied; null where the result is no clock of its kind. */
function fasterClock(clock: Clock, multiplier: number, factor: number): Clock | null {
  switch (clock.kind) {
    case 'piecewise':
      return { ...clock, hazards: clock.hazards.map((hazard) => hazard * multiplier) };
    case 'weibull':
      return { ...clock, scale: clock.scale * factor };
    default:
      return null;
  }
}

/** The law with its hazard × `multiplier`; `factor` is multiplier^(−1/k) of a Weibull clock of the control's shape k. */
function improvedLaw(law: SurvivalLaw, multiplier: number, factor: number, shape: number): SurvivalLaw {
  const { clock } = law;
  const own = clock.kind === 'weibull' && clock.shape !== shape ? null : fasterClock(clock, multiplier, factor);
  return own === null ? multiplied(law, multiplier) : { ...law, clock: own };
}

function improvedAfter(after: AfterProgression, multiplier: number): AfterProgression {
  switch (after.kind) {
    case 'gumbel':
      return { ...after, progression: after.progression * multiplier, death: after.death * multiplier };
    default:
      return { ...after, law: multiplied(after.law, multiplier) };
  }
}

/** The arms with the medians of all their patients grown by the factor e^`log`, hazard ratios kept. */
export function improvedArms(arms: Arms, log: number): Arms {
  if (log === 0) return arms;
  const shape = driftShape(arms);
  const [multiplier, factor] = [exp(-shape * log), exp(log)];
  return changedArms(arms, (arm): ArmParts => {
    const { effect, course } = arm;
    return {
      ...arm,
      effect: effect.kind === 'own' ? { kind: 'own', law: improvedLaw(effect.law, multiplier, factor, shape) } : effect,
      ...(course ? { course: { ...course, after: improvedAfter(course.after, multiplier) } } : {}),
    };
  });
}

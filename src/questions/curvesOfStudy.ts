/** The truth that a study's own published curves are: each arm as its reconstructed Kaplan–Meier curve has it. */
import { curveMedian, curveSteps } from '../evidence/curveEstimate.ts';
import { resampledClock } from '../evidence/fits.ts';
import { type PseudoPatient, reconstruct } from '../evidence/reconstruct.ts';
import type { Reported } from '../scenario/scenario.ts';
import { NO_EFFECT, type SurvivalLaw } from '../survival/law.ts';

interface OfArms<T> {
  readonly control: T;
  readonly experimental: T;
}

export interface CurvesOfStudy {
  readonly laws: OfArms<SurvivalLaw>;
  /** Of the reconstructed curves; null where one does not come down to ½. */
  readonly medians: OfArms<number | null>;
  /** Events of the reconstructed patients. */
  readonly events: OfArms<number>;
}

/** Null unless both arms have a curve. */
export function curvesOfStudy({ control, experimental }: Reported): CurvesOfStudy | null {
  if (!control.curve || !experimental.curve) return null;
  const patients = { control: reconstruct(control.curve), experimental: reconstruct(experimental.curve) };
  const each = <T>(of: (some: readonly PseudoPatient[]) => T): OfArms<T> => ({
    control: of(patients.control),
    experimental: of(patients.experimental),
  });
  return {
    laws: each((some) => ({ clock: resampledClock(some), steps: NO_EFFECT })),
    medians: each((some) => curveMedian(curveSteps(some))?.value ?? null),
    events: each((some) => some.filter(({ event }) => event).length),
  };
}

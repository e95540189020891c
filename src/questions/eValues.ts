/** E-values of a published hazard ratio, and which of them is meant. */
import { type EValue, eValueOfHazardRatio } from '../evidence/eValue.ts';
import { impliedEvents, logHazardRatioSe } from '../formulas/publication.ts';
import type { Reported } from '../scenario/scenario.ts';

export interface EValues {
  readonly hazardRatio: number;
  /** Taking the hazard ratio for the risk ratio, as a rare event allows. */
  readonly rare: EValue;
  /** By the risk ratio that the hazard ratio of a common event comes near. */
  readonly common: EValue;
  /** Which of the two the publication calls for; null where it does not say how many patients had the event. */
  readonly event: 'rare' | 'common' | null;
}

/** Share of patients with the event by the end of follow-up above which VanderWeele & Ding call it common. */
const COMMON = 0.15;

/** A median that was reached says that half had the event; else the interval of the hazard ratio says how many events. */
function eventOf({ control, experimental, hazardRatio }: Reported): EValues['event'] {
  if (control.median !== null || experimental.median !== null) return 'common';
  if (!hazardRatio?.low || !hazardRatio.high) return null;
  const patients = control.patients + experimental.patients;
  const error = logHazardRatioSe({ lower: hazardRatio.low, upper: hazardRatio.high });
  return impliedEvents(error, experimental.patients / patients) > COMMON * patients ? 'common' : 'rare';
}

/** Null where the publication has no hazard ratio. */
export function eValuesOf(reported: Reported): EValues | null {
  const { hazardRatio } = reported;
  if (hazardRatio === null) return null;
  const { value } = hazardRatio;
  return {
    hazardRatio: value,
    rare: eValueOfHazardRatio(value, hazardRatio, 'rare'),
    common: eValueOfHazardRatio(value, hazardRatio, 'common'),
    event: eventOf(reported),
  };
}

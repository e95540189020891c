/** The power of a trial that may stop for futility, given twice: with those stops acted on, and with them ignored. */
import type { FamilyResult } from '../questions/familyResult.ts';
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { Proportion } from '../tally/estimates.ts';
import { proportionText } from './numbers.ts';

/**
 * The power if nobody had acted on futility; null where no replicate stopped for it. A trial of several hypotheses stops for
 * it by its gate only: where it ends early otherwise, nothing is left to test.
 */
export function ignoringFutility(
  { sequential }: OperatingCharacteristics,
  family: FamilyResult | null = null,
): Proportion | null {
  if (family !== null && (family.gated?.count ?? 0) === 0) return null;
  const stops = sequential?.looks.some(({ futility }) => futility.count > 0) ?? false;
  return sequential !== null && stops ? sequential.powerIgnoringFutility : null;
}

/** What is acted on or ignored, and the word for it after that: the stops for futility, or the gate of several hypotheses. */
export function stopsOf(family: FamilyResult | null): { readonly acted: string; readonly them: string } {
  return family === null ? { acted: 'futility stops', them: 'them' } : { acted: 'the gate', them: 'it' };
}

/** `80.1 % (SE …)`, and with futility `81.2 % (SE …) with futility stops acted on and 82.3 % (SE …) with them ignored`. */
export function bothPowersText(characteristics: OperatingCharacteristics, family: FamilyResult | null = null): string {
  const ignored = ignoringFutility(characteristics, family);
  const power = proportionText(characteristics.power);
  const { acted, them } = stopsOf(family);
  return ignored === null
    ? power
    : `${power} with ${acted} acted on and ${proportionText(ignored)} with ${them} ignored`;
}

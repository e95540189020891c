/** The power of a trial that may stop for futility, given twice: with those stops acted on, and with them ignored. */
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { Proportion } from '../tally/estimates.ts';
import { proportionText } from './numbers.ts';

/** The power if nobody had acted on futility; null where no replicate stopped for it. */
export function ignoringFutility({ sequential }: OperatingCharacteristics): Proportion | null {
  const stops = sequential?.looks.some(({ futility }) => futility.count > 0) ?? false;
  return sequential !== null && stops ? sequential.powerIgnoringFutility : null;
}

/** `80.1 % (SE …)`, and with futility `81.2 % (SE …) with futility stops acted on and 82.3 % (SE …) with them ignored`. */
export function bothPowersText(characteristics: OperatingCharacteristics): string {
  const ignored = ignoringFutility(characteristics);
  const power = proportionText(characteristics.power);
  return ignored === null
    ? power
    : `${power} with futility stops acted on and ${proportionText(ignored)} with them ignored`;
}

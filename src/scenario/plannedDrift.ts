/** Care that improves: from the file to the drift of a trial, and to its arms as its first patient finds them. */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { type CareDrift, improvedArms } from '../trial/careDrift.ts';
import type { Trial } from '../trial/trial.ts';
import { type Context, figure, timeText } from './context.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { TrialFile } from './schema.ts';

/** The most that medians may change between the publication and the trial. */
const MOST_FOLD = 20;

/** What a drift is not defined for, and what to do about it; null where it is. */
function apart({ arms, scans, endpoints = [] }: TrialFile): string | null {
  if (scans !== undefined)
    return 'trial.scans show events late, which is not planned for patients whose hazards differ by entry; remove one of the two';
  if (arms.some((arm) => arm.treatmentStart !== undefined || arm.survival.model === 'timed'))
    return 'an arm has a treatmentStart, whose effect is not planned for patients whose hazards differ by entry; remove one of the two';
  if (endpoints.some((endpoint) => endpoint.event === 'response'))
    return 'trial.endpoints have a response, of which it is not known how care changes it; remove one of the two';
  return null;
}

/** The drift of the trial at `at`; null where there is none or something is wrong, with the reason reported. */
export function plannedDrift(spec: TrialFile, at: Path, context: Context): CareDrift | null {
  const { drift } = spec;
  if (drift === undefined) return null;
  const problem = apart(spec);
  if (problem !== null) {
    context.report(at, `is given, but ${problem}`);
    return null;
  }
  const time = (given: number | string) => inUnit(given, context.unit, context.plainUnit);
  const sincePublication = time(drift.sincePublication ?? 0);
  const until = drift.until === undefined ? Number.POSITIVE_INFINITY : time(drift.until);
  const year = inUnit('1 year', context.unit);
  const logPerUnit = log(drift.medianPerYear) / year;
  if (until === 0 && sincePublication === 0) {
    context.report(
      [...at, 'until'],
      'is 0, and sincePublication too, so that care never changes; give one of the two, or remove trial.drift',
    );
    return null;
  }
  const fold = exp(logPerUnit * sincePublication);
  if (fold > MOST_FOLD || fold < 1 / MOST_FOLD) {
    context.report(
      [...at, 'sincePublication'],
      `is ${timeText(sincePublication, context)}, over which medians change ${figure(fold)}-fold; must be at most ${MOST_FOLD}-fold either way, e.g. 5 years`,
    );
    return null;
  }
  return { logPerUnit, sincePublication, until };
}

/** The arms as the first patient of the trial finds them: what has improved since the publication is in their laws. */
export function armsWithDrift(arms: Trial['arms'], drift: CareDrift | null): Trial['arms'] {
  return drift === null ? arms : improvedArms(arms, drift.logPerUnit * drift.sincePublication);
}

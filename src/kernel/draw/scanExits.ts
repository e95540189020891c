/** Exits of patients who are scanned, as they become known: progression at a scan, death and dropout at once. */
import { clockHazard } from '../../survival/clock.ts';
import { hazard } from '../../survival/law.ts';
import { fillSteps } from '../../trial/treatmentStart.ts';
import type { DeathRule } from '../plan/cohortPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { exitOf, lagOf, type OwnSteps } from './ownExits.ts';
import type { Patients } from './patients.ts';
import { preciseExponential } from './preciseExponential.ts';
import { firstScanFrom, type Schedule } from './scan.ts';
import { uniform } from './stream.ts';
import { scanWordsOf } from './streams.ts';

/** The scanned patients `first` to `end` − 1 of an arm; their mean time to dropout is in ticks, 0 for none. */
export interface ScannedArm {
  readonly arm: number;
  readonly first: number;
  readonly end: number;
  readonly schedule: Schedule;
  readonly dropoutMean: number;
}

/**
 * Progression is known at the next scan attended, unless the patient has dropped out by then: a time after the event
 * that is drawn here, as dropout has no memory. Words of patient i stand from words[per × i] on (streams.ts).
 */
export function detect(
  { arm, first, end, schedule, dropoutMean }: ScannedArm,
  patients: Patients,
  words: Int32Array,
  deaths: DeathRule | null,
  steps: OwnSteps | null,
  starts: Int32Array,
  ticksPerUnit: number,
  followUp: number,
): void {
  const { entry, exit, trueExit, factor, scanWord, death } = patients;
  const per = scanWordsOf(dropoutMean > 0, deaths !== null);
  for (let i = first; i < end; i++) {
    scanWord[i] = words[i * per];
    death[i] = 0;
    // The exit is known at once, or there is no event while the patient is followed.
    if ((trueExit[i] & 2) !== 0 || (followUp < NEVER && trueExit[i] === NEVER << 2)) {
      exit[i] = trueExit[i];
      continue;
    }
    const began = entry[i] >> 2;
    const event = (trueExit[i] >> 2) - began;
    if (deaths !== null) {
      const t = event / ticksPerUnit;
      const share =
        deaths.kind === 'share'
          ? deaths.share
          : deaths.hazard /
            (factor[i] * hazardAt(steps, steps === null ? 0 : lagOf(steps.lag, starts, i), deaths, arm, t));
      death[i] = uniform(words[i * per + 1] >>> 0) < share ? 1 : 0;
    }
    if (death[i] === 1) {
      exit[i] = trueExit[i];
      continue;
    }
    const dropout =
      dropoutMean > 0
        ? Math.floor(Math.min(NEVER, event + dropoutMean * preciseExponential(words[i * per + per - 1])))
        : NEVER;
    const scan = firstScanFrom(schedule, scanWord[i], event);
    // A scan at the end of follow-up is still attended.
    exit[i] = exitOf(began, scan, dropout, followUp < NEVER ? followUp + 1 : followUp);
  }
}

/** Hazard per unit at t on study of the arm's law, or of the patient's own steps. */
function hazardAt(
  steps: OwnSteps | null,
  lag: number,
  { laws }: Extract<DeathRule, { kind: 'hazard' }>,
  arm: number,
  t: number,
): number {
  if (steps === null) return hazard(laws[arm], t);
  const { buffer } = steps;
  fillSteps(steps.effect, lag, buffer);
  let j = buffer.count - 1;
  while (j > 0 && buffer.starts[j] > t) j--;
  return buffer.ratios[j] * clockHazard(steps.clock, t);
}

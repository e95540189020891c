/** The answer of a size search: N with its error, and what a trial of N patients is like. */
import type { Design } from '../design/planDesign.ts';
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import type { Proportion } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';
import { mostEvents } from '../trial/analysis.ts';
import { type MissedAllocation, missedAllocation } from '../trial/missedAllocation.ts';
import { eventsPerPatient, memberDuration, type TrialSeries } from '../trial/series.ts';
import { sizesOf, strataOfHazardRatio, type Trial } from '../trial/trial.ts';
import { type SequentialSummary, sequentialSummary } from './boundaryTable.ts';
import { type FamilyResult, familyResult } from './familyResult.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';

export interface SimulatedSize {
  readonly kind: 'size';
  readonly targetPower: number;
  /** N before rounding, with its Monte Carlo standard error and 95 % interval. */
  readonly patientsUnrounded: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** N with each arm's share of it rounded up. */
  readonly patients: number;
  /**
   * Given where the search is for events at the planned patients: the events that the analysis waits for, before
   * rounding up with their Monte Carlo error, and rounded. `patientsUnrounded`, `low` and `high` are then the planned
   * patients. Null where it is for patients.
   */
  readonly eventsNeeded: EventsNeeded | null;
  /** Power about N as the search found it, Φ(a + b√N); it says less the farther from N. */
  readonly modelled: readonly { readonly patients: number; readonly power: number }[];
  readonly patientsControl: number;
  readonly patientsExperimental: number;
  /** By arm, the control first. */
  readonly patientsByArm: readonly { readonly arm: string; readonly patients: number }[];
  /** How near the arms come to the allocation; null where they have it exactly. */
  readonly missedAllocation: MissedAllocation | null;
  /** Events the analysis waits for, null when it waits for none; `expected` is in `characteristics`. */
  readonly events: number | null;
  readonly accrualDuration: number;
  /** Replicates the search used, and those of the confirmation. */
  readonly searchReplicates: number;
  /** The member with N patients, on fresh replicates. */
  readonly characteristics: OperatingCharacteristics;
  /** Bounds and numerical answers of a group-sequential trial of N patients; `events` is then its maximum. */
  readonly sequential: SequentialSummary | null;
  /** The results of several hypotheses at N. */
  readonly family: FamilyResult | null;
}

export interface EventsNeeded {
  readonly unrounded: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly events: number;
}

export interface UnreachableSize {
  readonly kind: 'unreachable';
  readonly targetPower: number;
  readonly reason: string;
  readonly remedy: string;
  /** The largest trial that was simulated to make sure, and its power. */
  readonly patients: number | null;
  readonly power: Proportion | null;
}

/** The N between which power is modelled, as shares of the N found, and the number of points. */
const MODELLED = [0.4, 1.5];
const MODELLED_POINTS = 23;
export const Z_95 = normalQuantile(0.975);

/** Where a search ended. Power about N is Φ(Φ⁻¹(target) + slope (√N − root)). */
export interface FoundSize {
  readonly targetPower: number;
  /** √N at the target, with its variance. */
  readonly root: number;
  readonly variance: number;
  readonly slope: number;
  readonly searchReplicates: number;
  /** Whether hazards are proportional, so that the hazard ratio seen has a true value. */
  readonly proportional: boolean;
}

/**
 * `patients` is N rounded up, `design` that of this member of the series; `confirmed` are its replicates, which took no
 * part in the search.
 */
export function simulatedSize(
  patients: number,
  design: Design,
  series: TrialSeries,
  confirmed: Tally,
  found: FoundSize,
): SimulatedSize {
  const { trial } = design;
  const { targetPower, root, variance, searchReplicates, proportional } = found;
  const sizes = sizesOf(trial);
  const half = Z_95 * Math.sqrt(variance);
  const size = {
    unrounded: square(root),
    standardError: 2 * root * Math.sqrt(variance),
    low: square(Math.max(0, root - half)),
    high: square(root + half),
  };
  const ofPatients = series.varies === 'patients';
  const known = { unrounded: trial.patients, standardError: 0, low: trial.patients, high: trial.patients };
  const { unrounded: patientsUnrounded, ...error } = ofPatients ? size : known;
  return {
    kind: 'size',
    targetPower,
    patientsUnrounded,
    ...error,
    patients: trial.patients,
    eventsNeeded: ofPatients ? null : inEvents(size, series, trial),
    modelled: ofPatients ? modelledPower(found) : [],
    patientsControl: sizes[0],
    patientsExperimental: sizes[1],
    patientsByArm: sizes.map((n, arm) => ({ arm: trial.arms[arm].name, patients: n })),
    missedAllocation: missedAllocation(trial),
    events: trial.analysis.kind === 'events' ? trial.analysis.events : null,
    accrualDuration: memberDuration(series, patients),
    searchReplicates,
    characteristics: operatingCharacteristics(confirmed, trial.test.sides, proportional, strataOfHazardRatio(trial)),
    sequential: sequentialSummary(design),
    family: familyResult(confirmed, design),
  };
}

/** N and its error in events. */
function inEvents(size: Omit<EventsNeeded, 'events'>, series: TrialSeries, { analysis }: Trial): EventsNeeded {
  const perPatient = eventsPerPatient(series);
  return {
    unrounded: size.unrounded * perPatient,
    standardError: size.standardError * perPatient,
    low: size.low * perPatient,
    high: size.high * perPatient,
    events: mostEvents(analysis),
  };
}

function modelledPower({ targetPower, root, slope }: FoundSize): SimulatedSize['modelled'] {
  const [from, to] = MODELLED.map(Math.sqrt);
  return Array.from({ length: MODELLED_POINTS }, (_, i) => {
    const at = root * (from + ((to - from) * i) / (MODELLED_POINTS - 1));
    return {
      patients: Math.round(square(at)),
      power: normalCdf(normalQuantile(targetPower) + slope * (at - root)),
    };
  });
}

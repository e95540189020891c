/** How trials were conducted, over replicates: recruitment, allocation, starts of the ICI, scans. */

import type { Columns } from '../kernel/look/columns.ts';
import type { ConductColumns } from '../kernel/look/conduct.ts';
import { addAll, type Distribution, emptyDistribution, mergeDistribution } from './distribution.ts';
import { addValue, emptyMoments, type Moments, mergeMoments } from './moments.ts';

/** Where replicates ended, but for `looks`. */
export interface ConductTally {
  /** Calendar time of the last patient in. */
  lastEntry: Distribution;
  /** By look, where it took place: patients enrolled, and calendar time. */
  looks: { enrolled: Distribution; time: Distribution }[];
  /** By arm: share of its enrolled patients who have started the ICI, and who left before they could. */
  started: Moments[];
  neverStarted: Moments[];
  /** Share of the events that are deaths, and that are tied with another. */
  deaths: Moments;
  tied: Moments;
  /** Time from progression to the scan that shows it. */
  delay: Moments;
  /** See ConductColumns. */
  imbalance: Distribution;
  imbalanceInCentres: Moments;
  imbalanceInLevels: Moments;
  centresOpen: Moments;
  centresRecruiting: Moments;
  largestCentre: Moments;
}

const MOMENTS = [
  'deaths',
  'tied',
  'delay',
  'imbalanceInCentres',
  'imbalanceInLevels',
  'centresOpen',
  'centresRecruiting',
  'largestCentre',
] as const;

export function emptyConduct(looks: number, arms: number): ConductTally {
  const byArm = () => Array.from({ length: arms }, emptyMoments);
  return {
    lastEntry: emptyDistribution('relative'),
    looks: Array.from({ length: looks }, () => ({
      enrolled: emptyDistribution('integer'),
      time: emptyDistribution('relative'),
    })),
    started: byArm(),
    neverStarted: byArm(),
    deaths: emptyMoments(),
    tied: emptyMoments(),
    delay: emptyMoments(),
    imbalance: emptyDistribution('relative'),
    imbalanceInCentres: emptyMoments(),
    imbalanceInLevels: emptyMoments(),
    centresOpen: emptyMoments(),
    centresRecruiting: emptyMoments(),
    largestCentre: emptyMoments(),
  };
}

/** Add a block; `ended` is the analysis at which each replicate ended. */
export function addConduct(tally: ConductTally, looks: readonly Columns[], ended: Columns): void {
  const { conduct, rows } = ended;
  if (conduct === null) return;
  looks.forEach((columns, k) => {
    const { enrolled, time } = tally.looks[k];
    const count: number[] = [];
    const when: number[] = [];
    for (let row = 0; row < columns.rows; row++) {
      if (columns.performed[row] === 0) continue;
      count.push(columns.enrolled.reduce((sum, arm) => sum + arm[row], 0));
      when.push(columns.analysisTime[row]);
    }
    addAll(enrolled, count);
    addAll(time, when);
  });
  addAll(tally.lastEntry, conduct.lastEntry);
  addAll(tally.imbalance, conduct.imbalance);
  for (let row = 0; row < rows; row++) {
    let events = 0;
    ended.enrolled.forEach((enrolled, arm) => {
      events += ended.events[arm][row];
      addValue(tally.started[arm], conduct.started[arm][row] / enrolled[row]);
      addValue(tally.neverStarted[arm], conduct.neverStarted[arm][row] / enrolled[row]);
    });
    addValue(tally.deaths, conduct.deaths[row] / events);
    addValue(tally.tied, conduct.tied[row] / events);
    for (const field of MOMENTS.slice(2)) addValue(tally[field], conduct[field][row]);
  }
}

export function mergeConduct(into: ConductTally, from: ConductTally): void {
  mergeDistribution(into.lastEntry, from.lastEntry);
  mergeDistribution(into.imbalance, from.imbalance);
  into.looks.forEach(({ enrolled, time }, k) => {
    mergeDistribution(enrolled, from.looks[k].enrolled);
    mergeDistribution(time, from.looks[k].time);
  });
  for (const field of ['started', 'neverStarted'] as const)
    into[field].forEach((moments, arm) => {
      mergeMoments(moments, from[field][arm]);
    });
  for (const field of MOMENTS) mergeMoments(into[field], from[field]);
}

/** The conduct of each replicate at the look it ended at. */
export function conductAt(looks: readonly Columns[], look: Uint8Array): ConductColumns | null {
  const first = looks[0].conduct;
  if (first === null) return null;
  const at = (k: number) => looks[k].conduct as ConductColumns;
  const pick = <T extends Float64Array | Int32Array>(into: T, of: (conduct: ConductColumns) => T): T => {
    for (let row = 0; row < look.length; row++) into[row] = of(at(look[row]))[row];
    return into;
  };
  const doubles = (of: (conduct: ConductColumns) => Float64Array) => pick(new Float64Array(look.length), of);
  const counts = (of: (conduct: ConductColumns) => Int32Array) => pick(new Int32Array(look.length), of);
  return {
    lastEntry: doubles((conduct) => conduct.lastEntry),
    started: first.started.map((_, arm) => counts((conduct) => conduct.started[arm])),
    neverStarted: first.neverStarted.map((_, arm) => counts((conduct) => conduct.neverStarted[arm])),
    deaths: counts((conduct) => conduct.deaths),
    tied: counts((conduct) => conduct.tied),
    delay: doubles((conduct) => conduct.delay),
    imbalance: doubles((conduct) => conduct.imbalance),
    imbalanceInCentres: doubles((conduct) => conduct.imbalanceInCentres),
    imbalanceInLevels: doubles((conduct) => conduct.imbalanceInLevels),
    centresOpen: counts((conduct) => conduct.centresOpen),
    centresRecruiting: counts((conduct) => conduct.centresRecruiting),
    largestCentre: counts((conduct) => conduct.largestCentre),
  };
}

/** Columns of replicates at the look where each ended. */

import type { Columns } from '../kernel/look/columns.ts';
import type { OperationsColumns } from '../kernel/look/operations.ts';

/** The operations of each replicate at the look where it ended. */
function operationsAt(looks: readonly Columns[], look: Uint8Array): OperationsColumns | null {
  const first = looks[0].operations;
  if (first === null) return null;
  const at = (k: number) => looks[k].operations as OperationsColumns;
  const pick = <T extends Float64Array | Int32Array>(into: T, of: (operations: OperationsColumns) => T): T => {
    for (let row = 0; row < look.length; row++) into[row] = of(at(look[row]))[row];
    return into;
  };
  const doubles = (of: (operations: OperationsColumns) => Float64Array) => pick(new Float64Array(look.length), of);
  const counts = (of: (operations: OperationsColumns) => Int32Array) => pick(new Int32Array(look.length), of);
  return {
    lastEntry: doubles((operations) => operations.lastEntry),
    started: first.started.map((_, arm) => counts((operations) => operations.started[arm])),
    neverStarted: first.neverStarted.map((_, arm) => counts((operations) => operations.neverStarted[arm])),
    deaths: counts((operations) => operations.deaths),
    tied: counts((operations) => operations.tied),
    delay: doubles((operations) => operations.delay),
    imbalance: doubles((operations) => operations.imbalance),
    imbalanceInCentres: doubles((operations) => operations.imbalanceInCentres),
    imbalanceInLevels: doubles((operations) => operations.imbalanceInLevels),
    centresOpen: counts((operations) => operations.centresOpen),
    centresRecruiting: counts((operations) => operations.centresRecruiting),
    largestCentre: counts((operations) => operations.largestCentre),
  };
}

/** The row of each replicate at the look where it ended. */
export function columnsAt(looks: readonly Columns[], look: Uint8Array): Columns {
  const rows = look.length;
  const pick = <T extends Float64Array | Int32Array | Uint8Array>(into: T, of: (columns: Columns) => T): T => {
    for (let row = 0; row < rows; row++) into[row] = of(looks[look[row]])[row];
    return into;
  };
  const doubles = (of: (columns: Columns) => Float64Array) => pick(new Float64Array(rows), of);
  const byArm = (of: (columns: Columns) => readonly Int32Array[]) =>
    of(looks[0]).map((_, arm) => pick(new Int32Array(rows), (columns) => of(columns)[arm]));
  const optional = (of: (columns: Columns) => Float64Array | null) =>
    of(looks[0]) === null ? null : doubles((columns) => of(columns) as Float64Array);
  const optionalPair = (of: (columns: Columns) => readonly [Float64Array, Float64Array] | null) => {
    if (of(looks[0]) === null) return null;
    const arm = (a: 0 | 1) => doubles((columns) => (of(columns) as readonly [Float64Array, Float64Array])[a]);
    return [arm(0), arm(1)] as const;
  };
  return {
    rows,
    performed: new Uint8Array(rows).fill(1),
    z: doubles((columns) => columns.z),
    analysisTime: doubles((columns) => columns.analysisTime),
    reached: pick(new Uint8Array(rows), (columns) => columns.reached),
    enrolled: byArm((columns) => columns.enrolled),
    events: byArm((columns) => columns.events),
    dropouts: byArm((columns) => columns.dropouts),
    completed: byArm((columns) => columns.completed),
    further: looks[0].further.map((_, e) => ({
      events: byArm((columns) => columns.further[e].events),
      ended: byArm((columns) => columns.further[e].ended),
    })),
    logHazardRatio: optional((columns) => columns.logHazardRatio),
    standardError: optional((columns) => columns.standardError),
    medians: optionalPair((columns) => columns.medians),
    compensators:
      looks[0].compensators?.map((_, a) => doubles((columns) => columns.compensators?.[a] as Float64Array)) ?? null,
    trueEvents: looks[0].trueEvents && byArm((columns) => columns.trueEvents as readonly Int32Array[]),
    statistics: looks[0].statistics.map((_, s) => ({
      z: doubles((columns) => columns.statistics[s].z),
      estimate: doubles((columns) => columns.statistics[s].estimate),
      information: doubles((columns) => columns.statistics[s].information),
    })),
    operations: operationsAt(looks, look),
  };
}

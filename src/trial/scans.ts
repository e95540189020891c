/** How progression is seen: scan schedules, and which events are deaths. */

/** Progression is seen at scans only, death at once. Times on study. */
export interface ScanSchedule {
  /** Interval `intervals[j]` from time `starts[j]` (the first 0) on: scans at starts[j] + k × intervals[j] up to the next start, at which there is a scan too. */
  readonly starts: readonly number[];
  readonly intervals: readonly number[];
  /** Each scan is moved by an independent uniform time within ± jitter, at most half the shortest interval. */
  readonly jitter: number;
  /** Probability that a scan is missed, independently. */
  readonly missed: number;
}

/** Which events of the endpoint are deaths. */
export type Deaths =
  /** A share of the events, whenever they happen. */
  | { readonly kind: 'share'; readonly share: number }
  /** Constant hazard of death, part of the hazard of the event and the same in every arm. */
  | { readonly kind: 'hazard'; readonly hazard: number };

export interface Scans {
  /** By arm, the control first. */
  readonly schedules: readonly ScanSchedule[];
  readonly deaths: Deaths | null;
}

/** Share of an interval by which two times may differ and still be the same time, computed in two ways. */
const SAME = 1e-9;

/** Number of scans at 0, interval, 2 × interval … before `span`; one at `span` itself belongs to what follows. */
export function scansBefore(span: number, interval: number): number {
  return Math.ceil(span / interval - SAME);
}

/** Nominal times of the scans up to and at `until`, ascending. */
export function scanTimes({ starts, intervals }: Pick<ScanSchedule, 'starts' | 'intervals'>, until: number): number[] {
  const times: number[] = [];
  starts.forEach((start, j) => {
    const next = starts[j + 1] ?? Number.POSITIVE_INFINITY;
    const count = scansBefore(next - start, intervals[j]);
    const latest = until + SAME * intervals[j];
    for (let k = j === 0 ? 1 : 0; k < count; k++) {
      const time = start + k * intervals[j];
      if (time > latest) break;
      times.push(time);
    }
  });
  return times;
}

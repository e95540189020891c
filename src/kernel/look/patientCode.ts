/**
 * Stage 4 of twoArms.ts: what is known of each enrolled patient at the cut, in one sortable code.
 * Time on study u = min(exit, cut) − entry; key = cut − u = entry + max(0, cut − exit), so ascending keys are descending
 * times and a patient's place in the sorted array is the number at risk. code = key << 2 | event << 1 | arm.
 *
 * From entry = 4·tick + arm and exit = 4·tick + 2·dropout (draw/drawArm.ts):  code = entry + max(0, 4·cut + 2 − exit).
 * A patient who has left by the cut adds 4·(cut − exit tick) + 2·event; for all others the difference is negative.
 */

/** What a replicate's snapshot counts, by arm (0 control, 1 experimental). */
export interface Snapshot {
  enrolled: [number, number];
  events: [number, number];
  dropouts: [number, number];
  /** Patients followed to the end of a fixed follow-up by the cut. */
  completed: [number, number];
}

/**
 * Append the codes of patients `from ≤ i < to` of one arm who entered by the cut; returns the number of codes so far.
 * `followUp` is a fixed follow-up in ticks.
 */
export function encodeArm(
  arm: 0 | 1,
  from: number,
  to: number,
  cut: number,
  entry: Int32Array,
  exit: Int32Array,
  codes: Int32Array,
  count: number,
  snapshot: Snapshot,
  followUp: number,
): number {
  const first = count;
  let events = 0;
  let exits = 0;
  let completed = 0;
  for (let i = from; i < to; i++) {
    if (entry[i] >> 2 > cut) continue;
    const left = Math.max(0, 4 * cut + 2 - exit[i]);
    codes[count++] = entry[i] + left;
    events += (left >> 1) & 1;
    if (exit[i] >> 2 <= cut) exits++;
    else if (entry[i] >> 2 <= cut - followUp) completed++;
  }
  snapshot.enrolled[arm] = count - first;
  snapshot.events[arm] = events;
  snapshot.dropouts[arm] = exits - events;
  snapshot.completed[arm] = completed;
  return count;
}

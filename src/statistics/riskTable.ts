/** The distinct event times of two arms with who was at risk: what every statistic beyond the fast log-rank reads. */

/**
 * Row k, in descending time: at key `keys[k]` (time on study = cut − key, in ticks), d events among `atRisk` patients,
 * of them d1 among atRisk1 experimental. `patients` and `patients1` count everybody in the table. The survival columns
 * stand for whatever rows `fillPooledSurvival` and `fillArmSurvival` have seen.
 */
export interface RiskTable {
  rows: number;
  patients: number;
  patients1: number;
  keys: Int32Array;
  atRisk: Int32Array;
  atRisk1: Int32Array;
  events: Int32Array;
  events1: Int32Array;
  /** Pooled Kaplan–Meier just before the event time, S(t−). */
  pooledBefore: Float64Array;
  /** Kaplan–Meier of each arm from the event time on. */
  survival0: Float64Array;
  survival1: Float64Array;
}

/** An empty table with room for `capacity` event times. */
export function createRiskTable(capacity: number): RiskTable {
  return {
    rows: 0,
    patients: 0,
    patients1: 0,
    keys: new Int32Array(capacity),
    atRisk: new Int32Array(capacity),
    atRisk1: new Int32Array(capacity),
    events: new Int32Array(capacity),
    events1: new Int32Array(capacity),
    pooledBefore: new Float64Array(capacity),
    survival0: new Float64Array(capacity),
    survival1: new Float64Array(capacity),
  };
}

/**
 * Fill `table` from `codes[0..n)`, ascending, that is descending time: code = key << 2 | event << 1 | experimental.
 * Leaves the survival columns alone.
 */
export function fillRiskTable(codes: Int32Array, n: number, table: RiskTable): void {
  const { keys, atRisk, atRisk1, events, events1 } = table;
  let rows = 0;
  let y1 = 0;
  let i = 0;
  let code = n > 0 ? codes[0] : 0;
  while (i < n) {
    i++;
    const next = i < n ? codes[i] : -1;
    const arm = code & 1;
    y1 += arm;
    // Written whether it is an event or not and kept if it is: a branch would be mispredicted every third time.
    keys[rows] = code >> 2;
    if (next >> 2 !== code >> 2) {
      atRisk[rows] = i;
      atRisk1[rows] = y1;
      events[rows] = 1;
      events1[rows] = arm;
      rows += (code >> 1) & 1;
      code = next;
      continue;
    }
    const key = code >> 2;
    let d = (code >> 1) & 1;
    let d1 = d & code;
    while (i < n && codes[i] >> 2 === key) {
      const tied = codes[i++];
      const event = (tied >> 1) & 1;
      y1 += tied & 1;
      d += event;
      d1 += event & tied;
    }
    atRisk[rows] = i;
    atRisk1[rows] = y1;
    events[rows] = d;
    events1[rows] = d1;
    if (d > 0) rows++;
    code = i < n ? codes[i] : -1;
  }
  table.rows = rows;
  table.patients = n;
  table.patients1 = y1;
}

/**
 * The same for patients who are each treated from a time of their own on: code and arm as at the patient's exit,
 * `switches[0..m)`, ascending, the keys at and after which (at and before which time) a patient of arm 1 counts as one
 * of arm 0, each after the key of the patient's own code. The risk sets of Mantel & Byar (1974).
 */
export function fillSwitchingRiskTable(
  codes: Int32Array,
  n: number,
  switches: Int32Array,
  m: number,
  table: RiskTable,
): void {
  const { keys, atRisk, atRisk1, events, events1 } = table;
  let rows = 0;
  let y1 = 0;
  let treated = 0;
  let q = 0;
  for (let i = 0; i < n; ) {
    const key = codes[i] >> 2;
    let d = 0;
    let d1 = 0;
    for (; i < n && codes[i] >> 2 === key; i++) {
      const event = (codes[i] >> 1) & 1;
      y1 += codes[i] & 1;
      d += event;
      d1 += event & codes[i];
    }
    treated = y1;
    for (; q < m && switches[q] <= key; q++) y1--;
    if (d === 0) continue;
    keys[rows] = key;
    atRisk[rows] = i;
    atRisk1[rows] = y1;
    events[rows] = d;
    events1[rows++] = d1;
  }
  table.rows = rows;
  table.patients = n;
  table.patients1 = treated;
}

/** Fill the pooled Kaplan–Meier column. */
export function fillPooledSurvival(table: RiskTable): void {
  const { rows, atRisk, events, pooledBefore } = table;
  let s = 1;
  for (let k = rows - 1; k >= 0; k--) {
    pooledBefore[k] = s;
    s *= 1 - events[k] / atRisk[k];
  }
}

/** Fill the Kaplan–Meier columns of both arms. */
export function fillArmSurvival(table: RiskTable): void {
  const { rows, atRisk, atRisk1, events, events1, survival0, survival1 } = table;
  let s0 = 1;
  let s1 = 1;
  for (let k = rows - 1; k >= 0; k--) {
    const d1 = events1[k];
    const y1 = atRisk1[k];
    // With nobody at risk nobody fails: 0 / 1.
    s1 *= 1 - d1 / Math.max(1, y1);
    s0 *= 1 - (events[k] - d1) / Math.max(1, atRisk[k] - y1);
    survival0[k] = s0;
    survival1[k] = s1;
  }
}

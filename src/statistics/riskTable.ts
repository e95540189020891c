/** The distinct event times of two arms with who was at risk: what every statistic beyond the fast log-rank reads. */

/**
 * Row k, in descending time: at key `keys[k]` (time on study = cut − key, in ticks), d events among `atRisk` patients, of
 * them d1 among atRisk1 experimental. `patients` and `patients1` count everybody in the table. The survival columns stand
 * for whatever rows `fillSurvival` has seen.
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
 * Fill `table` from `words[0..n)`, ascending, that is descending time: word = key << 2 | event << 1 | experimental.
 * Leaves the survival columns alone.
 */
export function fillRiskTable(words: Int32Array, n: number, table: RiskTable): void {
  const { keys, atRisk, atRisk1, events, events1 } = table;
  let rows = 0;
  let y1 = 0;
  let i = 0;
  while (i < n) {
    const key = words[i] >> 2;
    let d = 0;
    let d1 = 0;
    do {
      const word = words[i++];
      const event = (word >> 1) & 1;
      y1 += word & 1;
      d += event;
      d1 += event & word;
    } while (i < n && words[i] >> 2 === key);
    if (d === 0) continue;
    keys[rows] = key;
    atRisk[rows] = i;
    atRisk1[rows] = y1;
    events[rows] = d;
    events1[rows] = d1;
    rows++;
  }
  table.rows = rows;
  table.patients = n;
  table.patients1 = y1;
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
    const d0 = events[k] - d1;
    if (d1 > 0) s1 *= 1 - d1 / atRisk1[k];
    if (d0 > 0) s0 *= 1 - d0 / (atRisk[k] - atRisk1[k]);
    survival0[k] = s0;
    survival1[k] = s1;
  }
}

/** The distinct event times of sorted words with who was at risk: what estimators beyond the log-rank read. */

/** Row k, in descending time: at key `keys[k]`, d events among `atRisk` patients, of them d1 among atRisk1 experimental. */
export interface RiskTable {
  rows: number;
  keys: Int32Array;
  atRisk: Int32Array;
  atRisk1: Int32Array;
  events: Int32Array;
  events1: Int32Array;
}

/** An empty table with room for `capacity` event times. */
export function createRiskTable(capacity: number): RiskTable {
  return {
    rows: 0,
    keys: new Int32Array(capacity),
    atRisk: new Int32Array(capacity),
    atRisk1: new Int32Array(capacity),
    events: new Int32Array(capacity),
    events1: new Int32Array(capacity),
  };
}

/** Fill `table` from `words[0..n)`, ascending; see key.ts for the word. */
export function fillRiskTable(words: Int32Array, n: number, table: RiskTable): void {
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
    table.keys[rows] = key;
    table.atRisk[rows] = i;
    table.atRisk1[rows] = y1;
    table.events[rows] = d;
    table.events1[rows] = d1;
    rows++;
  }
  table.rows = rows;
}

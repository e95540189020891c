/** Looks made of patients written down in a test. */
import type { Look } from '../../src/statistics/definition.ts';
import {
  createRiskTable,
  fillArmSurvival,
  fillPooledSurvival,
  fillRiskTable,
  type RiskTable,
} from '../../src/statistics/riskTable.ts';

/** Ticks in a unit of time that make every time a whole number, a power of two (so that no time is rounded) or of ten. */
const SCALES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 10, 100, 1000, 1e4, 1e5, 1e6];

function ticksIn(times: readonly number[]): number {
  const scale = SCALES.find((ticks) => times.every((time) => Math.abs(time * ticks - Math.round(time * ticks)) < 1e-9));
  if (scale === undefined) throw new Error('times need to be whole multiples of a power of 1/2 or 1/10');
  return scale;
}

/** A risk table with every column filled, of the patients `which`; times in ticks. */
function tableOf(
  ticks: readonly number[],
  events: readonly (0 | 1)[],
  arms: readonly (0 | 1)[],
  which: readonly number[],
  cut: number,
): RiskTable {
  const words = Int32Array.from(which, (i) => ((cut - ticks[i]) << 2) | (events[i] << 1) | arms[i]).sort();
  const table = createRiskTable(words.length);
  fillRiskTable(words, words.length, table);
  fillPooledSurvival(table);
  fillArmSurvival(table);
  return table;
}

/**
 * What a statistic sees of these patients, one entry of each list a patient, arm 1 experimental. One table for each value
 * in `strata`, in ascending order. Both survival columns are filled. `cut` is the last time, in ticks, plus `after`.
 */
export function lookOf(
  times: readonly number[],
  events: readonly (0 | 1)[],
  arms: readonly (0 | 1)[],
  strata: readonly number[] = times.map(() => 0),
  after = 1,
): Look {
  const scale = ticksIn(times);
  const ticks = times.map((time) => Math.round(time * scale));
  const cut = Math.max(0, ...ticks) + after;
  const tables = [...new Set(strata)]
    .sort((a, b) => a - b)
    .map((stratum) => {
      const which = times.map((_, i) => i).filter((i) => strata[i] === stratum);
      return tableOf(ticks, events, arms, which, cut);
    });
  return { tables, cut, unit: 1 / scale };
}

/**
 * The map from a code to its bucket where codes have gaps, as under scans: cells of time on study, each with a line of its
 * own. It is of what a code is less than the largest one, 4 × time on study and the low bits, as gaps stay at their times
 * from replicate to replicate while the cut does not. It decides how fast the sort is, never what it returns.
 */
import { powerOfTwo } from '../../elementary/powersOfTwo.ts';
import { MAX_MAP_CELLS } from './layout.ts';

/** Cell j holds the numbers from j × 2^shift on: pairs of base and slope, the last one for all that is beyond (assembly/sort.ts). */
export interface CellMap {
  readonly shift: number;
  readonly pairs: Float32Array<ArrayBuffer>;
}

/** Bases are whole multiples of this, so that they and their differences are single-precision numbers. */
const UNIT = 2 ** -24;
/** What every cell counts for beside what it was seen to hold. */
const FLOOR = 0.25;
/** Cells are the finest there is room for, or twice or four times as large where so many are too few in each. */
const SIZES = 3;
/** Of the replicates, one in so many is kept for trying the map. */
const TRIED = 4;
const SLOTS = 4;
const BUCKETS_PER_CODE = 1.25;

function mapOf(replicates: readonly Int32Array[], shift: number): CellMap {
  const masses = new Float64Array(MAX_MAP_CELLS - 1).fill(0);
  let last = 0;
  for (const values of replicates)
    for (const value of values) {
      masses[value >> shift]++;
      last = Math.max(last, value >> shift);
    }
  const used = masses.subarray(0, last + 1).map((mass) => mass + FLOOR);
  const total = used.reduce((sum, mass) => sum + mass, 0);
  const pairs = new Float32Array(2 * MAX_MAP_CELLS);
  let left = total;
  let base = 1;
  used.forEach((mass, j) => {
    left -= mass;
    const next = j === last ? 0 : Math.round(left / total / UNIT) * UNIT;
    pairs[2 * j] = base;
    pairs[2 * j + 1] = (base - next) / powerOfTwo(shift);
    base = next;
  });
  return { shift, pairs };
}

/** Share of a replicate's values that would find their buckets full. */
function overflowOf({ shift, pairs }: CellMap, values: Int32Array): number {
  const buckets = Math.ceil(values.length * BUCKETS_PER_CODE);
  const counts = new Uint32Array(buckets);
  for (const value of values) {
    const j = 2 * Math.min(value >> shift, MAX_MAP_CELLS - 1);
    const x = pairs[j] - pairs[j + 1] * (value & ((1 << shift) - 1));
    counts[Math.min(buckets - 1, Math.floor(x * buckets))]++;
  }
  return counts.reduce((over, count) => over + Math.max(0, count - SLOTS), 0) / Math.max(1, values.length);
}

/**
 * A map for the values of these replicates; null where more than a share `most` of them would find their buckets full, as where
 * many patients have the same code.
 */
export function fitCellMap(replicates: readonly Int32Array[], most: number): CellMap | null {
  const fitted = replicates.filter((_, k) => k % TRIED !== TRIED - 1);
  const tried = replicates.filter((_, k) => k % TRIED === TRIED - 1 || replicates.length < TRIED);
  const largest = replicates.reduce((all, values) => values.reduce((a, b) => Math.max(a, b), all), 0);
  let finest = 0;
  while (largest >> finest >= MAX_MAP_CELLS - 1) finest++;
  let best: CellMap | null = null;
  let least = most;
  for (let shift = finest; shift < finest + SIZES; shift++) {
    const map = mapOf(fitted, shift);
    const share = tried.reduce((sum, values) => sum + overflowOf(map, values), 0) / tried.length;
    if (share > least) continue;
    least = share;
    best = map;
  }
  return best;
}

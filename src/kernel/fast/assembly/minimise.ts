/** Allocation to arms by minimisation; twin of ../../draw/minimise.ts. */
import {
  ENROL_ARMS,
  ENROL_FACTORS,
  ENROL_FACTORS_AT,
  ENROL_LEVELS,
  ENROL_SHARES_OF_ARMS_AT,
  ENROL_WEIGHTS_AT,
  FACTOR_BYTES,
  FACTOR_BY_CENTRE,
  FACTOR_FIRST,
  FACTOR_LEVELS_AT,
  FACTOR_ROW,
} from '../enrolmentLayout';
import { uniform } from './stream';

/** Stands in place of an arm where there is none. */
const NONE: i32 = -1;

/** Empties the shares of all arms before the first patient. */
export function beginMinimisation(table: i32): void {
  memory.fill(load<i32>(table, ENROL_SHARES_OF_ARMS_AT), 0, (load<i32>(table, ENROL_LEVELS) * load<i32>(table, ENROL_ARMS)) << 3);
}

/** The arm of a word by weight among those whose range is at most `most`, arm `without` excepted. */
@inline
function among(weights: i32, ranges: i32, arms: i32, most: f64, without: i32, total: f64, word: u32): i32 {
  let u = uniform(word) * total;
  let found = 0;
  for (let arm = 0; arm < arms; arm++) {
    if (load<f64>(ranges + (arm << 3)) > most || arm == without) continue;
    found = arm;
    u -= load<f64>(weights + (arm << 3));
    if (u < 0) break;
  }
  return found;
}

/** The arm of the next patient, whose words are at `words`, `stride` bytes apart. */
export function minimise(table: i32, centre: i32, cell: i32, words: i32, stride: i32): i32 {
  const arms = load<i32>(table, ENROL_ARMS);
  const row = arms << 3;
  const weights = load<i32>(table, ENROL_WEIGHTS_AT);
  const units = weights + row;
  const probabilities = units + row;
  const ranges = probabilities + row;
  const shares = load<i32>(table, ENROL_SHARES_OF_ARMS_AT);
  const factors = load<i32>(table, ENROL_FACTORS_AT);
  const end = factors + load<i32>(table, ENROL_FACTORS) * FACTOR_BYTES;
  for (let factor = factors; factor < end; factor += FACTOR_BYTES) {
    const level =
      load<i32>(factor, FACTOR_BY_CENTRE) != 0 ? centre : load<i32>(load<i32>(factor, FACTOR_LEVELS_AT) + (cell << 2));
    store<i32>(factor, shares + (load<i32>(factor, FACTOR_FIRST) + level) * row, FACTOR_ROW);
  }
  let smallest: f64 = Infinity;
  let tied: f64 = 0;
  let total: f64 = 0;
  for (let arm = 0; arm < row; arm += 8) {
    const unit = load<f64>(units + arm);
    let sum: f64 = 0;
    for (let factor = factors; factor < end; factor += FACTOR_BYTES) {
      const from = load<i32>(factor, FACTOR_ROW);
      const own = load<f64>(from + arm) + unit;
      let low = own;
      let high = own;
      for (let a = 0; a < row; a += 8) {
        const share = a == arm ? own : load<f64>(from + a);
        low = min(low, share);
        high = max(high, share);
      }
      sum += high - low;
    }
    store<f64>(ranges + arm, sum);
    const weight = load<f64>(weights + arm);
    total += weight;
    if (sum < smallest) {
      smallest = sum;
      tied = 0;
    }
    if (sum == smallest) tied += weight;
  }
  const preferred = among(weights, ranges, arms, smallest, NONE, tied, load<u32>(words));
  let arm = preferred;
  if (uniform(load<u32>(words + stride)) >= load<f64>(probabilities + (preferred << 3))) {
    if (arms == 2) arm = 1 - preferred;
    else {
      const rest = total - load<f64>(weights + (preferred << 3));
      arm = among(weights, ranges, arms, Infinity, preferred, rest, load<u32>(words + 2 * stride));
    }
  }
  for (let factor = factors; factor < end; factor += FACTOR_BYTES) {
    const at = load<i32>(factor, FACTOR_ROW) + (arm << 3);
    store<f64>(at, load<f64>(at) + load<f64>(units + (arm << 3)));
  }
  return arm;
}

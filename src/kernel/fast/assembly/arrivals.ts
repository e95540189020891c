/** Calendar ticks of arrivals from their operational times, four at a time; twin of ../../draw/arrivals.ts. */
import {
  ENROL_CENTRES,
  ENROL_CUMULATIVE_AT,
  ENROL_GUIDE,
  ENROL_PATIENTS,
  ENROL_PATTERN,
  ENROL_PIECES,
  ENROL_PIECES_AT,
  ENROL_SEEDS_AT,
  ENROL_SHARES_AT,
  ENROL_SUMS_AT,
  ENROL_TARGETS_AT,
  ENROL_TICKS_AT,
  ENROL_TOTAL,
  PATTERN_EVEN,
  PATTERN_UNIFORM,
} from '../enrolmentLayout';
import { drawCandidates } from './candidates';

const NEVER: i32 = (1 << 29) - 1;

@inline
function invertTwo(x: v128, piece: i32, stride: i32): v128 {
  return f64x2.add(
    v128.load64_splat(piece + stride),
    f64x2.mul(f64x2.sub(x, v128.load64_splat(piece)), v128.load64_splat(piece + stride + stride)),
  );
}

@inline
function truncate(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high), 0, 1, 4, 5);
}

/**
 * Fills the ticks of n arrivals, whose operational times × `scale` ascend. With `targets`, shares become targets among
 * the running sums of rates too, and places in the guide, which takes the room of the shares. What ends a piece is the
 * break of the next one, of the last one ∞.
 */
@inline
export function invert(table: i32, n: i32, scale: f64, targets: bool): void {
  const stride = (load<i32>(table, ENROL_PIECES) + 1) << 3;
  const pieces = load<i32>(table, ENROL_PIECES_AT);
  let piece = pieces;
  let next = load<f64>(piece, 8);
  let sums = load<i32>(table, ENROL_SUMS_AT);
  let ticks = load<i32>(table, ENROL_TICKS_AT);
  const shares = load<i32>(table, ENROL_SHARES_AT) - ticks;
  let target = load<i32>(table, ENROL_TARGETS_AT);
  const cumulative = load<i32>(table, ENROL_CUMULATIVE_AT) - pieces;
  const guide = f64x2.splat(targets ? guideScale(table) : 0);
  const scales = f64x2.splat(scale);
  const half = f64x2.splat(0.5);
  const unit = f64x2.splat(2.3283064365386963e-10);
  const end = ticks + (n << 2);
  do {
    const low = f64x2.mul(v128.load(sums), scales);
    const high = f64x2.mul(v128.load(sums, 16), scales);
    let lowTick = invertTwo(low, piece, stride);
    let highTick = invertTwo(high, piece, stride);
    let lowTotal = half;
    let highTotal = half;
    if (targets) {
      lowTotal = v128.load64_splat(cumulative + piece);
      highTotal = lowTotal;
    }
    const last = f64x2.extract_lane(high, 1);
    while (last >= next) {
      piece += 8;
      next = load<f64>(piece, 8);
      const from = v128.load64_splat(piece);
      const lowIn = f64x2.ge(low, from);
      const highIn = f64x2.ge(high, from);
      lowTick = v128.bitselect(invertTwo(low, piece, stride), lowTick, lowIn);
      highTick = v128.bitselect(invertTwo(high, piece, stride), highTick, highIn);
      if (targets) {
        const total = v128.load64_splat(cumulative + piece);
        lowTotal = v128.bitselect(total, lowTotal, lowIn);
        highTotal = v128.bitselect(total, highTotal, highIn);
      }
    }
    v128.store(ticks, i32x4.min_s(truncate(lowTick, highTick), i32x4.splat(NEVER)));
    if (targets) {
      const word = v128.load(shares + ticks);
      const lowShare = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(word), half), unit);
      const upper = v128.shuffle<i32>(word, word, 2, 3, 2, 3);
      const highShare = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(upper), half), unit);
      const lowAt = f64x2.mul(lowShare, lowTotal);
      const highAt = f64x2.mul(highShare, highTotal);
      v128.store(target, lowAt);
      v128.store(target, highAt, 16);
      v128.store(shares + ticks, truncate(f64x2.mul(lowAt, guide), f64x2.mul(highAt, guide)));
      target += 32;
    }
    sums += 32;
    ticks += 16;
  } while (ticks < end);
}

/** What takes a running sum of rates to its place in the guide. */
@inline
export function guideScale(table: i32): f64 {
  const last = load<i32>(table, ENROL_CUMULATIVE_AT) + (load<i32>(table, ENROL_CENTRES) << 3) - 8;
  return <f64>(load<i32>(table, ENROL_GUIDE) - 1) / load<f64>(last);
}

/** Fills the ticks and share words of all arrivals by the accrual. */
export function drawArrivals(table: i32): void {
  const n = load<i32>(table, ENROL_PATIENTS);
  const pattern = load<i32>(table, ENROL_PATTERN);
  const sums = load<i32>(table, ENROL_SUMS_AT);
  const seeds = load<i32>(table, ENROL_SEEDS_AT);
  drawCandidates(seeds, sums, load<i32>(table, ENROL_SHARES_AT), n + 1, 0);
  if (pattern == PATTERN_EVEN) {
    for (let i = 0; i < n + 4; i++) store<f64>(sums + (i << 3), <f64>i + 0.5);
  }
  invert(table, n, pattern == PATTERN_UNIFORM ? load<f64>(table, ENROL_TOTAL) / load<f64>(sums + (n << 3)) : 1, false);
}

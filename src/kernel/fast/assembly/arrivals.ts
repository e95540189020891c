/** 4 × calendar ticks of arrivals from their operational times, four at a time; twin of ../../draw/arrivals.ts. */
import {
  ENROL_PATIENTS,
  ENROL_PATTERN,
  ENROL_PIECES,
  ENROL_PIECES_AT,
  ENROL_SEEDS_AT,
  ENROL_SHARES_AT,
  ENROL_SUMS_AT,
  ENROL_TICKS_AT,
  ENROL_TOTAL,
  ENROL_UNITS_AT,
  PATTERN_EVEN,
  PATTERN_UNIFORM,
} from '../enrolmentLayout';
import { drawCandidates } from './candidates';
import { NEVER } from './ticks';

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
 * Fills the ticks of n arrivals, whose operational times × `scale` ascend. With `targets`, words of shares become targets
 * among the units of the rates, too. What ends a piece is the break of the next one, of the last one ∞.
 */
@inline
export function invert(table: i32, n: i32, scale: f64, targets: bool): void {
  const stride = (load<i32>(table, ENROL_PIECES) + 1) << 3;
  let piece = load<i32>(table, ENROL_PIECES_AT);
  let next = load<f64>(piece, 8);
  let sums = load<i32>(table, ENROL_SUMS_AT);
  let ticks = load<i32>(table, ENROL_TICKS_AT);
  const shares = load<i32>(table, ENROL_SHARES_AT) - ticks;
  let units = load<i32>(table, ENROL_UNITS_AT);
  const scales = f64x2.splat(scale);
  const end = ticks + (n << 2);
  do {
    let low = v128.load(sums);
    let high = v128.load(sums, 16);
    if (!targets) {
      low = f64x2.mul(low, scales);
      high = f64x2.mul(high, scales);
    }
    let lowTick = invertTwo(low, piece, stride);
    let highTick = invertTwo(high, piece, stride);
    let total = low;
    if (targets) total = v128.load32_splat(units);
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
        units += 4;
        total = v128.bitselect(v128.load32_splat(units), total, v128.shuffle<i32>(lowIn, highIn, 0, 2, 4, 6));
      }
    }
    v128.store(ticks, i32x4.shl(i32x4.min_s(truncate(lowTick, highTick), i32x4.splat(NEVER)), 2));
    if (targets) {
      const word = v128.load(shares + ticks);
      const target = v128.shuffle<i32>(
        i64x2.extmul_low_i32x4_u(word, total),
        i64x2.extmul_high_i32x4_u(word, total),
        1, 3, 5, 7,
      );
      v128.store(shares + ticks, target);
    }
    sums += 32;
    ticks += 16;
  } while (ticks < end);
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

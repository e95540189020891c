/** Shares of patients without the event at ticks on study, four at a time; twin of ../../draw/survivalAtTick.ts. */
import {
  PIECE_BYTES,
  PIECE_OFFSET,
  PIECE_ORIGIN,
  PIECE_RATIO,
  PIECE_SLOPE,
  PIECE_START,
  SURVIVAL_CURE,
  SURVIVAL_CURED,
  SURVIVAL_PER_TICK,
  SURVIVAL_PIECE,
  SURVIVAL_PIECES,
  SURVIVAL_SHAPE,
  SURVIVAL_UNCURED,
  SURVIVAL_WEIBULL,
} from '../courseLayout';
import { exp2, log2, power } from './singlePower';

/** The shares at ticks t by the plan at address `plan`, of hazards that are `factor` times the law's. */
@inline
export function survivalAtTick(plan: i32, t: v128, factor: v128): v128 {
  let piece = plan + SURVIVAL_PIECE;
  const last = piece + (load<i32>(plan, SURVIVAL_PIECES) - 1) * PIECE_BYTES;
  let start = v128.load32_splat(piece, PIECE_START);
  let origin = v128.load32_splat(piece, PIECE_ORIGIN);
  let slope = v128.load32_splat(piece, PIECE_SLOPE);
  let offset = v128.load32_splat(piece, PIECE_OFFSET);
  let ratio = v128.load32_splat(piece, PIECE_RATIO);
  while (piece != last) {
    piece += PIECE_BYTES;
    const from = v128.load32_splat(piece, PIECE_START);
    const earlier = i32x4.lt_s(t, from);
    start = v128.bitselect(start, from, earlier);
    origin = v128.bitselect(origin, v128.load32_splat(piece, PIECE_ORIGIN), earlier);
    slope = v128.bitselect(slope, v128.load32_splat(piece, PIECE_SLOPE), earlier);
    offset = v128.bitselect(offset, v128.load32_splat(piece, PIECE_OFFSET), earlier);
    ratio = v128.bitselect(ratio, v128.load32_splat(piece, PIECE_RATIO), earlier);
  }
  let y: v128;
  if (load<i32>(plan, SURVIVAL_WEIBULL) != 0) {
    const x = f32x4.mul(f32x4.convert_i32x4_s(t), v128.load32_splat(plan, SURVIVAL_PER_TICK));
    y = f32x4.mul(power(x, v128.load32_splat(plan, SURVIVAL_SHAPE)), slope);
  } else y = f32x4.add(origin, f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(t, start)), slope));
  if (load<i32>(plan, SURVIVAL_CURE) != 0) {
    const uncured = f32x4.mul(v128.load32_splat(plan, SURVIVAL_UNCURED), exp2(y));
    y = log2(f32x4.add(v128.load32_splat(plan, SURVIVAL_CURED), uncured));
  }
  return exp2(f32x4.mul(f32x4.add(offset, f32x4.mul(ratio, y)), factor));
}

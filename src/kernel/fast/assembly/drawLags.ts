/** Lags and starts of an arm's patients, four at a time; twin of ../../draw/drawLags.ts. */
import {
  LAG_COUNT,
  LAG_DISCRETE,
  LAG_EXPONENTIAL,
  LAG_FIXED,
  LAG_LOGNORMAL,
  LAG_SCALE,
  LAG_SPREAD,
  LAG_STEPS,
  LAG_STEP_BYTES,
  LAG_STEP_QUANTA,
  LAG_STEP_TICK,
  LAG_UNIFORM,
  LAG_VALUE,
} from '../ownLayout';
import { exponential } from './exponential';
import { rotate } from './seed';
import { centred, normalOf } from './singleNormal';
import { exp2 } from './singlePower';

/** The template parameter is a constant at every call. */
@inline
function fill(law: i32, seed: i32, n: i32, lags: i32, starts: i32, kind: i32): void {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const value = v128.load32_splat(law, LAG_VALUE);
  const scale = v128.load32_splat(law, LAG_SCALE);
  const spread = v128.load32_splat(law, LAG_SPREAD);
  const last = law + (load<i32>(law, LAG_COUNT) - 1) * LAG_STEP_BYTES;
  const end = lags + (n << 2);
  do {
    const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    let lag: v128;
    if (kind == LAG_DISCRETE) {
      lag = v128.load32_splat(law, LAG_STEPS + LAG_STEP_QUANTA);
      let start = v128.load32_splat(law, LAG_STEPS + LAG_STEP_TICK);
      let step = law;
      while (step != last) {
        step += LAG_STEP_BYTES;
        const reached = i32x4.ge_u(word, v128.load32_splat(step, LAG_STEPS));
        lag = v128.bitselect(v128.load32_splat(step, LAG_STEPS + LAG_STEP_QUANTA), lag, reached);
        start = v128.bitselect(v128.load32_splat(step, LAG_STEPS + LAG_STEP_TICK), start, reached);
      }
      v128.store(starts, start);
    } else {
      let unit: v128;
      if (kind == LAG_UNIFORM) unit = centred(word);
      else if (kind == LAG_EXPONENTIAL) unit = exponential(v128.not(word));
      else unit = exp2(f32x4.mul(spread, normalOf(word)));
      lag = f32x4.pmin(f32x4.add(value, f32x4.mul(scale, unit)), f32x4.splat(16777216));
      const ticks = f32x4.add(f32x4.mul(f32x4.pmax(f32x4.splat(0), lag), f32x4.splat(64)), f32x4.splat(0.5));
      v128.store(starts, i32x4.min_s(i32x4.trunc_sat_f32x4_s(ticks), i32x4.splat((1 << 29) - 1)));
    }
    v128.store(lags, lag);
    lags += 16;
    starts += 16;
  } while (lags < end);
}

/** Fills f32 lags in quanta and i32 starts in ticks on study of n patients, from the stream whose lanes are at `seed`. */
export function drawLags(law: i32, seed: i32, n: i32, lags: i32, starts: i32): void {
  if (n == 0) return;
  const kind = load<i32>(law);
  if (kind == LAG_FIXED) {
    const lag = v128.load32_splat(law, LAG_STEPS + LAG_STEP_QUANTA);
    const start = v128.load32_splat(law, LAG_STEPS + LAG_STEP_TICK);
    const end = lags + (n << 2);
    do {
      v128.store(lags, lag);
      v128.store(starts, start);
      lags += 16;
      starts += 16;
    } while (lags < end);
  } else if (kind == LAG_DISCRETE) fill(law, seed, n, lags, starts, LAG_DISCRETE);
  else if (kind == LAG_UNIFORM) fill(law, seed, n, lags, starts, LAG_UNIFORM);
  else if (kind == LAG_EXPONENTIAL) fill(law, seed, n, lags, starts, LAG_EXPONENTIAL);
  else fill(law, seed, n, lags, starts, LAG_LOGNORMAL);
}

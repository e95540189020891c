/** Whether events are deaths, four patients at a time; twin of ../../draw/deathLaw.ts. */
import {
  DEATHS_SHARE,
  HAZARD_CURE,
  HAZARD_CURED,
  HAZARD_EXPONENT,
  HAZARD_ORIGINS,
  HAZARD_PER_TICK,
  HAZARD_PIECES,
  HAZARD_SHAPE,
  HAZARD_SLOPES,
  HAZARD_STARTS,
  HAZARD_UNCURED,
  HAZARD_VALUES,
  HAZARD_WEIBULL,
  SCAN_DEATHS,
  SCAN_DEATH_HAZARD,
} from '../scanLayout';
import { power } from './singlePower';

/** The hazard of arm `at` at ticks t on study. */
@inline
function hazardAtTick(at: i32, t: v128): v128 {
  const starts = load<i32>(at, HAZARD_STARTS);
  const values = load<i32>(at, HAZARD_VALUES);
  const origins = load<i32>(at, HAZARD_ORIGINS);
  const slopes = load<i32>(at, HAZARD_SLOPES);
  const end = load<i32>(at, HAZARD_PIECES) << 2;
  const weibull = load<i32>(at, HAZARD_WEIBULL) != 0;
  const cure = load<i32>(at, HAZARD_CURE) != 0;
  let h = v128.load32_splat(values);
  let start = i32x4.splat(0);
  let origin = i32x4.splat(0);
  let slope = i32x4.splat(0);
  if (cure) {
    origin = v128.load32_splat(origins);
    slope = v128.load32_splat(slopes);
  }
  for (let j = 4; j < end; j += 4) {
    const from = v128.load32_splat(starts + j);
    const reached = i32x4.ge_s(t, from);
    h = v128.bitselect(v128.load32_splat(values + j), h, reached);
    if (cure) {
      start = v128.bitselect(from, start, reached);
      origin = v128.bitselect(v128.load32_splat(origins + j), origin, reached);
      slope = v128.bitselect(v128.load32_splat(slopes + j), slope, reached);
    }
  }
  let x = i32x4.splat(0);
  if (weibull) {
    x = f32x4.mul(f32x4.convert_i32x4_s(t), v128.load32_splat(at, HAZARD_PER_TICK));
    h = f32x4.mul(h, power(x, v128.load32_splat(at, HAZARD_EXPONENT)));
  }
  if (cure) {
    let y: v128;
    if (weibull) y = f32x4.mul(power(x, v128.load32_splat(at, HAZARD_SHAPE)), slope);
    else y = f32x4.add(origin, f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(t, start)), slope));
    const alive = f32x4.mul(v128.load32_splat(at, HAZARD_UNCURED), power(f32x4.splat(2), y));
    h = f32x4.div(f32x4.mul(h, alive), f32x4.add(v128.load32_splat(at, HAZARD_CURED), alive));
  }
  return h;
}

/**
 * Which of the events at ticks t are deaths by their words; f32 factors and ratios are at these addresses, 0 for none.
 */
@inline
export function areDeaths(at: i32, word: v128, t: v128, factors: i32, ratios: i32): v128 {
  const k = f32x4.convert_i32x4_s(i32x4.shr_u(word, 9));
  const u = f32x4.mul(f32x4.add(k, f32x4.splat(0.5)), f32x4.splat(1.1920928955078125e-7));
  const hazard = v128.load32_splat(at, SCAN_DEATH_HAZARD);
  if (load<i32>(at, SCAN_DEATHS) == DEATHS_SHARE) return f32x4.lt(u, hazard);
  let among = hazardAtTick(at, t);
  if (factors != 0) among = f32x4.mul(among, v128.load(factors));
  if (ratios != 0) among = f32x4.mul(among, v128.load(ratios));
  return f32x4.lt(f32x4.mul(u, among), hazard);
}

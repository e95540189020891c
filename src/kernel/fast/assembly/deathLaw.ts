/** Whether events are deaths, four patients at a time; twin of ../../draw/deathLaw.ts. */
import {
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
} from '../scanLayout';
import { power } from './singlePower';

/** Stores the hazards of arm `at` at the ticks on study of n exits, from address `to` on. */
@inline
function fill(at: i32, n: i32, entries: i32, exits: i32, to: i32, weibull: bool, cure: bool): void {
  const starts = load<i32>(at, HAZARD_STARTS);
  const values = load<i32>(at, HAZARD_VALUES);
  const origins = load<i32>(at, HAZARD_ORIGINS);
  const slopes = load<i32>(at, HAZARD_SLOPES);
  const end = load<i32>(at, HAZARD_PIECES) << 2;
  const perTick = v128.load32_splat(at, HAZARD_PER_TICK);
  const exponent = v128.load32_splat(at, HAZARD_EXPONENT);
  const shape = v128.load32_splat(at, HAZARD_SHAPE);
  const cured = v128.load32_splat(at, HAZARD_CURED);
  const uncured = v128.load32_splat(at, HAZARD_UNCURED);
  const all = n << 2;
  let i = 0;
  do {
    const t = i32x4.sub(i32x4.shr_s(v128.load(exits + i), 2), i32x4.shr_s(v128.load(entries + i), 2));
    let h = v128.load32_splat(values);
    let start = i32x4.splat(0);
    let origin = start;
    let slope = start;
    if (cure) {
      origin = v128.load32_splat(origins);
      slope = v128.load32_splat(slopes);
    }
    for (let j = 4; j < end; j += 4) {
      const from = v128.load32_splat(starts + j);
      const earlier = i32x4.lt_s(t, from);
      h = v128.bitselect(h, v128.load32_splat(values + j), earlier);
      if (cure) {
        start = v128.bitselect(start, from, earlier);
        origin = v128.bitselect(origin, v128.load32_splat(origins + j), earlier);
        slope = v128.bitselect(slope, v128.load32_splat(slopes + j), earlier);
      }
    }
    const x = f32x4.mul(f32x4.convert_i32x4_s(t), perTick);
    if (weibull) h = f32x4.mul(h, power(x, exponent));
    if (cure) {
      let y: v128;
      if (weibull) y = f32x4.mul(power(x, shape), slope);
      else y = f32x4.add(origin, f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(t, start)), slope));
      const alive = f32x4.mul(uncured, power(f32x4.splat(2), y));
      h = f32x4.div(f32x4.mul(h, alive), f32x4.add(cured, alive));
    }
    v128.store(to + i, h);
    i += 16;
  } while (i < all);
}

/**
 * Stores the hazards of arm `at` at the exits of its n patients from address `to` on, f32, times factors and ratios at these
 * addresses (0 for none).
 */
export function hazardsAtExits(at: i32, n: i32, entries: i32, exits: i32, factors: i32, ratios: i32, to: i32): void {
  const weibull = load<i32>(at, HAZARD_WEIBULL) != 0;
  if (load<i32>(at, HAZARD_CURE) != 0) {
    if (weibull) fill(at, n, entries, exits, to, true, true);
    else fill(at, n, entries, exits, to, false, true);
  } else if (weibull) fill(at, n, entries, exits, to, true, false);
  else fill(at, n, entries, exits, to, false, false);
  if (factors != 0) multiply(to, factors, n);
  if (ratios != 0) multiply(to, ratios, n);
}

function multiply(at: i32, by: i32, n: i32): void {
  const all = n << 2;
  let i = 0;
  do {
    v128.store(at + i, f32x4.mul(v128.load(at + i), v128.load(by + i)));
    i += 16;
  } while (i < all);
}

/** Which events are deaths by their words, where the hazards of the event are `among`; 1 for a share. */
@inline
export function areDeaths(word: v128, among: v128, hazard: v128): v128 {
  const k = f32x4.convert_i32x4_s(i32x4.shr_u(word, 9));
  const u = f32x4.mul(f32x4.add(k, f32x4.splat(0.5)), f32x4.splat(1.1920928955078125e-7));
  return f32x4.lt(f32x4.mul(u, among), hazard);
}

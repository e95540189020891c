/** What differs between centres; twin of ../../draw/drawFrailty.ts. */
import {
  ENROL_CENTRES,
  ENROL_EFFECTS_AT,
  ENROL_EFFECT_SCALE,
  ENROL_FRAILTY,
  ENROL_FRAILTY_LAW,
  ENROL_FRAILTY_SCALE,
  ENROL_HAZARDS_AT,
  FRAILTY_GAMMA,
  FRAILTY_LOGNORMAL,
} from '../enrolmentLayout';
import { drawGammas } from './singleGamma';
import { normalOf } from './singleNormal';
import { exp2 } from './singlePower';
import { nextWords } from './stream';

/** Stores four single-precision numbers in double precision. */
@inline
function storeDoubles(at: i32, four: v128): void {
  v128.store(at, f64x2.promote_low_f32x4(four));
  v128.store(at, f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 2, 3)), 16);
}

/** Fills the hazard and the effect of every centre, by fours, from the lanes whose states are at address `state`. */
export function drawFrailty(table: i32, state: i32): void {
  const kind = load<i32>(table, ENROL_FRAILTY);
  const scale = v128.load32_splat(table, ENROL_FRAILTY_SCALE);
  const effectScale = v128.load32_splat(table, ENROL_EFFECT_SCALE);
  const effects = load<f32>(table, ENROL_EFFECT_SCALE) > 0;
  const effectsAt = load<i32>(table, ENROL_EFFECTS_AT) - load<i32>(table, ENROL_HAZARDS_AT);
  const d = v128.load32_splat(table, ENROL_FRAILTY_LAW);
  const c = v128.load32_splat(table, ENROL_FRAILTY_LAW + 4);
  const power = v128.load32_splat(table, ENROL_FRAILTY_LAW + 8);
  let at = load<i32>(table, ENROL_HAZARDS_AT);
  const end = at + (load<i32>(table, ENROL_CENTRES) << 3);
  do {
    if (kind == FRAILTY_LOGNORMAL) storeDoubles(at, exp2(f32x4.mul(scale, normalOf(nextWords(state)))));
    else if (kind == FRAILTY_GAMMA) storeDoubles(at, f32x4.mul(drawGammas(d, c, power, state), scale));
    if (effects) storeDoubles(at + effectsAt, exp2(f32x4.mul(effectScale, normalOf(nextWords(state)))));
    at += 32;
  } while (at < end);
}

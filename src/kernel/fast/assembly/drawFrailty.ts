/** What differs between centres; twin of ../../draw/drawFrailty.ts. */
import {
  ENROL_CENTRES,
  ENROL_EFFECTS_AT,
  ENROL_EFFECT_SD,
  ENROL_FRAILTY,
  ENROL_FRAILTY_PARAMETER,
  ENROL_HAZARDS_AT,
  FRAILTY_GAMMA,
  FRAILTY_LOGNORMAL,
} from '../enrolmentLayout';
import { exp } from './exp';
import { drawGamma } from './gamma';
import { drawNormal } from './drawNormal';

/** Fills the hazard and the effect of every centre from the lane whose state is at address `state`. */
export function drawFrailty(table: i32, state: i32): void {
  const kind = load<i32>(table, ENROL_FRAILTY);
  const parameter = load<f64>(table, ENROL_FRAILTY_PARAMETER);
  const effectSd = load<f64>(table, ENROL_EFFECT_SD);
  const hazards = load<i32>(table, ENROL_HAZARDS_AT);
  const effects = load<i32>(table, ENROL_EFFECTS_AT);
  const end = load<i32>(table, ENROL_CENTRES) << 3;
  for (let c = 0; c < end; c += 8) {
    if (kind == FRAILTY_LOGNORMAL) store<f64>(hazards + c, exp(parameter * drawNormal(state)));
    else if (kind == FRAILTY_GAMMA) store<f64>(hazards + c, drawGamma(1.0 / parameter, state) * parameter);
    if (effectSd > 0) store<f64>(effects + c, exp(effectSd * drawNormal(state)));
  }
}

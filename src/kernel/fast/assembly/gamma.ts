/** Gamma variates from a lane's words; twin of ../../draw/gamma.ts. */
import { log } from './log';
import { drawNormal } from './drawNormal';
import { powerOfPositive } from './pow';
import { nextWord, uniform } from './stream';

/** Gamma(shape, 1), shape > 0, by words of the lane whose state is at address `state`. */
export function drawGamma(shape: f64, state: i32): f64 {
  let boost: f64 = 1;
  const small = shape < 1;
  if (small) {
    boost = powerOfPositive(uniform(nextWord(state)), 1.0 / shape);
    shape += 1;
  }
  const d = shape - 1.0 / 3.0;
  const c = 1.0 / Math.sqrt(9.0 * d);
  while (true) {
    const normal = drawNormal(state);
    const root = 1.0 + c * normal;
    const v = root * root * root;
    const u = uniform(nextWord(state));
    const xx = normal * normal;
    if (v > 0 && (u < 1.0 - 0.0331 * (xx * xx) || log(u) < 0.5 * xx + d * (1.0 - v + log(v)))) return d * v * boost;
  }
}

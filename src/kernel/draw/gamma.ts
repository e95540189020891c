/**
 * Gamma variates from a stream's words: G. Marsaglia & W. W. Tsang, ACM TOMS 26 (2000) 363–372, with their squeeze, which
 * accepts nothing that the logarithms would refuse; shapes below 1 by their section 8.
 */
import { log } from '../../elementary/log.ts';
import { pow } from '../../elementary/pow.ts';
import { drawNormal } from './drawNormal.ts';
import { nextWord, uniform } from './stream.ts';

/** Gamma(shape, 1), shape > 0. */
export function drawGamma(shape: number, state: Int32Array): number {
  if (shape < 1) {
    const boost = pow(uniform(nextWord(state)), 1 / shape);
    return drawGamma(shape + 1, state) * boost;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(state);
    const root = 1 + c * normal;
    const v = root * root * root;
    const u = uniform(nextWord(state));
    const xx = normal * normal;
    if (v > 0 && (u < 1 - 0.0331 * (xx * xx) || log(u) < 0.5 * xx + d * (1 - v + log(v)))) return d * v;
  }
}

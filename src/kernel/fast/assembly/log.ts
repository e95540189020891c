/** The natural logarithm; twin of ../../../elementary/log.ts. */
import { LN2_HIGH, LN2_LOW } from './exp';
import { centred, centredExponent, scaled } from './powersOfTwo';

/** ln x of a normal x. */
@inline
function logOfNormal(x: f64): f64 {
  const exponent = centredExponent(x);
  const k = <f64>exponent;
  const f = centred(x, exponent) - 1.0;
  const s = f / (2.0 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const upper = 0.1818357516888935 + z * (0.15313755556685077 + z * 0.14799069218359967);
  const r = z * (0.6666666666666735 + z * (0.399999999994075 + z * (0.28571428744140154 + z * (0.2222219837850407 + z * upper))));
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}

/** ln x; −∞ at 0, NaN below. */
export function log(x: f64): f64 {
  if (x < 2.2250738585072014e-308) {
    if (x > 0) return logOfNormal(scaled(x, 54)) - 54.0 * 0.6931471805599453;
    return x == 0 ? -Infinity : NaN;
  }
  if (!(x < Infinity)) return x;
  return logOfNormal(x);
}

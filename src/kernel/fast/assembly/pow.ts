/** Powers in double precision; twin of ../../../elementary/pow.ts. */
import { LN2_HIGH, LN2_LOW, expOfSum } from './exp';
import { centred, centredExponent, scaled } from './powersOfTwo';

const TWO_THIRDS: f64 = 0.6666666666666666;

@inline
function single(x: f64): f64 {
  return <f64>(<f32>x);
}

/** x^y for finite x > 0 and y ≠ 0. */
export function powerOfPositive(x: f64, y: f64): f64 {
  if (x == 1) return 1;
  const size = Math.abs(y);
  if (size > 18446744073709552000.0) return (x > 1) == (y > 0) ? Infinity : 0;
  if (size < 1e-20) return 1;

  const subnormal = x < 2.2250738585072014e-308;
  const normal = subnormal ? scaled(x, 54) : x;
  const exponent = centredExponent(normal);
  const m = centred(normal, exponent);
  const k = <f64>(subnormal ? exponent - 54 : exponent);

  const f = m - 1.0;
  const u = m + 1.0;
  const s = f / u;
  const sHigh = single(s);
  const uHigh = single(u);
  const sLow = (f - sHigh * uHigh - sHigh * (m - (uHigh - 1.0))) / u;

  const z = s * s;
  const zHigh = single(z);
  const zLow = sHigh * sHigh - zHigh + sLow * (sHigh + s);

  const upper = 0.15386770182983447 + z * (0.13256508832997227 + z * 0.1319927931423415);
  const rest =
    z * (0.4000000000000229 + z * (0.28571428570083746 + z * (0.22222222522880125 + z * (0.18181784097832387 + z * upper))));
  const v = TWO_THIRDS + rest;
  const vHigh = single(v);
  const vLow = TWO_THIRDS - vHigh + rest + 3.700743415417188e-17;

  const product = zHigh * vHigh;
  const productLow = zLow * v + zHigh * vLow;
  const w = product + productLow;
  const wHigh = single(w);
  const wLow = product - wHigh + productLow;

  const whole = k * LN2_HIGH;
  const line = 2.0 * sHigh;
  const sum = whole + line;
  const bend = sHigh * wHigh;
  const log = sum + bend;
  const logLow = line - (sum - whole) + (bend - (log - sum)) + (2.0 * sLow + sLow * w + sHigh * wLow + k * LN2_LOW);

  const logHigh = single(log);
  const yHigh = single(y);
  const high = logHigh * yHigh;
  const low = (log - logHigh + logLow) * yHigh + (log + logLow) * (y - yHigh);
  const power = high + low;
  if (power > 709.79) return Infinity;
  if (power < -745.14) return 0;
  return expOfSum(power, high - power + low);
}

/**
 * The inverse sine. For |x| ≤ ½  asin x = x + x z A(z), z = x², A minimax (2⁻⁵⁹); above, asin x = π/2 − 2 asin √((1 − x)/2),
 * the root with what its rounding took. The form is that of Sun's fdlibm (e_asin.c). Error below 1 ulp.
 */
const HALF_PI = Math.PI / 2;
const HALF_PI_LOW = 6.123233995736766e-17;

const A = [
  0.16666666666666763, 0.07499999999970096, 0.04464285717528882, 0.030381942675154927, 0.0223722159091784,
  0.017351595446136337, 0.013981019120474777, 0.011397288767168655, 0.010789342463391667, 0.0036721139798705084,
  0.021790799117469603, -0.021116906980353272, 0.032702263592177726,
];

/** z A(z). */
function curve(z: number): number {
  let sum = 0;
  for (let i = A.length - 1; i >= 0; i--) sum = sum * z + A[i];
  return z * sum;
}

/** asin x in radians; NaN outside [−1, 1]. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return Number.NaN;
  if (size <= 0.5) return x + x * curve(x * x);
  const z = 0.5 * (1 - size);
  const root = Math.sqrt(z);
  const rest = root * curve(z);
  const high = Math.fround(root);
  const low = z === 0 ? 0 : (z - high * high) / (root + high);
  // π/2 − 2 (high + low + rest); high has 24 bits, so that π/2 − 2 high is exact from ¼ on, and nearly so below.
  const head = HALF_PI - 2 * high;
  const lost = HALF_PI - head - 2 * high;
  const value = head + (lost + HALF_PI_LOW - 2 * (low + rest));
  return x < 0 ? -value : value;
}

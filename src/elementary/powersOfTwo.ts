/**
 * Powers of two, exactly: the scale of every double. ECMAScript leaves `**` to the engine, even with whole exponents.
 */
const LEAST = -1074;
const MOST = 1023;

/** 2^k for k = −1074 … 1023; entry k is at k + 1074. */
export const powers: Float64Array = new Float64Array(MOST - LEAST + 1);
powers[-LEAST] = 1;
for (let k = 1; k <= MOST; k++) powers[k - LEAST] = 2 * powers[k - 1 - LEAST];
for (let k = -1; k >= LEAST; k--) powers[k - LEAST] = powers[k + 1 - LEAST] / 2;

/** 2^k of a whole number k; 0 below −1074, ∞ above 1023. */
export function powerOfTwo(k: number): number {
  return k < LEAST ? 0 : k > MOST ? Number.POSITIVE_INFINITY : powers[k - LEAST];
}

/** x·2^k of a whole number k from −2000 to 2000: exact, or rounded once where the product is subnormal. */
export function scaled(x: number, k: number): number {
  if (k > MOST) return x * powers[MOST - LEAST] * powerOfTwo(k - MOST);
  // Below 2^−1022 the power itself is exact down to 2^−1074 only.
  if (k < LEAST) return x * powers[-1000 - LEAST] * powerOfTwo(k + 1000);
  return x * powers[k - LEAST];
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
/** Which of the two words has the exponent, on either kind of machine. */
const HIGH = words[1] === 0 ? 0 : 1;
/** Upper words of 1 and of √½. */
const ONE = 0x3ff00000;
const SQRT_HALF = 0x3fe6a09e;

/** k with √½ ≤ x·2^−k < √2 (to seven digits); preconditions: x > 0, finite and not subnormal. */
export function centredExponent(x: number): number {
  double[0] = x;
  return (words[HIGH] - SQRT_HALF) >> 20;
}

/** ⌊log₂ x⌋, exactly; preconditions: x > 0, finite and not subnormal. */
export function binaryExponent(x: number): number {
  double[0] = x;
  return (words[HIGH] - ONE) >> 20;
}

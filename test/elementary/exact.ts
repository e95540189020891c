/**
 * Elementary functions to 300 bits in whole-number arithmetic: x stands for x·2⁻³⁰⁰. Series that converge by themselves,
 * no argument of doubles, so that they have nothing in common with src/elementary.
 */
export const BITS = 300n;
export const ONE = 1n << BITS;

/** A finite double, exactly (or truncated below 2⁻³⁰⁰). */
export function exactly(x: number): bigint {
  let k = 0;
  let m = x;
  while (!Number.isInteger(m)) {
    m *= 2;
    k++;
  }
  const shift = BITS - BigInt(k);
  return shift >= 0n ? BigInt(m) << shift : BigInt(m) >> -shift;
}

const times = (a: bigint, b: bigint) => (a * b) >> BITS;
const over = (a: bigint, b: bigint) => (a << BITS) / b;

/** Σ terms until they vanish. */
function sumUntilGone(term: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = next(term, k);
  }
  return sum;
}

/** 2 atanh(s), |s| ≤ ⅓. */
function twoAtanh(s: bigint): bigint {
  const z = times(s, s);
  let sum = 0n;
  let power = s;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = times(power, z);
  }
  return 2n * sum;
}

const LN2 = twoAtanh(ONE / 3n);

export function exactLog(x: bigint): bigint {
  let k = 0n;
  while (x > 2n * ONE) {
    x >>= 1n;
    k++;
  }
  while (x < ONE) {
    x <<= 1n;
    k--;
  }
  return k * LN2 + twoAtanh(over(x - ONE, x + ONE));
}

export function exactExp(x: bigint): bigint {
  const k = x / LN2;
  const value = sumUntilGone(ONE, (term, j) => times(term, x - k * LN2) / j);
  return k >= 0n ? value << k : value >> -k;
}

export const exactPow = (x: bigint, y: bigint) => exactExp(times(y, exactLog(x)));

export function exactSin(x: bigint): bigint {
  const z = times(x, x);
  return sumUntilGone(x, (term, k) => -times(term, z) / (2n * k * (2n * k + 1n)));
}

export function exactCos(x: bigint): bigint {
  const z = times(x, x);
  return sumUntilGone(ONE, (term, k) => -times(term, z) / (2n * k * (2n * k - 1n)));
}

/** √x by Newton. */
export function exactSqrt(x: bigint): bigint {
  const square = x << BITS;
  let root = 1n << BigInt((square.toString(2).length / 2 + 1) | 0);
  for (let next = (root + square / root) >> 1n; next < root; next = (root + square / root) >> 1n) root = next;
  return root;
}

/** atan x by two halvings of the angle and the series. */
export function exactAtan(x: bigint): bigint {
  let t = x;
  for (let i = 0; i < 4; i++) t = over(t, ONE + exactSqrt(ONE + times(t, t)));
  const z = times(t, t);
  let sum = 0n;
  let power = t;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = -times(power, z);
  }
  return 16n * sum;
}

export const exactAsin = (x: bigint) => exactAtan(over(x, exactSqrt(ONE - times(x, x))));

/** How many units in the last place of `exact` a double is away from it. */
export function ulpsAway(value: number, exact: bigint): number {
  const size = exact < 0n ? -exact : exact;
  const exponent = BigInt(size.toString(2).length) - 1n - BITS;
  const least = exponent - 52n < -1074n ? -1074n : exponent - 52n;
  const ulp = least + BITS;
  if (ulp < 20n) throw new RangeError(`${value} is too small for ${BITS} bits`);
  const away = exactly(value) - exact;
  return Number(((away < 0n ? -away : away) << 20n) >> ulp) / 2 ** 20;
}

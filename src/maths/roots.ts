/**
 * A root of f in [a, b], f(a) and f(b) of opposite sign (or one of them zero).
 * R. P. Brent, Algorithms for Minimization without Derivatives (1973), ch. 4.
 *
 * @throws RangeError when the interval does not bracket a root.
 */
export function findRoot(f: (x: number) => number, a: number, b: number, tolerance = 1e-12): number {
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa * fb < 0)) throw new RangeError(`findRoot: f(${a}) = ${fa} and f(${b}) = ${fb} do not bracket a root`);
  let c = a;
  let fc = fa;
  let step = b - a;
  let previous = step;
  for (let i = 0; i < 200; i++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const enough = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= enough || fb === 0) return b;
    if (Math.abs(previous) >= enough && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa;
      let p: number;
      let q: number;
      if (a === c) {
        p = 2 * half * s;
        q = 1 - s;
      } else {
        const u = fa / fc;
        const v = fb / fc;
        p = s * (2 * half * u * (u - v) - (b - a) * (v - 1));
        q = (u - 1) * (v - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      p = Math.abs(p);
      if (2 * p < Math.min(3 * half * q - Math.abs(enough * q), Math.abs(previous * q))) {
        previous = step;
        step = p / q;
      } else {
        step = half;
        previous = half;
      }
    } else {
      step = half;
      previous = half;
    }
    a = b;
    fa = fb;
    b += Math.abs(step) > enough ? step : Math.sign(half) * enough;
    fb = f(b);
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      step = b - a;
      previous = step;
    }
  }
  return b;
}

/**
 * The root of a monotone f, wherever it is: [guess − step, guess + step] is doubled until it brackets it.
 *
 * @throws RangeError when 60 doublings do not.
 */
export function findRootNear(f: (x: number) => number, guess: number, step: number, tolerance = 1e-12): number {
  let reach = step;
  for (let i = 0; i < 60; i++, reach *= 2)
    if (f(guess - reach) > 0 !== f(guess + reach) > 0) return findRoot(f, guess - reach, guess + reach, tolerance);
  throw new RangeError(`findRootNear: no change of sign within ${reach} of ${guess}`);
}

export type Pair = readonly [number, number];

/** Change of either unknown by which the derivatives at the start are found, and steps after which none is expected to help. */
const DIFFERENCE = 1e-3;
const MOST_STEPS = 25;

/**
 * Two unknowns of order 1 at which both parts of f are at most `tolerance` from 0, sought from `start`; null where f is not
 * finite on the way or the search does not settle. Broyden's method: derivatives by differences at the start, then one
 * evaluation a step, each correcting them along the step (C. G. Broyden, Math. Comput. 19 (1965) 577–593).
 */
export function findRootPair(f: (x: Pair) => Pair, start: Pair, tolerance = 1e-12): Pair | null {
  let [x, y] = start;
  let [u, v] = f(start);
  const [ux, vx] = f([x + DIFFERENCE, y]);
  const [uy, vy] = f([x, y + DIFFERENCE]);
  let [a, b, c, d] = [ux - u, uy - u, vx - v, vy - v].map((change) => change / DIFFERENCE);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (Math.abs(u) <= tolerance && Math.abs(v) <= tolerance) return [x, y];
    const determinant = a * d - b * c;
    const dx = (b * v - d * u) / determinant;
    const dy = (c * u - a * v) / determinant;
    const length = dx * dx + dy * dy;
    if (!(length > 0 && length < Number.POSITIVE_INFINITY)) return null;
    x += dx;
    y += dy;
    [u, v] = f([x, y]);
    // The derivatives promised (0, 0) here: what was found instead corrects them along the step.
    a += (u * dx) / length;
    b += (u * dy) / length;
    c += (v * dx) / length;
    d += (v * dy) / length;
  }
  return null;
}

/**
 * Sine and cosine. x = n π/2 + r, |r| ≤ π/4, π/2 in three parts so that r keeps its digits where x is close to a
 * multiple (W. J. Cody & W. Waite, Software Manual for the Elementary Functions (1980), ch. 8); then
 *
 *   sin r = r + r z S(z),  cos r = 1 − z/2 + z² C(z),  z = r²,
 *
 * S and C minimax on the interval (2⁻⁵⁷). Only operations that IEEE 754 rounds correctly are used: the same bits
 * wherever they run. Error below 1 ulp.
 */
const TWO_OVER_PI = 0.6366197723675814;
/** π/2: 33 bits, 33 more, and the rest. */
const A = 1.5707963267341256;
const B = 6.077100506303966e-11;
const C = 2.0222662487959506e-21;
/** Multiples of these are exact up to here. */
const FARTHEST = 1e6;

const S0 = -0.16666666666666632;
const S1 = 0.008333333333322316;
const S2 = -0.00019841269829725186;
const S3 = 2.75573136620266e-6;
const S4 = -2.505075325748035e-8;
const S5 = 1.589650445304255e-10;

const C0 = 0.0416666666666666;
const C1 = -0.001388888888887399;
const C2 = 2.4801587289395018e-5;
const C3 = -2.7557314326049624e-7;
const C4 = 2.0875719560272233e-9;
const C5 = -1.135944871291953e-11;

/** sin(r + more). */
function sinNearZero(r: number, more: number): number {
  const z = r * r;
  const s = S0 + z * (S1 + z * (S2 + z * (S3 + z * (S4 + z * S5))));
  return r + (r * z * s + more * (1 - 0.5 * z));
}

/** cos(r + more). */
function cosNearZero(r: number, more: number): number {
  const z = r * r;
  const c = C0 + z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * C5))));
  const half = 0.5 * z;
  const head = 1 - half;
  return head + (1 - head - half + (z * z * c - r * more));
}

/** sin(x + quarters · π/2). */
function turned(x: number, quarters: number): number {
  if (!(Math.abs(x) <= FARTHEST)) {
    if (Number.isFinite(x)) throw new RangeError(`an angle of ${x}; must be within ±${FARTHEST}`);
    return Number.NaN;
  }
  const n = Math.round(x * TWO_OVER_PI);
  const first = x - n * A;
  const second = n * B;
  const r = first - second;
  const back = r - first;
  const more = first - (r - back) - (second + back) - n * C;
  const head = r + more;
  const tail = r - head + more;
  const which = (n + quarters) & 3;
  const size = which & 1 ? cosNearZero(head, tail) : sinNearZero(head, tail);
  return which & 2 ? -size : size;
}

/** sin x, |x| ≤ 10⁶ radians. */
export function sin(x: number): number {
  return x === 0 ? x : turned(x, 0);
}

/** cos x, |x| ≤ 10⁶ radians. */
export function cos(x: number): number {
  return turned(x, 1);
}

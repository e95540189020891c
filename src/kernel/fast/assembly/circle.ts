/** Cosine; twin of ../../../elementary/circle.ts. */
import { nearest } from './powersOfTwo';

/** sin(r + more). */
@inline
function sinNearZero(r: f64, more: f64): f64 {
  const z = r * r;
  const upper = 2.75573136620266e-6 + z * (-2.505075325748035e-8 + z * 1.589650445304255e-10);
  const s = -0.16666666666666632 + z * (0.008333333333322316 + z * (-0.00019841269829725186 + z * upper));
  return r + (r * z * s + more * (1.0 - 0.5 * z));
}

/** cos(r + more). */
@inline
function cosNearZero(r: f64, more: f64): f64 {
  const z = r * r;
  const upper = -2.7557314326049624e-7 + z * (2.0875719560272233e-9 + z * -1.135944871291953e-11);
  const c = 0.0416666666666666 + z * (-0.001388888888887399 + z * (2.4801587289395018e-5 + z * upper));
  const half = 0.5 * z;
  const head = 1.0 - half;
  return head + (1.0 - head - half + (z * z * c - r * more));
}

/** cos x of an angle of a few turns. */
export function cos(x: f64): f64 {
  const n = nearest(x * 0.6366197723675814);
  const first = x - n * 1.5707963267341256;
  const second = n * 6.077100506303966e-11;
  const r = first - second;
  const back = r - first;
  const more = first - (r - back) - (second + back) - n * 2.0222662487959506e-21;
  const head = r + more;
  const tail = r - head + more;
  const which = (<i32>n + 1) & 3;
  const size = (which & 1) != 0 ? cosNearZero(head, tail) : sinNearZero(head, tail);
  return (which & 2) != 0 ? -size : size;
}

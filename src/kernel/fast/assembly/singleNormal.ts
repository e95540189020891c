/** Standard normal numbers from four words at a time; twin of ../../draw/singleNormal.ts. */
import { exponential } from './exponential';
import { log2 } from './singlePower';

/** 2u − 1 of four words. */
@inline
export function centred(word: v128): v128 {
  const k = f32x4.convert_i32x4_s(v128.xor(word, i32x4.splat(0x80000000)));
  return f32x4.mul(f32x4.add(k, f32x4.splat(0.5)), f32x4.splat(4.656612873077393e-10));
}

/** The standard normal quantiles of four words. */
@inline
export function normalOf(word: v128): v128 {
  const k = v128.xor(word, i32x4.splat(0x80000000));
  const size = v128.xor(k, i32x4.shr_s(k, 31));
  const left = f32x4.convert_i32x4_s(i32x4.sub(i32x4.splat(0x7fffffff), size));
  const beyond = f32x4.mul(f32x4.add(left, f32x4.splat(0.5)), f32x4.splat(4.656612873077393e-10));
  return quantileAt(centred(word), beyond);
}

/** Those of four shares. */
@inline
export function normalOfShare(share: v128): v128 {
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const u = f32x4.pmax(f32x4.pmin(share, f32x4.splat(0.999999940395355224609375)), f32x4.splat(9.31322574615478515625e-10));
  const beyond = f32x4.mul(two, f32x4.pmin(u, f32x4.sub(one, u)));
  return quantileAt(f32x4.sub(f32x4.mul(two, u), one), beyond);
}

@inline
function quantileAt(x: v128, beyond: v128): v128 {
  const w = f32x4.neg(log2(f32x4.mul(beyond, f32x4.sub(f32x4.splat(2), beyond))));
  const ww = f32x4.mul(w, w);
  const p4 = f32x4.add(f32x4.splat(0.00022179083316586912), f32x4.mul(w, f32x4.splat(4.711955625680275e-6)));
  const p2 = f32x4.add(f32x4.splat(0.04235062003135681), f32x4.mul(w, f32x4.splat(0.003851291025057435)));
  const p0 = f32x4.add(f32x4.splat(1.2533142566680908), f32x4.mul(w, f32x4.splat(0.31008365750312805)));
  const p = f32x4.add(p0, f32x4.mul(ww, f32x4.add(p2, f32x4.mul(ww, p4))));
  const q4 = f32x4.add(f32x4.splat(3.873021705658175e-5), f32x4.mul(w, f32x4.splat(1.6408556291480636e-7)));
  const q2 = f32x4.add(f32x4.splat(0.015559130348265171), f32x4.mul(w, f32x4.splat(0.0007176027284003794)));
  const q0 = f32x4.add(f32x4.splat(1), f32x4.mul(w, f32x4.splat(0.06594667583703995)));
  const q = f32x4.add(q0, f32x4.mul(ww, f32x4.add(q2, f32x4.mul(ww, q4))));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** The cosines of four words as angles. */
@inline
function cosineOf(word: v128): v128 {
  // The absolute value of the least word wraps to itself, and the difference wraps back to −2³⁰.
  const v = f32x4.mul(
    f32x4.convert_i32x4_s(i32x4.sub(i32x4.splat(0x40000000), i32x4.abs(word))),
    f32x4.splat(2.3283064365386963e-10),
  );
  const vv = f32x4.mul(v, v);
  let s = f32x4.add(f32x4.splat(-76.57496643066406), f32x4.mul(vv, f32x4.splat(39.710731506347656)));
  s = f32x4.add(f32x4.splat(81.60223388671875), f32x4.mul(vv, s));
  s = f32x4.add(f32x4.splat(-41.341678619384766), f32x4.mul(vv, s));
  s = f32x4.add(f32x4.splat(6.2831854820251465), f32x4.mul(vv, s));
  return f32x4.mul(v, s);
}

/** Standard normals from four pairs of words. */
@inline
export function normalOfPair(first: v128, second: v128): v128 {
  return f32x4.mul(f32x4.sqrt(f32x4.mul(f32x4.splat(2), exponential(first))), cosineOf(second));
}

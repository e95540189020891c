/** Cumulative hazards of four patients where a share never fails; twin of ../../draw/singleCure.ts. */

/** e^y − 1 of four numbers. */
@inline
function singleExpm1(exponent: v128): v128 {
  const y = f32x4.pmax(f32x4.pmin(exponent, f32x4.splat(80)), f32x4.splat(-80));
  const rounder = f32x4.splat(12582912);
  const rounded = f32x4.add(f32x4.mul(y, f32x4.splat(1.4426950408889634)), rounder);
  const n = f32x4.sub(rounded, rounder);
  const r = f32x4.sub(
    f32x4.sub(y, f32x4.mul(n, f32x4.splat(0.693359375))),
    f32x4.mul(n, f32x4.splat(-2.1219444005469057e-4)),
  );
  let p = f32x4.add(f32x4.splat(0.008366690948605537), f32x4.mul(r, f32x4.splat(0.0013882460770756006)));
  p = f32x4.add(f32x4.splat(0.04166720435023308), f32x4.mul(r, p));
  p = f32x4.add(f32x4.splat(0.16666541993618011), f32x4.mul(r, p));
  p = f32x4.add(f32x4.splat(0.4999999701976776), f32x4.mul(r, p));
  p = f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p));
  const one = f32x4.splat(1);
  const scale = i32x4.add(one, i32x4.shl(rounded, 23));
  return f32x4.add(f32x4.mul(scale, p), f32x4.sub(scale, one));
}

/** −ln w of four numbers w = 1 − x, x known to its last digit where the mask `near` says so. */
@inline
function minusLog(w: v128, x: v128, near: v128): v128 {
  const q = i32x4.shr_s(i32x4.sub(w, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(w, i32x4.shl(q, 23));
  const exact = v128.and(near, i32x4.eq(q, i32x4.splat(0)));
  const f = v128.bitselect(f32x4.neg(x), f32x4.sub(m, f32x4.splat(1)), exact);
  const s = f32x4.div(f, f32x4.add(f32x4.splat(2), f));
  const ss = f32x4.mul(s, s);
  const series = f32x4.add(f32x4.splat(0.666556), f32x4.mul(ss, f32x4.splat(0.41202916)));
  const twoAtanh = f32x4.mul(s, f32x4.add(f32x4.splat(2), f32x4.mul(ss, series)));
  return f32x4.sub(f32x4.mul(f32x4.convert_i32x4_s(i32x4.neg(q)), f32x4.splat(0.6931471805599453)), twoAtanh);
}

/** The cumulative hazards of all at those of the patients who may fail. */
@inline
export function hazardOfAll(uncured: v128, u: v128): v128 {
  const x = f32x4.mul(uncured, f32x4.neg(singleExpm1(f32x4.neg(u))));
  return minusLog(f32x4.sub(f32x4.splat(1), x), x, i32x4.splat(-1));
}

/** The cumulative hazards of the patients who may fail at those of all; without meaning where h ≥ `most`. */
@inline
export function hazardOfUncured(uncured: v128, odds: v128, most: v128, h: v128): v128 {
  const x = f32x4.div(f32x4.neg(singleExpm1(f32x4.neg(h))), uncured);
  const near = f32x4.lt(x, f32x4.splat(0.5));
  const late = f32x4.mul(odds, singleExpm1(f32x4.sub(most, h)));
  const w = v128.bitselect(f32x4.sub(f32x4.splat(1), x), late, near);
  return f32x4.pmax(f32x4.splat(0), minusLog(w, x, near));
}

/** Unit exponentials from four words at a time; twin of ../../draw/exponential.ts. */

/** −ln U of four words; the constants of ../../draw/exponential.ts. */
@inline
export function exponential(word: v128): v128 {
  const x = f32x4.convert_i32x4_s(v128.or(i32x4.shr_u(word, 1), i32x4.splat(1)));
  // 31 − q, and m × 2³¹, which leaves s the same.
  const halvings = i32x4.shr_s(i32x4.sub(i32x4.splat(0x3f3504f3 + (32 << 23) - 1), x), 23);
  const m = i32x4.add(x, i32x4.shl(halvings, 23));
  const one = f32x4.splat(2147483648);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const ss = f32x4.mul(s, s);
  const series = f32x4.add(f32x4.splat(0.666556), f32x4.mul(ss, f32x4.splat(0.41202916)));
  const twoAtanh = f32x4.mul(s, f32x4.add(f32x4.splat(2), f32x4.mul(ss, series)));
  return f32x4.sub(f32x4.mul(f32x4.convert_i32x4_s(halvings), f32x4.splat(0.6931471805599453)), twoAtanh);
}

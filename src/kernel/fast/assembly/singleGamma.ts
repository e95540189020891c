/** Gamma variates of four lanes at once; twin of ../../draw/singleGamma.ts. */
import { exponential } from './exponential';
import { normalOf } from './singleNormal';
import { exp2, log2 } from './singlePower';
import { nextWords } from './stream';

/** Variates of laws (d, c, power), lane by lane, by words of the lanes whose states are at address `state`. */
@inline
export function drawGammas(d: v128, c: v128, power: v128, state: i32): v128 {
  const one = f32x4.splat(1);
  const scale = f32x4.mul(d, exp2(f32x4.neg(f32x4.mul(power, exponential(nextWords(state))))));
  const threefold = f32x4.mul(f32x4.splat(3), d);
  let cubes = f32x4.splat(0);
  do {
    const root = f32x4.add(one, f32x4.mul(c, normalOf(nextWords(state))));
    const y = f32x4.sub(root, one);
    const inner = f32x4.sub(f32x4.mul(y, f32x4.splat(0.3333333432674408)), f32x4.splat(0.5));
    const series = f32x4.mul(y, f32x4.add(one, f32x4.mul(y, inner)));
    const refusal = f32x4.mul(threefold, f32x4.sub(series, f32x4.mul(f32x4.splat(0.6931471805599453), log2(root))));
    const zero = f32x4.splat(0);
    const taken = v128.and(f32x4.gt(root, zero), f32x4.ge(exponential(nextWords(state)), refusal));
    const cube = v128.and(taken, f32x4.mul(f32x4.mul(root, root), root));
    cubes = v128.bitselect(cube, cubes, f32x4.eq(cubes, zero));
  } while (!i32x4.all_true(cubes));
  return f32x4.mul(cubes, scale);
}

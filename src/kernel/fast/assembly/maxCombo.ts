/** Scores of the components of a MaxCombo and their covariances; twin of `combine` in ../../../statistics/maxCombo.ts. */
import { MOST_COMPONENTS } from '../statisticsLayout';
import { rows } from './riskTable';

@inline
function sum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Writes the scores of components i ≤ j ≤ l, any of which may be the same, and their covariances. */
function sumThree(weightsAt: i32, stride: i32, differenceAt: i32, varianceAt: i32, i: i32, j: i32, l: i32, to: i32): void {
  const first = weightsAt + i * stride;
  const second = weightsAt + j * stride;
  const third = weightsAt + l * stride;
  const zero = f64x2.splat(0);
  let ui = zero;
  let uj = zero;
  let ul = zero;
  let vii = zero;
  let vij = zero;
  let vil = zero;
  let vjj = zero;
  let vjl = zero;
  let vll = zero;
  const end = rows << 3;
  for (let at = 0; at < end; at += 16) {
    const difference = v128.load(differenceAt + at);
    const variance = v128.load(varianceAt + at);
    const a = v128.load(first + at);
    const b = v128.load(second + at);
    const c = v128.load(third + at);
    ui = f64x2.add(ui, f64x2.mul(a, difference));
    uj = f64x2.add(uj, f64x2.mul(b, difference));
    ul = f64x2.add(ul, f64x2.mul(c, difference));
    const av = f64x2.mul(a, variance);
    const bv = f64x2.mul(b, variance);
    vii = f64x2.add(vii, f64x2.mul(av, a));
    vij = f64x2.add(vij, f64x2.mul(av, b));
    vil = f64x2.add(vil, f64x2.mul(av, c));
    vjj = f64x2.add(vjj, f64x2.mul(bv, b));
    vjl = f64x2.add(vjl, f64x2.mul(bv, c));
    vll = f64x2.add(vll, f64x2.mul(f64x2.mul(c, variance), c));
  }
  const rowI = to + ((i + 1) * MOST_COMPONENTS << 3);
  const rowJ = to + ((j + 1) * MOST_COMPONENTS << 3);
  store<f64>(to + (i << 3), sum(ui));
  store<f64>(to + (j << 3), sum(uj));
  store<f64>(to + (l << 3), sum(ul));
  store<f64>(rowI + (i << 3), sum(vii));
  store<f64>(rowI + (j << 3), sum(vij));
  store<f64>(rowI + (l << 3), sum(vil));
  store<f64>(rowJ + (j << 3), sum(vjj));
  store<f64>(rowJ + (l << 3), sum(vjl));
  store<f64>(to + ((l + 1) * MOST_COMPONENTS << 3) + (l << 3), sum(vll));
}

/**
 * Writes the scores of m components to address `to`, and behind them MOST_COMPONENTS rows of their covariances, of
 * which the upper triangle is filled. Their columns of weights start `stride` bytes apart.
 */
export function sumComponents(m: i32, weightsAt: i32, stride: i32, differenceAt: i32, varianceAt: i32, to: i32): void {
  for (let i = 0; i < m; i += 3) {
    sumThree(weightsAt, stride, differenceAt, varianceAt, i, min(i + 1, m - 1), min(i + 2, m - 1), to);
    // Pairs from different threes are taken one by one.
    for (let a = i; a < min(i + 3, m); a++) {
      const first = weightsAt + a * stride;
      for (let b = i + 3; b < m; b++) {
        const second = weightsAt + b * stride;
        let v = f64x2.splat(0);
        const end = rows << 3;
        for (let at = 0; at < end; at += 16) {
          const product = f64x2.mul(v128.load(first + at), v128.load(second + at));
          v = f64x2.add(v, f64x2.mul(product, v128.load(varianceAt + at)));
        }
        store<f64>(to + ((a + 1) * MOST_COMPONENTS << 3) + (b << 3), sum(v));
      }
    }
  }
}

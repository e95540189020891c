/** Survival at a time in the stratum that armCurves.ts holds; twin of ../../../statistics/milestone.ts. */
import { STATISTIC_TICKS, STATISTIC_VARIANT, VARIANT_OTHER } from '../statisticsLayout';
import { addContrast } from './acrossStrata';
import { atRisk, choose, firstWithin, greenwoodTerms, rows, zeros } from './armCurves';
import { log } from './log';
import { two } from './riskTable';

/** S(τ) and Greenwood's σ² of the arm last computed. */
let reached: f64 = 0;
let greenwood: f64 = 0;

function findSurvival(arm: i32, cut: i32, tau: f64): void {
  choose(arm);
  let k = firstWithin(<f64>cut - tau);
  let s: f64 = k < zeros ? 0 : 1;
  let sum: f64 = 0;
  k = max(k, zeros);
  const one = f64x2.splat(1);
  let product = one;
  let sums = f64x2.splat(0);
  for (; ((rows - k) & 1) != 0; k++) {
    const y = <f64>load<i32>(atRisk + (k << 2));
    s *= (y - 1) / y;
    sum = 1 / (y * (y - 1));
  }
  while (k < rows) {
    const y = two(atRisk + (k << 2));
    const term = greenwoodTerms(y);
    const less = f64x2.sub(y, one);
    sums = f64x2.add(sums, term);
    // 1 − 1/y = (y − 1)²/(y(y − 1)).
    product = f64x2.mul(product, f64x2.mul(f64x2.mul(less, less), term));
    k += 2;
  }
  reached = s * (f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
  greenwood = sum + f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Adds the stratum's contrast; both arms have patients. */
export function addMilestone(statistic: i32, cut: i32): void {
  const tau = load<f64>(statistic, STATISTIC_TICKS);
  findSurvival(0, cut, tau);
  const s0 = reached;
  const g0 = greenwood;
  findSurvival(1, cut, tau);
  const s1 = reached;
  const g1 = greenwood;
  if (load<i32>(statistic, STATISTIC_VARIANT) == VARIANT_OTHER) {
    addContrast(statistic, s1 - s0, s0 * s0 * g0 + s1 * s1 * g1);
    return;
  }
  const h0 = -log(s0);
  const h1 = -log(s1);
  addContrast(statistic, log(h1) - log(h0), g0 / (h0 * h0) + g1 / (h1 * h1));
}

/** Restricted means of the stratum that armCurves.ts holds; twin of ../../../statistics/rmst.ts. */
import { STATISTIC_TICKS, STATISTIC_VARIANT, VARIANT_OTHER } from '../statisticsLayout';
import { addContrast } from './acrossStrata';
import { atRisk, choose, firstWithin, greenwoodTerms, keys, rows, survival, zeros } from './armCurves';
import { log } from './log';
import { two } from './riskTable';

/** Mean up to τ and its variance, in ticks, of the arm last computed. */
let mean: f64 = 0;
let variance: f64 = 0;

function findMean(arm: i32, cut: i32, tau: f64): void {
  choose(arm);
  let k = firstWithin(<f64>cut - tau);
  const failed = rows - k;
  let right = tau;
  let area: f64 = 0;
  let sum: f64 = 0;
  if (k < zeros) {
    right = <f64>(cut - load<i32>(keys));
    k = zeros;
  }
  if (((rows - k) & 1) != 0) {
    const time = <f64>(cut - load<i32>(keys + (k << 2)));
    const y = <f64>load<i32>(atRisk + (k << 2));
    area = load<f64>(survival + (k << 3)) * (right - time);
    sum = (area * area) / (y * (y - 1));
    right = time;
    k++;
  }
  const latest = f64x2.splat(<f64>cut);
  let previous = f64x2.splat(right);
  let sums = f64x2.splat(0);
  while (k < rows) {
    const times = f64x2.sub(latest, two(keys + (k << 2)));
    const widths = f64x2.sub(v128.shuffle<i64>(previous, times, 1, 2), times);
    const parts = f64x2.mul(v128.load(survival + (k << 3)), widths);
    const first = f64x2.extract_lane(parts, 0);
    const both = first + f64x2.extract_lane(parts, 1);
    const areas = f64x2.replace_lane(f64x2.splat(area + first), 1, area + both);
    sums = f64x2.add(sums, f64x2.mul(f64x2.mul(areas, areas), greenwoodTerms(two(atRisk + (k << 2)))));
    area += both;
    previous = times;
    k += 2;
  }
  sum += f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  mean = area + f64x2.extract_lane(previous, 1);
  variance = failed > 1 ? (sum * <f64>failed) / <f64>(failed - 1) : sum;
}

/** Adds the stratum's contrast. Its survival has been filled in, and both arms have patients. */
export function addMeans(statistic: i32, cut: i32, unit: f64): void {
  const tau = load<f64>(statistic, STATISTIC_TICKS);
  findMean(0, cut, tau);
  const r0 = mean * unit;
  const v0 = variance * unit * unit;
  findMean(1, cut, tau);
  const r1 = mean * unit;
  const v1 = variance * unit * unit;
  if (load<i32>(statistic, STATISTIC_VARIANT) == VARIANT_OTHER)
    addContrast(statistic, log(r1 / r0), v1 / (r1 * r1) + v0 / (r0 * r0));
  else addContrast(statistic, r1 - r0, v0 + v1);
}

/**
 * Difference of Kaplan–Meier medians. An arm's standard error is read off R. Brookmeyer & J. Crowley's 95 % interval for
 * the median (Biometrics 38 (1982) 29–41) on the scale of log(−log S), as R's survfit(conf.type = "log-log") prints it:
 * all times at which a test of S = ½ does not reject,
 *   |log(−log ½) − log(−log S(t))| ≤ z₀.₉₇₅ σ(t)/|log S(t)|,   σ² Greenwood's Σ d/(Y(Y − d)),
 * and se = (upper − lower)/(2 z₀.₉₇₅), or (median − lower)/z₀.₉₇₅ where the curve ends before the upper limit.
 *
 * Among intervals on the scales of S, log S and log(−log S), hazards and densities estimated in fixed windows about the
 * median, and J. Q. Su & L. J. Wei's minimum dispersion statistic (Biometrics 49 (1993) 603–607), this one kept closest
 * to its level over shapes of the hazard, amounts of censoring and allocations at 50 to 400 patients per arm (2.1–3.3 %
 * for 2.5 %; Su & Wei 0.4–1.5 %). Where all times are multiples of a long period the interval is, too, and z is coarse.
 */
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { averageContrast, type Contrast, contrastOfArms, driftOfContrast } from './acrossStrata.ts';
import type { Definition, Look, Statistic } from './definition.ts';
import { type ExpectedArm, greenwoodRate, integralToNodes } from './expectedCurve.ts';
import { medianKey } from './kaplanMeier.ts';
import type { RiskTable } from './riskTable.ts';

const Z_975 = 1.959963984540054;

/** The variance, in ticks squared, of an arm's median at `median` ticks; NaN without a lower limit. */
function medianVariance(table: RiskTable, cut: number, arm: 0 | 1, median: number): number {
  const { rows, keys, atRisk, atRisk1, events, events1 } = table;
  const survival = arm === 1 ? table.survival1 : table.survival0;
  let lower = Number.NaN;
  let greenwood = 0;
  for (let k = rows - 1; k >= 0; k--) {
    const d = arm === 1 ? events1[k] : events[k] - events1[k];
    if (d === 0) continue;
    const y = arm === 1 ? atRisk1[k] : atRisk[k] - atRisk1[k];
    if (y === d) break;
    greenwood += d / (y * (y - d));
    const h = -log(survival[k]);
    const above = log(Math.LN2 / h) * h;
    const reach = Z_975 * Math.sqrt(greenwood);
    if (Number.isNaN(lower) && above <= reach) lower = cut - keys[k];
    if (above < -reach) return square((cut - keys[k] - lower) / (2 * Z_975));
  }
  return square((median - lower) / Z_975);
}

/** Not computed where an arm does not come down to ½. */
function contrast(table: RiskTable, { cut, unit }: Look, _: Statistic, into: Contrast): void {
  const m0 = cut - medianKey(table, 0);
  const m1 = cut - medianKey(table, 1);
  into.difference = (m1 - m0) * unit;
  if (Number.isNaN(into.difference)) return;
  into.variance = (medianVariance(table, cut, 0, m0) + medianVariance(table, cut, 1, m1)) * unit * unit;
  if (Number.isNaN(into.variance)) into.difference = Number.NaN;
}

/** The median and, by large samples, its variance σ²(m)/λ(m)²; NaN where it lies beyond the follow-up. */
function expectedMedian(arm: ExpectedArm): { median: number; variance: number } {
  const { times, weights, hazard, survival } = arm;
  let before = -1;
  let after = -1;
  for (let i = 0; i < times.length; i++)
    if (survival[i] > 0.5) before = before < 0 || times[i] > times[before] ? i : before;
    else after = after < 0 || times[i] < times[after] ? i : after;
  if (before < 0 || after < 0) return { median: Number.NaN, variance: Number.NaN };
  const greenwood = integralToNodes(greenwoodRate(arm).map((rate, i) => weights[i] * rate));
  // From one node to the next, the cumulative hazard and σ² are nearly linear.
  const from = -log(survival[before]);
  const share = (Math.LN2 - from) / (-log(survival[after]) - from);
  const between = (values: Float64Array) => values[before] + share * (values[after] - values[before]);
  return { median: between(times), variance: between(greenwood) / square(between(hazard)) };
}

const expectedContrast = contrastOfArms(expectedMedian, (control, experimental, _statistic, into) => {
  into.difference = experimental.median - control.median;
  into.variance = control.variance + experimental.variance;
});

export const medianDifference: Definition = {
  kind: 'medianDifference',
  parameters: [],
  label: () => 'difference of medians',
  describe:
    'Kaplan–Meier medians, experimental − control, standard errors from their log(−log) intervals; no z where an arm has not reached its median; strata averaged by their size',
  source: 'R. Brookmeyer & J. Crowley, Biometrics 38 (1982) 29–41',
  estimates: () => 'difference of medians',
  uses: { armSurvival: true },
  averagesStrata: true,
  weighted: false,
  times: () => [],
  compute: (look, statistic, outcome) => averageContrast(look, statistic, contrast, 1, outcome),
  drift: (expected, statistic) => driftOfContrast(expected, statistic, expectedContrast, 1),
  // Each stratum counts by its size and by the time by which a change of the cumulative hazard moves the median, 1/λ
  // there.
  score: ({ times, survival, hazard, share }) => {
    let median = -1;
    for (let i = 0; i < times.length; i++)
      if (survival[i] > 0.5 && (median < 0 || times[i] > times[median])) median = i;
    return times.map((time) => (median >= 0 && time <= times[median] ? share / hazard[median] : 0));
  },
};

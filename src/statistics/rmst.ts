/**
 * Restricted mean survival time: the mean of min(T, τ), the area under an arm's Kaplan–Meier curve up to τ,
 *   R = ∫₀^τ S,   var R = m/(m − 1) Σ_{t ≤ τ} (∫_t^τ S)² d/(Y(Y − d)),   m = Σ_{t ≤ τ} d,
 * a term with Y = d being 0, as the curve is from there on, and m/(m − 1) 1 for a single event. Beyond an arm's last
 * observation the curve is flat up to τ. E. L. Kaplan & P. Meier, J. Am. Statist. Assoc. 53 (1958) 457–481, § 6.2, whose
 * m/(m − 1) survfit and survRM2 leave out. Difference and ratio as L. Zhao et al., Biometrics 72 (2016) 215–221; the log
 * ratio's variance by the delta method, var R₁/R₁² + var R₀/R₀².
 */
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { averageContrast, type Contrast, contrastOfArms, driftOfContrast } from './acrossStrata.ts';
import type { Definition, Look, Statistic } from './definition.ts';
import { durationText } from './durationText.ts';
import { type ExpectedArm, greenwoodRate, integralToNodes, nodesUpTo } from './expectedCurve.ts';
import type { RiskTable } from './riskTable.ts';
import { tickOnStudy } from './tickOnStudy.ts';

const until = ({ parameters }: Statistic) => parameters.until as number;

const isRatio = ({ parameters }: Statistic) => parameters.contrast === 'ratio';

/** Writes R₁ − R₀, or log(R₁/R₀), and its variance. */
function compare(r0: number, r1: number, v0: number, v1: number, ratio: boolean, into: Contrast): void {
  into.difference = ratio ? log(r1 / r0) : r1 - r0;
  into.variance = ratio ? v1 / (r1 * r1) + v0 / (r0 * r0) : v0 + v1;
}

/**
 * Goes, in ticks, from the last event time to the first, with the areas to the right of it so far and the sums of
 * Greenwood's terms for them.
 */
function contrast(table: RiskTable, look: Look, statistic: Statistic, into: Contrast): void {
  const { rows, keys, atRisk, atRisk1, events, events1, survival0, survival1 } = table;
  const { cut, unit } = look;
  let right = tickOnStudy(until(statistic), look);
  let r0 = 0;
  let r1 = 0;
  let v0 = 0;
  let v1 = 0;
  let m0 = 0;
  let m1 = 0;
  let k = 0;
  while (k < rows && cut - keys[k] > right) k++;
  for (; k < rows; k++) {
    const time = cut - keys[k];
    const width = right - time;
    right = time;
    r0 += survival0[k] * width;
    r1 += survival1[k] * width;
    const y1 = atRisk1[k];
    const d1 = events1[k];
    const y0 = atRisk[k] - y1;
    const d0 = events[k] - d1;
    m0 += d0;
    m1 += d1;
    // Dividing for the arm without an event, too, costs less than a branch that nothing predicts.
    if (y1 > d1) v1 += (r1 * r1 * d1) / (y1 * (y1 - d1));
    if (y0 > d0) v0 += (r0 * r0 * d0) / (y0 * (y0 - d0));
  }
  r0 += right;
  r1 += right;
  if (m0 > 1) v0 *= m0 / (m0 - 1);
  if (m1 > 1) v1 *= m1 / (m1 - 1);
  compare(r0 * unit, r1 * unit, v0 * unit * unit, v1 * unit * unit, isRatio(statistic), into);
}

/** R and its variance by large samples. Where follow-up ends before τ the curve is flat from there. */
function expectedMean(arm: ExpectedArm, tau: number): { mean: number; variance: number } {
  const { times, weights, survival } = arm;
  const n = nodesUpTo(times, tau);
  const area = integralToNodes(weights.map((weight, i) => weight * survival[i]));
  const rate = greenwoodRate(arm);
  let followed = 0;
  let mean = 0;
  let last = 1;
  for (let i = 0; i < n; i++) {
    followed += weights[i];
    mean += weights[i] * survival[i];
    last = Math.min(last, survival[i]);
  }
  mean += Math.max(0, tau - followed) * last;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += weights[i] * square(mean - area[i]) * rate[i];
  return { mean, variance };
}

const expectedContrast = contrastOfArms(
  (arm, statistic) => expectedMean(arm, until(statistic)),
  (control, experimental, statistic, into) =>
    compare(control.mean, experimental.mean, control.variance, experimental.variance, isRatio(statistic), into),
);

export const rmst: Definition = {
  kind: 'rmst',
  parameters: [
    {
      name: 'until',
      describe: 'time on study up to which survival is averaged; not beyond what every arm is followed',
      is: 'time',
      above: 0,
      example: '24 months',
    },
    {
      name: 'contrast',
      describe: 'difference of the means, or their ratio',
      is: 'word',
      words: ['difference', 'ratio'],
      example: 'ratio',
      standard: 'difference',
    },
  ],
  label: (statistic, unit) => {
    return `RMST ${isRatio(statistic) ? 'ratio' : 'difference'} to ${durationText(until(statistic), unit)}`;
  },
  describe:
    'areas under the Kaplan–Meier curves up to a time, experimental − control or the log of experimental ÷ control, over a Greenwood-type standard error; strata averaged by their size',
  source:
    'E. L. Kaplan & P. Meier, J. Am. Statist. Assoc. 53 (1958) 457–481; L. Zhao et al., Biometrics 72 (2016) 215–221',
  estimates: (statistic) => (isRatio(statistic) ? 'RMST ratio' : 'RMST difference'),
  logScale: isRatio,
  uses: { armSurvival: true },
  averagesStrata: true,
  weighted: false,
  times: (statistic) => [until(statistic)],
  compute: (look, statistic, outcome) => averageContrast(look, statistic, contrast, 1, outcome),
  drift: (expected, statistic) => driftOfContrast(expected, statistic, expectedContrast, 1),
  // The area under the curve from u to τ is what a failure at u takes away.
  score: ({ times, weights, survival, share }, statistic) => {
    const tau = until(statistic);
    const within = weights.map((weight, i) => (times[i] <= tau ? weight * survival[i] : 0));
    const whole = within.reduce((sum, each) => sum + each, 0);
    return integralToNodes(within).map((area, i) => (times[i] <= tau ? share * (whole - area) : 0));
  },
};

/**
 * Kaplan–Meier survival at a fixed time τ, with Greenwood's σ² = Σ_{t ≤ τ} d/(Y(Y − d)) of each arm:
 *   plain     Δ = S₁ − S₀,                           var Δ = Σ_a S_a² σ_a²          (0 for an arm with S of 0 or 1)
 *   cloglog   Δ = log(−log S₁) − log(−log S₀),       var Δ = Σ_a σ_a²/(log S_a)²
 * cloglog's Δ is the log of the ratio of cumulative hazards at τ, so z is −Δ/se; it does not exist where an arm has S of
 * 0 or 1. Beyond an arm's last observation the curve is taken to be flat.
 * J. P. Klein et al., Statist. Med. 26 (2007) 4505–4519, who find cloglog the better at its level in small samples.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { averageContrast, type Contrast, contrastOfArms, driftOfContrast } from './acrossStrata.ts';
import type { Definition, Look, Statistic } from './definition.ts';
import { durationText } from './durationText.ts';
import { type ExpectedArm, greenwoodRate, nodesUpTo } from './expectedCurve.ts';
import type { RiskTable } from './riskTable.ts';
import { tickOnStudy } from './tickOnStudy.ts';

const at = ({ parameters }: Statistic) => parameters.at as number;
const isPlain = ({ parameters }: Statistic) => parameters.scale === 'plain';

/** Writes Δ and its variance from S(τ) and σ² of both arms. */
function compare(s0: number, s1: number, g0: number, g1: number, plain: boolean, into: Contrast): void {
  if (plain) {
    into.difference = s1 - s0;
    into.variance = s0 * s0 * g0 + s1 * s1 * g1;
  } else {
    const h0 = -log(s0);
    const h1 = -log(s1);
    into.difference = log(h1) - log(h0);
    into.variance = g0 / (h0 * h0) + g1 / (h1 * h1);
  }
}

function contrast(table: RiskTable, look: Look, statistic: Statistic, into: Contrast): void {
  const { rows, keys, atRisk, atRisk1, events, events1, survival0, survival1 } = table;
  // An event at the milestone itself has been seen by then.
  const key = look.cut - tickOnStudy(at(statistic), look);
  let k = 0;
  while (k < rows && keys[k] < key) k++;
  const s0 = k < rows ? survival0[k] : 1;
  const s1 = k < rows ? survival1[k] : 1;
  let g0 = 0;
  let g1 = 0;
  for (; k < rows; k++) {
    const y1 = atRisk1[k];
    const d1 = events1[k];
    const y0 = atRisk[k] - y1;
    const d0 = events[k] - d1;
    // Dividing for the arm without an event, too, costs less than a branch that nothing predicts.
    if (y1 > d1) g1 += d1 / (y1 * (y1 - d1));
    if (y0 > d0) g0 += d0 / (y0 * (y0 - d0));
  }
  compare(s0, s1, g0, g1, isPlain(statistic), into);
}

/** S(τ) and σ² by large samples. */
function expectedSurvival(arm: ExpectedArm, tau: number): { survival: number; variance: number } {
  const n = nodesUpTo(arm.times, tau);
  const rate = greenwoodRate(arm);
  let cumulative = 0;
  let variance = 0;
  for (let i = 0; i < n; i++) {
    cumulative += arm.weights[i] * arm.hazard[i];
    variance += arm.weights[i] * rate[i];
  }
  return { survival: exp(-cumulative), variance };
}

const expectedContrast = contrastOfArms(
  (arm, statistic) => expectedSurvival(arm, at(statistic)),
  (control, experimental, statistic, into) =>
    compare(control.survival, experimental.survival, control.variance, experimental.variance, isPlain(statistic), into),
);

export const milestone: Definition = {
  kind: 'milestone',
  parameters: [
    {
      name: 'at',
      describe: 'time on study at which survival is compared; not beyond what every arm is followed',
      is: 'time',
      above: 0,
      example: '12 months',
    },
    {
      name: 'scale',
      describe: 'compare log(−log S), or S itself',
      is: 'word',
      words: ['plain', 'cloglog'],
      example: 'plain',
      standard: 'cloglog',
    },
  ],
  label: (statistic, unit) => {
    return `survival at ${durationText(at(statistic), unit)} (${isPlain(statistic) ? 'plain' : 'cloglog'})`;
  },
  describe:
    'Kaplan–Meier survival at a time with Greenwood variances, experimental − control or on the scale of log(−log S), where an arm with nobody or everybody failed has no z; strata averaged by their size',
  source: 'J. P. Klein et al., Statist. Med. 26 (2007) 4505–4519',
  estimates: (statistic) => (isPlain(statistic) ? 'survival difference' : 'ratio of cumulative hazards'),
  logScale: (statistic) => !isPlain(statistic),
  uses: { armSurvival: true },
  averagesStrata: true,
  weighted: false,
  times: (statistic) => [at(statistic)],
  compute: (look, statistic, outcome) =>
    averageContrast(look, statistic, contrast, isPlain(statistic) ? 1 : -1, outcome),
  drift: (expected, statistic) => driftOfContrast(expected, statistic, expectedContrast, isPlain(statistic) ? 1 : -1),
  // Each stratum counts by its size and, on its scale, by how Δ moves with the cumulative hazard at τ.
  score: (pooled, statistic) => {
    const tau = at(statistic);
    const survival = pooled.survivalAt(tau);
    const slope = isPlain(statistic) ? survival : -1 / log(survival);
    return pooled.times.map((time) => (time <= tau ? pooled.share * slope : 0));
  },
};

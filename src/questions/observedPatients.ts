/** What the patients of a running trial show: counts, the log-rank test and Cox's hazard ratio, by the kernel's own stages. */

import { exp } from '../elementary/exp.ts';
import { type LogRank, logRank, logRankZ } from '../kernel/look/logRankOfCodes.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { type HazardRatioScale, USUAL_SCALE } from '../sequential/hazardRatioScale.ts';
import { fitCox } from '../statistics/cox.ts';
import { createRiskTable, fillRiskTable } from '../statistics/riskTable.ts';
import { scoreAtMargin } from '../statistics/scoreAtMargin.ts';

/** One patient at the data cut-off. */
export interface ObservedPatient {
  readonly arm: 'control' | 'experimental';
  /** Time on study to the event, or to the last time known without it; at least 0. */
  readonly time: number;
  readonly event: boolean;
}

export interface ObservedData {
  readonly patientsControl: number;
  readonly patientsExperimental: number;
  readonly eventsControl: number;
  readonly eventsExperimental: number;
  /** Σ(O − E) of the experimental arm under the null, and its hypergeometric variance. */
  readonly score: number;
  readonly variance: number;
  /** > 0 in favour of experimental; 0 when nothing can be compared. */
  readonly z: number;
  readonly pOneSided: number;
  readonly pTwoSided: number;
  /** Cox's, with its 95 % interval; null when the likelihood is monotone. */
  readonly hazardRatio: { readonly estimate: number; readonly low: number; readonly high: number } | null;
}

const Z_95 = normalQuantile(0.975);

/** `scale` says against which hazard ratio the log-rank is, and where benefit lies. */
export function observedData(
  patients: readonly ObservedPatient[],
  scale: HazardRatioScale = USUAL_SCALE,
): ObservedData {
  // The kernel's code (kernel/look/patientCode.ts) with the rank of the time as its key, from the longest time down: ties stay ties.
  const times = [...new Set(patients.map(({ time }) => time))].sort((a, b) => b - a);
  const rank = new Map(times.map((time, key) => [time, key]));
  const codes = Int32Array.from(patients, ({ arm, time, event }) => {
    const key = rank.get(time) as number;
    return (key << 2) | ((event ? 1 : 0) << 1) | (arm === 'experimental' ? 1 : 0);
  }).sort();
  const test: LogRank = { u: 0, v: 0 };
  logRank(codes, codes.length, test);
  const table = createRiskTable(times.length);
  fillRiskTable(codes, codes.length, table);
  const fit = { logHazardRatio: Number.NaN, standardError: Number.NaN };
  if (test.v > 0) fitCox(table, test.u / test.v, fit);
  const count = (arm: ObservedPatient['arm'], eventsOnly: boolean) =>
    patients.filter((patient) => patient.arm === arm && (patient.event || !eventsOnly)).length;
  if (scale.nullRatio !== 1) scoreAtMargin([table], scale.nullRatio, test);
  const z = scale.benefit === 'below' ? logRankZ(test) : 0 - logRankZ(test);
  const { logHazardRatio, standardError } = fit;
  return {
    patientsControl: count('control', false),
    patientsExperimental: count('experimental', false),
    eventsControl: count('control', true),
    eventsExperimental: count('experimental', true),
    score: test.u,
    variance: test.v,
    z,
    pOneSided: normalCdf(-z),
    pTwoSided: 2 * normalCdf(-Math.abs(z)),
    hazardRatio: Number.isFinite(logHazardRatio)
      ? {
          estimate: exp(logHazardRatio),
          low: exp(logHazardRatio - Z_95 * standardError),
          high: exp(logHazardRatio + Z_95 * standardError),
        }
      : null,
  };
}

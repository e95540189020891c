/**
 * Patients from events, for a planned trial in which only their number may change. With a fixed accrual duration the
 * rates scale; with fixed rates the duration grows with N. Event-driven rules keep their maturity (events ÷ patients);
 * calendar times and follow-up stay.
 */

import { grouped } from '../elementary/grouped.ts';
import { log } from '../elementary/log.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { effectSeen, hardlySeenText, noEffectText } from '../expectation/effectSeen.ts';
import { expectedAnalysisTime } from '../expectation/expectedAnalysisTime.ts';
import { expectedEvents } from '../expectation/expectedEvents.ts';
import { findRoot } from '../maths/roots.ts';
import { definitionOf } from '../statistics/registry.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { roundedByArm } from '../trial/allocation.ts';
import { type AnalysisRule, changeCounts, scaleCounts } from '../trial/analysis.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { allocationBlock, experimentalShare, type Trial } from '../trial/trial.ts';
import { alphaOneSided } from './criticalValue.ts';
import { freedmanEvents } from './freedman.ts';
import { exponentialTrial, type LachinFoulkesScale, lachinFoulkesPatients } from './lachinFoulkes.ts';
import { schoenfeldEvents } from './schoenfeld.ts';

/** In the order in which they are shown. */
export const SAMPLE_SIZE_METHODS = ['schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog'] as const;

export type SampleSizeMethod = (typeof SAMPLE_SIZE_METHODS)[number];

export interface SampleSize {
  readonly kind: 'size';
  readonly method: SampleSizeMethod;
  /** N before rounding. */
  readonly patientsUnrounded: number;
  /** N with each arm's share of it rounded up. */
  readonly patients: number;
  /** The formula's D (for Lachin–Foulkes, the events expected of N), before rounding. */
  readonly eventsUnrounded: number;
  readonly events: number;
  /** Experimental ÷ control: the constant ratio, or the average one expected at the analysis. */
  readonly hazardRatioUsed: number;
  readonly basis: 'constant' | 'average';
  /** The rule at the rounded N, and when it is expected to call the analysis (calendar time). */
  readonly analysis: AnalysisRule;
  readonly analysisTime: number;
}

export interface NoSampleSize {
  readonly kind: 'unreachable';
  readonly reason: string;
}

/** Of Lachin and Foulkes' formulas, null for those that count events. */
function scaleOf(method: SampleSizeMethod): LachinFoulkesScale | null {
  return method === 'lachinFoulkes' ? 'difference' : method === 'lachinFoulkesLog' ? 'log' : null;
}

/** What N patients amount to: `needed` is the N that the formula asks for at this trial's analysis. */
interface Attempt {
  readonly needed: number;
  /** The formula's D. */
  readonly events: number;
  /** Events expected of the N patients by the analysis. */
  readonly reached: number;
  readonly hazardRatio: number;
  readonly analysisTime: number;
}

function attempt(
  trial: Trial,
  method: SampleSizeMethod,
  power: number,
  constant: number | null,
  inflation: number,
  n: number,
): Attempt {
  // Not rounded, so that N before rounding is the root of a continuous function.
  const factor = n / trial.patients;
  const analysis = changeCounts(trial.analysis, (events) => events * factor);
  const sized = { ...trial, patients: n, analysis };
  const alpha = alphaOneSided(trial.test);
  const share = experimentalShare(sized);
  const analysisTime = expectedAnalysisTime(sized);
  const hazardRatio = constant ?? averageHazardRatio(sized, analysisTime);
  const reached = expectedEvents(sized, analysisTime);
  const scale = scaleOf(method);
  if (scale !== null) {
    const design = exponentialTrial(sized, analysisTime);
    const needed =
      design === null || reached === 0
        ? Number.POSITIVE_INFINITY
        : inflation * lachinFoulkesPatients(design, scale, alpha, power);
    return { needed, events: (needed * reached) / n, reached, hazardRatio, analysisTime };
  }
  const formula = method === 'schoenfeld' ? schoenfeldEvents : freedmanEvents;
  const against = trial.test.sides === 1 && hazardRatio > 1;
  const events = against ? Number.POSITIVE_INFINITY : inflation * formula(hazardRatio, alpha, power, share);
  const needed = reached === 0 ? Number.POSITIVE_INFINITY : (events * n) / reached;
  return { needed, events, reached, hazardRatio, analysisTime };
}

/** No hope of finding a larger trial than this. */
const MOST_PATIENTS = 1e8;

/**
 * N for the given power by the given formula, or why there is none. Power counts rejection in the direction of the
 * effect; a one-sided plan rejects for benefit only. `inflation`: of a group-sequential design over a fixed one.
 */
export function sampleSize(
  trial: Trial,
  power: number,
  method: SampleSizeMethod,
  inflation = 1,
): SampleSize | NoSampleSize {
  const no = (reason: string): NoSampleSize => ({ kind: 'unreachable', reason });
  const alpha = alphaOneSided(trial.test);
  if (!(power < 1)) return no(`power ${power} is not below 1`);
  if (!(power > alpha)) return no(`power ${power} is not above the one-sided alpha ${alpha}: no trial is needed`);
  if (trial.family !== undefined) return no('the formula knows one comparison of two arms');
  if (trial.test.adjustedFor.length > 0) return no('the formula knows no covariates');
  if (!definitionOf(trial.test.statistic).ofHazardRatio) return no('the formula is about the log-rank test');
  const constant = trial.population === undefined ? constantHazardRatio(trial.arms[1], trial.arms[0]) : null;
  const size = (n: number) => attempt(trial, method, power, constant, inflation, n);

  // Whole allocation blocks keep the ratio: what is planned may miss it by a patient.
  const block = allocationBlock(trial);
  const planned = size(Math.ceil(trial.patients / block) * block);
  if (scaleOf(method) !== null) {
    const design = exponentialTrial(trial, Number.isFinite(planned.analysisTime) ? planned.analysisTime : 1);
    if (design === null)
      return no(
        'Lachin–Foulkes needs exponential survival in both arms, an accrual that ends and follow-up to the analysis',
      );
  }
  const accrualEnds = Number.isFinite(accrualDuration(trial.accrual, trial.patients));
  if (accrualEnds && !Number.isFinite(planned.analysisTime))
    return no('the expected events never reach the number the analysis waits for');
  const effect = refusedEffect(trial, planned);
  if (effect !== null) return no(effect);

  let n: number;
  if (trial.accrual.duration !== null) {
    // The entry distribution does not depend on N, so nor does the number needed.
    n = planned.needed;
  } else {
    let enough = block;
    let here = size(enough);
    while (!(here.needed <= enough)) {
      const before = here;
      enough *= 2;
      here = size(enough);
      if (!Number.isFinite(accrualDuration(trial.accrual, enough)))
        return no('accrual stops before enough patients have entered');
      if (before.reached > 0 && here.reached <= before.reached * (1 + 1e-9))
        return no('the analysis comes before enough patients can enter at these accrual rates');
      if (enough > MOST_PATIENTS) return no(tooMany(trial, here.analysisTime));
    }
    let short = enough / 2;
    while (size(short).needed <= short) short /= 2;
    n = findRoot((x) => x / size(x).needed - 1, short, enough, 1e-9);
  }
  if (!(n <= MOST_PATIENTS)) return no(tooMany(trial, planned.analysisTime));

  const { events, hazardRatio } = size(n);
  const weights = trial.arms.map(({ weight }) => weight);
  const patients = roundedByArm(n, weights);
  const analysis = scaleCounts(trial.analysis, trial.patients, patients);
  return {
    kind: 'size',
    method,
    patientsUnrounded: n,
    patients,
    eventsUnrounded: events,
    events: Math.ceil(events - 1e-9),
    hazardRatioUsed: hazardRatio,
    basis: constant === null ? 'average' : 'constant',
    analysis,
    analysisTime: expectedAnalysisTime({ ...trial, patients, analysis }),
  };
}

/** That no trial is large enough, and why. */
function tooMany(trial: Trial, analysisTime: number): string {
  const hardly = hardlySeenText(effectSeen(trial, analysisTime));
  return `more than ${grouped(MOST_PATIENTS)} patients${hardly === null ? '' : `, as ${hardly}`}`;
}

/** Why this effect cannot be powered for, or null. */
function refusedEffect(trial: Trial, { hazardRatio, analysisTime }: Attempt): string | null {
  if (Number.isNaN(hazardRatio)) return 'no events are expected by the analysis';
  if (!(hazardRatio > 0 && hazardRatio < Number.POSITIVE_INFINITY))
    return `the hazard ratio is ${hazardRatio}: one arm has no hazard`;
  if (effectSeen(trial, analysisTime).direction === 'none') return noEffectText(trial);
  if (Math.abs(log(hazardRatio)) < 1e-9) return 'hazard ratios above and below 1 cancel: on average it is 1';
  if (trial.test.sides === 1 && hazardRatio > 1)
    return 'a one-sided test rejects for benefit, and the hazard ratio is above 1';
  return null;
}

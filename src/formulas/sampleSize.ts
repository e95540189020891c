/**
 * Patients from events, for a planned trial in which only their number may change. With a fixed accrual duration the
 * rates scale; with fixed rates the duration grows with N. Event-driven rules keep their maturity (events ÷ patients);
 * calendar times and follow-up stay.
 */

import { exp } from '../elementary/exp.ts';
import { grouped } from '../elementary/grouped.ts';
import { log } from '../elementary/log.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { effectSeen, hardlySeenText, noEffectText } from '../expectation/effectSeen.ts';
import { type Expectation, expectationOf } from '../expectation/expectation.ts';
import { findRoot, findRootPair, type Pair } from '../maths/roots.ts';
import { marginOf } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import { accrualDuration, expectedTimeOfEntry } from '../trial/accrual.ts';
import { roundedByArm } from '../trial/allocation.ts';
import { type AnalysisRule, changeCounts, type SimpleRule, scaleCounts } from '../trial/analysis.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { ratioToNull, scaleOf } from '../trial/hypothesisScale.ts';
import { foldRule, LATER_OR_EARLIER } from '../trial/rule.ts';
import { allocationBlock, experimentalShare, type Trial } from '../trial/trial.ts';
import { alphaOneSided } from './criticalValue.ts';
import { freedmanEvents, tiltedShare } from './freedman.ts';
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

/** The scale of Lachin and Foulkes' formulas; null for those that count events. */
function lachinFoulkesScale(method: SampleSizeMethod): LachinFoulkesScale | null {
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

/** The trial with n patients, its counts in proportion; not rounded, so that N is the root of a continuous function. */
function sizedTo(planned: Expectation, n: number): Expectation {
  const { trial } = planned;
  if (n === trial.patients) return planned;
  const factor = n / trial.patients;
  const analysis = changeCounts(trial.analysis, (events) => events * factor);
  return expectationOf({ ...trial, patients: n, analysis }, planned);
}

/** What a formula is asked for. */
interface Asked {
  readonly method: SampleSizeMethod;
  readonly power: number;
  /** The hazard ratio where it is the same for everybody at all times. */
  readonly constant: number | null;
  readonly inflation: number;
}

/** Whether a one-sided test looks the other way: the hazard ratio lies from that of the null on the side of harm. */
function isAgainst(trial: Trial, hazardRatio: number): boolean {
  return trial.test.sides === 1 && ratioToNull(hazardRatio, scaleOf(trial)) > 1;
}

function attempt(
  sized: Expectation,
  { method, power, constant, inflation }: Asked,
  analysisTime: number = sized.analysisTime,
): Attempt {
  const { trial } = sized;
  const n = trial.patients;
  const alpha = alphaOneSided(trial.test);
  const share = experimentalShare(trial);
  const hazardRatio = constant ?? averageHazardRatio(sized, analysisTime);
  const reached = sized.events(analysisTime);
  const margin = marginOf(trial.test.statistic);
  const scale = lachinFoulkesScale(method);
  if (scale !== null) {
    const exponential = exponentialTrial(sized, analysisTime);
    const needed =
      exponential === null || reached === 0
        ? Number.POSITIVE_INFINITY
        : inflation * lachinFoulkesPatients(exponential, scale, alpha, power, margin);
    return { needed, events: (needed * reached) / n, reached, hazardRatio, analysisTime };
  }
  const ratio = hazardRatio / margin;
  const events = isAgainst(trial, hazardRatio)
    ? Number.POSITIVE_INFINITY
    : inflation *
      (method === 'schoenfeld'
        ? schoenfeldEvents(ratio, alpha, power, share)
        : freedmanEvents(ratio, alpha, power, tiltedShare(share, margin)));
  const needed = reached === 0 ? Number.POSITIVE_INFINITY : (events * n) / reached;
  return { needed, events, reached, hazardRatio, analysisTime };
}

/**
 * Whether an analysis comes later the more patients there are, because it waits for their events or for all of them to
 * have entered.
 */
function growsWithPatients(rule: AnalysisRule): boolean {
  return foldRule(rule, ({ kind }: SimpleRule) => kind === 'events' || kind === 'followUp', {
    laterOf: (parts) => parts.every(Boolean),
    earlierOf: () => false,
  });
}

/**
 * When `rule` is due, extrapolated from calendar time t: if k times as many events are needed, they come k times as
 * late.
 */
function dueFrom({ trial }: Expectation, reached: number, t: number): number {
  const { analysis, accrual, patients } = trial;
  const time = (part: SimpleRule): number => {
    if (part.kind === 'events') return (t * part.events) / reached;
    return part.kind === 'followUp' ? expectedTimeOfEntry(accrual, patients, part.patients) + part.time : Number.NaN;
  };
  return foldRule(analysis, time, LATER_OR_EARLIER);
}

/**
 * N and the time of its analysis together, where one grows with the other: at (N, t) the formula says how many patients it
 * needs and the rule when it is due. Null where they are not found so.
 */
function findTogether(planned: Expectation, asked: Asked, from: Attempt): { n: number; here: Attempt } | null {
  const { trial } = planned;
  if (!growsWithPatients(trial.analysis)) return null;
  let here = from;
  const apart = ([logN, logT]: Pair): Pair => {
    const t = exp(logT);
    const sized = sizedTo(planned, exp(logN));
    here = attempt(sized, asked, t);
    return [logN - log(here.needed), logT - log(dueFrom(sized, here.reached, t))];
  };
  const found = findRootPair(apart, [log(Math.min(MOST_PATIENTS, from.needed)), log(from.analysisTime)]);
  const { margin = 1 } = trial.test.statistic;
  if (found === null || here.hazardRatio > margin !== from.hazardRatio > margin) return null;
  const n = exp(found[0]);
  return n <= MOST_PATIENTS ? { n, here } : null;
}

/** No larger trial than this is looked for. */
const MOST_PATIENTS = 1e8;

/**
 * N for the given power by the given formula, or why there is none. Power counts rejection in the direction of the
 * effect; a one-sided plan rejects for benefit only. `inflation` is that of a group-sequential design over a fixed one.
 */
export function sampleSize(
  expected: Expectation,
  power: number,
  method: SampleSizeMethod,
  inflation = 1,
): SampleSize | NoSampleSize {
  const { trial } = expected;
  const no = (reason: string): NoSampleSize => ({ kind: 'unreachable', reason });
  const alpha = alphaOneSided(trial.test);
  if (!(power < 1)) return no(`power ${power} is not below 1`);
  if (!(power > alpha)) return no(`power ${power} is not above the one-sided alpha ${alpha}: no trial is needed`);
  if (trial.family !== undefined) return no('the formula knows one comparison of two arms');
  if (trial.test.adjustedFor.length > 0) return no('the formula knows no covariates');
  if (!definitionOf(trial.test.statistic).ofHazardRatio) return no('the formula is about the log-rank test');
  const constant = trial.population === undefined ? constantHazardRatio(trial.arms[1], trial.arms[0]) : null;
  const asked: Asked = { method, power, constant, inflation };
  const size = (n: number) => attempt(sizedTo(expected, n), asked);

  // Whole allocation blocks keep the ratio; the planned arms may miss it by a patient.
  const block = allocationBlock(trial);
  const planned = size(Math.ceil(trial.patients / block) * block);
  if (lachinFoulkesScale(method) !== null) {
    const exponential = exponentialTrial(expected, Number.isFinite(planned.analysisTime) ? planned.analysisTime : 1);
    if (exponential === null)
      return no(
        'Lachin–Foulkes needs exponential survival in both arms, an accrual that ends and follow-up to the analysis',
      );
  }
  const accrualEnds = Number.isFinite(accrualDuration(trial.accrual, trial.patients));
  if (accrualEnds && !Number.isFinite(planned.analysisTime))
    return no('the expected events never reach the number the analysis waits for');
  const effect = refusedEffect(expected, planned);
  if (effect !== null) return no(effect);

  const found = sizeFrom(expected, asked, planned);
  if (typeof found === 'string') return no(found);
  const { n, here } = found;
  const { events, hazardRatio } = here;
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
    analysisTime: expectationOf({ ...trial, patients, analysis }, expected).analysisTime,
  };
}

/** The N at which the formula needs exactly N, before rounding, or why there is none. */
function sizeFrom(expected: Expectation, asked: Asked, planned: Attempt): { n: number; here: Attempt } | string {
  const { accrual } = expected.trial;
  const size = (n: number) => attempt(sizedTo(expected, n), asked);
  // The entry distribution of a fixed duration does not depend on N, so nor does the number needed.
  if (accrual.duration !== null) {
    const { needed, analysisTime } = planned;
    return needed <= MOST_PATIENTS ? { n: needed, here: size(needed) } : tooMany(expected, analysisTime);
  }
  const block = allocationBlock(expected.trial);
  const together = findTogether(expected, asked, planned);
  if (together !== null && Number.isFinite(accrualDuration(accrual, doubledTo(together.n, block)))) return together;
  let enough = block;
  let here = size(enough);
  while (!(here.needed <= enough)) {
    const before = here;
    enough *= 2;
    here = size(enough);
    if (!Number.isFinite(accrualDuration(accrual, enough))) return 'accrual stops before enough patients have entered';
    if (before.reached > 0 && here.reached <= before.reached * (1 + 1e-9))
      return 'the analysis comes before enough patients can enter at these accrual rates';
    if (enough > MOST_PATIENTS) return tooMany(expected, here.analysisTime);
  }
  let short = enough / 2;
  while (size(short).needed <= short) short /= 2;
  const n = findRoot((x) => x / size(x).needed - 1, short, enough, 1e-9);
  return { n, here: size(n) };
}

/** `from` doubled until it is n or more. */
function doubledTo(n: number, from: number): number {
  return from >= n ? from : doubledTo(n, 2 * from);
}

/** Says that no trial is large enough, and why. */
function tooMany(expected: Expectation, analysisTime: number): string {
  const hardly = hardlySeenText(effectSeen(expected, analysisTime), marginOf(expected.trial.test.statistic));
  return `more than ${grouped(MOST_PATIENTS)} patients${hardly === null ? '' : `, as ${hardly}`}`;
}

/** Why no trial can be powered for this effect; null where one can. */
function refusedEffect(expected: Expectation, { hazardRatio, analysisTime }: Attempt): string | null {
  if (Number.isNaN(hazardRatio)) return 'no events are expected by the analysis';
  if (!(hazardRatio > 0 && hazardRatio < Number.POSITIVE_INFINITY))
    return `the hazard ratio is ${hazardRatio}: one arm has no hazard`;
  if (effectSeen(expected, analysisTime).direction === 'none') return noEffectText(expected);
  const { trial } = expected;
  const { nullRatio, benefit } = scaleOf(trial);
  const ofNull = nullRatio === 1 ? '1' : `the margin ${nullRatio}`;
  if (Math.abs(log(hazardRatio / nullRatio)) < 1e-9)
    return `hazard ratios above and below ${ofNull} cancel: on average it is ${ofNull}`;
  if (isAgainst(trial, hazardRatio))
    return `a one-sided test rejects for benefit, and the hazard ratio is ${benefit === 'below' ? 'above' : 'below'} ${ofNull}`;
  return null;
}

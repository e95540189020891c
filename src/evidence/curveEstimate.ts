/**
 * The Kaplan–Meier curve of pseudo-patients with its median, and their follow-up by the reverse Kaplan–Meier estimate
 * (M. Schemper & T. L. Smith, Controlled Clinical Trials 17 (1996) 343–346), in which a censored patient is the event.
 */
import { log } from '../elementary/log.ts';
import type { PseudoPatient } from './reconstruct.ts';

/** A fall of the curve. `survival` is the estimate from `time` on, Ŝ; `greenwood` is Σ d/(n(n − d)) up to there. */
export interface CurveStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly survival: number;
  readonly greenwood: number;
}

/** How near ½ a product of fractions must come to count as ½ itself. */
const FLAT = 1e-8;
const Z_975 = 1.959963984540054;

/** In order of time; patients censored at the time of an event are at risk of it. */
export function curveSteps(patients: readonly PseudoPatient[]): CurveStep[] {
  const sorted = [...patients].sort((a, b) => a.time - b.time);
  const steps: CurveStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let i = 0; i < sorted.length; ) {
    const { time } = sorted[i];
    const atRisk = sorted.length - i;
    let events = 0;
    for (; i < sorted.length && sorted[i].time === time; i++) if (sorted[i].event) events++;
    if (events === 0) continue;
    survival *= 1 - events / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    steps.push({ time, atRisk, events, survival, greenwood });
  }
  return steps;
}

/** Ŝ(t) of the steps. */
export function survivalAt(steps: readonly CurveStep[], t: number): number {
  let survival = 1;
  for (const step of steps) {
    if (step.time > t) break;
    survival = step.survival;
  }
  return survival;
}

/** Those with neither event nor censoring before t. */
export function atRiskAt(patients: readonly PseudoPatient[], t: number): number {
  return patients.filter(({ time }) => time >= t).length;
}

export interface EstimatedMedian {
  readonly value: number;
  /** Null where the curve does not tell it. */
  readonly standardError: number | null;
}

/**
 * The median, the midpoint where the curve is ½ for a while; null where it does not come down to ½. The standard error is
 * that of R. Brookmeyer & J. Crowley's 95 % interval on the scale of log(−log S): its length/(2 z₀.₉₇₅), or the part
 * below the median/z₀.₉₇₅ where the curve ends before the upper limit, as `statistics/medianDifference.ts` has it.
 */
export function curveMedian(steps: readonly CurveStep[]): EstimatedMedian | null {
  const first = steps.findIndex(({ survival }) => survival <= 0.5 + FLAT);
  if (first < 0) return null;
  const flat = steps[first].survival >= 0.5 - FLAT && first + 1 < steps.length;
  const value = flat ? (steps[first].time + steps[first + 1].time) / 2 : steps[first].time;
  const within = ({ survival, greenwood }: CurveStep): number => {
    const h = -log(survival);
    return (log(Math.LN2 / h) * h) / (Z_975 * Math.sqrt(greenwood));
  };
  const known = steps.filter(({ survival }) => survival > 0);
  const low = known.find((step) => within(step) <= 1);
  const high = known.find((step) => within(step) < -1);
  if (low === undefined || !(low.time < value)) return { value, standardError: null };
  const standardError = high === undefined ? (value - low.time) / Z_975 : (high.time - low.time) / (2 * Z_975);
  return { value, standardError };
}

/** A share of the patients whose potential follow-up lies between two times. */
export interface FollowUpGroup {
  readonly share: number;
  readonly shortest: number;
  readonly longest: number;
}

/** Neighbouring times of censoring are taken together until they are this share of the patients. */
const LEAST_SHARE = 0.04;
/** A group at one time is widened to this share of the longest follow-up. */
const LEAST_WIDTH = 1e-3;

/**
 * How long patients would have been followed without an event, by the reverse curve, in groups in order of time. What it
 * leaves beyond the last censoring is followed to the last time of all.
 */
export function followUpGroups(patients: readonly PseudoPatient[]): FollowUpGroup[] {
  const end = Math.max(...patients.map(({ time }) => time));
  const steps = followUpSteps(patients);
  let before = 1;
  const masses = steps.map(({ time, survival }) => {
    const share = before - survival;
    before = survival;
    return { time, share };
  });
  if (before > 0) masses.push({ time: end, share: before });
  const width = LEAST_WIDTH * end;
  const groups: FollowUpGroup[] = [];
  let from = 0;
  let gathered: { time: number; share: number }[] = [];
  masses.forEach((mass, i) => {
    gathered.push(mass);
    const share = gathered.reduce((sum, each) => sum + each.share, 0);
    if (share < LEAST_SHARE && i < masses.length - 1) return;
    const longest = Math.max(mass.time, from + width);
    groups.push({ share, shortest: Math.max(from, Math.min(gathered[0].time, longest - width)), longest });
    from = longest;
    gathered = [];
  });
  return groups;
}

/** The reverse curve: of how long patients would have been followed had none had an event. */
export function followUpSteps(patients: readonly PseudoPatient[]): CurveStep[] {
  return curveSteps(patients.map(({ time, event }) => ({ time, event: !event })));
}

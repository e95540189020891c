/** The series of trials that a size search and a power curve walk through: one design, N varying. */

import { accrualDuration, cumulativeRate } from './accrual.ts';
import { roundedByArm } from './allocation.ts';
import {
  type AnalysisRule,
  changeEvents,
  mostEvents,
  type SimpleRule,
  scaleCounts,
  waitsForEvents,
} from './analysis.ts';
import { foldRule, LATER_OR_EARLIER } from './rule.ts';
import { allocationBlock, type Trial, type UnsizedTrial } from './trial.ts';

/** The largest trial that is considered. */
export const MOST_PATIENTS = 10_000_000;

/** The fewest patients a trial of this design can have: one per arm. */
export function fewestPatients(trial: UnsizedTrial): number {
  return trial.arms.length;
}

/** N with every arm's share of it rounded up. */
export function roundUp(trial: UnsizedTrial, patients: number): number {
  return roundedByArm(
    patients,
    trial.arms.map(({ weight }) => weight),
  );
}

/** The latest calendar time at which `rule` can be met when it has one, Infinity when it waits for the trial itself. */
function latestCalendarTime(rule: AnalysisRule): number {
  return foldRule(
    rule,
    (part: SimpleRule) => (part.kind === 'calendarTime' ? part.time : Number.POSITIVE_INFINITY),
    LATER_OR_EARLIER,
  );
}

/** What stays and what moves when N does. */
export interface TrialSeries {
  readonly unsized: UnsizedTrial;
  /**
   * The planned N that event counts are stated for. Where the scenario leaves N open it is one allocation block, and
   * `open` is true.
   */
  readonly plannedPatients: number;
  readonly open: boolean;
  readonly holdsFixed: 'accrual duration' | 'accrual rate';
  /** Event counts grow with N, keeping events ÷ patients. */
  readonly scalesEvents: boolean;
  /**
   * What members differ in: patients, and with them the counts that analyses wait for; or those counts alone, the patients
   * being as planned. Members are numbered by patients either way: that of n waits for the events n patients would.
   */
  readonly varies: 'patients' | 'events';
  /** No trial of the series can be larger: rates run dry, or the analysis comes before enrolment ends. */
  readonly mostPatients: number;
}

/** `patients`: the planned N; null only for a design that waits for no events. */
export function seriesOf(trial: UnsizedTrial, patients: number | null): TrialSeries {
  const { accrual, analysis } = trial;
  let most = MOST_PATIENTS;
  if (accrual.duration === null) {
    most = Math.min(most, cumulativeRate(accrual, Number.POSITIVE_INFINITY));
    const closes = latestCalendarTime(analysis);
    if (Number.isFinite(closes)) most = Math.min(most, cumulativeRate(accrual, closes));
  }
  return {
    unsized: trial,
    plannedPatients: patients ?? allocationBlock(trial),
    open: patients === null,
    holdsFixed: accrual.duration === null ? 'accrual rate' : 'accrual duration',
    scalesEvents: waitsForEvents(analysis),
    varies: 'patients',
    mostPatients: Math.floor(most + 1e-9),
  };
}

/**
 * The series of the same trial in which only the events grow that its analyses wait for; its events are at most its
 * patients.
 */
export function eventsSeries(series: TrialSeries): TrialSeries {
  return { ...series, varies: 'events', mostPatients: series.plannedPatients / eventsPerPatient(series) };
}

/** Events ÷ patients of the planned trial. */
export function eventsPerPatient({ unsized, plannedPatients }: TrialSeries): number {
  return mostEvents(unsized.analysis) / plannedPatients;
}

/** The number of the next member from `patients` up: one whose arms are whole patients, or that waits for whole events. */
export function nextMember(series: TrialSeries, patients: number): number {
  if (series.varies === 'patients') return roundUp(series.unsized, patients);
  const each = eventsPerPatient(series);
  return Math.max(1, Math.ceil(patients * each - 1e-9)) / each;
}

/** The member numbered `patients`, one of those that `nextMember` gives. */
export function member(series: TrialSeries, patients: number): Trial {
  const { unsized, plannedPatients, varies } = series;
  const scale = (rule: AnalysisRule) =>
    varies === 'patients'
      ? scaleCounts(rule, plannedPatients, patients)
      : changeEvents(rule, (events) => Math.ceil((events * patients) / plannedPatients - 1e-9));
  return {
    ...unsized,
    patients: varies === 'patients' ? patients : plannedPatients,
    analysis: scale(unsized.analysis),
    ...(unsized.interims ? { interims: unsized.interims.map(scale) } : {}),
  };
}

/** Enrolment time of the member numbered `patients`. */
export function memberDuration(series: TrialSeries, patients: number): number {
  return accrualDuration(series.unsized.accrual, series.varies === 'patients' ? patients : series.plannedPatients);
}

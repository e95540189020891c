/** What `check` says at a point of a sweep. */
import type { Scenario } from '../scenario/scenario.ts';
import { askCheck, type TrialSummary } from './check.ts';

export type CheckAt = Pick<
  TrialSummary,
  | 'patients'
  | 'arms'
  | 'hazardRatio'
  | 'accrualDuration'
  | 'expectedAnalysisTime'
  | 'closedForms'
  | 'closedSizes'
  | 'sequential'
>;

/** Precondition: the scenario has a trial. */
export function checkAt({ trial, timeUnit }: Scenario): CheckAt {
  const summary = askCheck({ trial, reported: null, timeUnit }).trial;
  if (summary === null) throw new TypeError('check of a point needs a planned trial');
  const { patients, arms, hazardRatio, accrualDuration, expectedAnalysisTime, closedForms, closedSizes, sequential } =
    summary;
  return { patients, arms, hazardRatio, accrualDuration, expectedAnalysisTime, closedForms, closedSizes, sequential };
}

/**
 * The patients who never receive the second treatment, as their event or dropout comes before its start. By time on
 * study from randomisation, whenever the trial is analysed; those who would have started after the analysis are not
 * counted.
 */
import { exp } from '../elementary/exp.ts';
import { cumulativeHazard } from '../survival/law.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { lawOfLag } from '../trial/arm.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { lagNodes } from '../trial/lag.ts';
import { expectedSizes } from '../trial/trial.ts';
import { componentsOf } from './components.ts';
import type { ExpectedPatients } from './expectedPatients.ts';

/** Midpoints of equal shares that stand for a continuous lag: five digits of a share. */
const POINTS = 1024;

/** The share of patients with this lag that has had neither event nor dropout when the second treatment starts. */
function startingShare({ trial, arms, mix }: ExpectedPatients, arm: number, lag: number): number {
  if (!(lag > 0)) return 1;
  if (lag > followUpOfEach(trial)) return 0;
  const own = arms[arm];
  const cumulative = cumulativeHazard(lawOfLag(own, lag), lag);
  const alive = componentsOf(mix, arm).reduce(
    (sum, { share, multiplier }) => sum + share * exp(-multiplier * cumulative),
    0,
  );
  return alive * exp(-own.dropoutHazard * lag);
}

/** The share of an arm's patients (0 the control) that never starts the second treatment; 0 for an arm without a start. */
export function neverStarted(expected: ExpectedPatients, arm: number): number {
  const { start } = expected.trial.arms[arm];
  if (start === undefined) return 0;
  return lagNodes(start.lag, POINTS).reduce(
    (sum, { lag, share }) => sum + share * (1 - startingShare(expected, arm, lag)),
    0,
  );
}

/** Patients of an arm expected to have started the second treatment by calendar time t; 0 for an arm without a start. */
export function expectedStarted(expected: ExpectedPatients, arm: number, t: number): number {
  const { trial } = expected;
  const { start } = trial.arms[arm];
  if (start === undefined) return 0;
  const entered = (time: number) => expectedEnrolled(trial.accrual, trial.patients, time);
  return (
    (expectedSizes(trial)[arm] / trial.patients) *
    lagNodes(start.lag, POINTS).reduce(
      (sum, { lag, share }) => sum + share * startingShare(expected, arm, lag) * entered(t - Math.max(0, lag)),
      0,
    )
  );
}

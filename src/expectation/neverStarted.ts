/**
 * Who never receives the second treatment: patients whose event or dropout comes before its start. By time on study from randomisation,
 * whenever the trial is analysed; those who would have started after the analysis are not counted.
 */
import { exp } from '../elementary/exp.ts';
import { cumulativeHazard, type SurvivalLaw } from '../survival/law.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { lagNodes } from '../trial/lag.ts';
import { stepsOf } from '../trial/treatmentStart.ts';
import { type Arm, expectedSizes, type Trial } from '../trial/trial.ts';
import { componentsOf } from './components.ts';

/** Midpoints of equal shares that stand for a continuous lag: five digits of a share. */
const POINTS = 1024;

/** The law of an arm's patients with this lag: the arm's own where its start changes nothing or is in the law already. */
export function lawOfLag({ law, start }: Pick<Arm, 'law' | 'start'>, lag: number): SurvivalLaw {
  return start?.effect ? { clock: law.clock, steps: stepsOf(start.effect, lag) } : law;
}

/** Of patients with this lag, the share that has had neither event nor dropout when the second treatment starts. */
function startingShare(trial: Trial, arm: number, lag: number): number {
  if (!(lag > 0)) return 1;
  if (lag > followUpOfEach(trial)) return 0;
  const own = trial.arms[arm];
  const cumulative = cumulativeHazard(lawOfLag(own, lag), lag);
  const alive = componentsOf(trial, arm).reduce(
    (sum, { share, multiplier }) => sum + share * exp(-multiplier * cumulative),
    0,
  );
  return alive * exp(-own.dropoutHazard * lag);
}

/** The share of an arm's patients (0 the control) that never starts the second treatment; 0 for an arm without a start. */
export function neverStarted(trial: Trial, arm: number): number {
  const { start } = trial.arms[arm];
  if (start === undefined) return 0;
  return lagNodes(start.lag, POINTS).reduce(
    (sum, { lag, share }) => sum + share * (1 - startingShare(trial, arm, lag)),
    0,
  );
}

/** Patients of an arm expected to have started the second treatment by calendar time t; 0 for an arm without a start. */
export function expectedStarted(trial: Trial, arm: number, t: number): number {
  const { start } = trial.arms[arm];
  if (start === undefined) return 0;
  const entered = (time: number) => expectedEnrolled(trial.accrual, trial.patients, time);
  return (
    (expectedSizes(trial)[arm] / trial.patients) *
    lagNodes(start.lag, POINTS).reduce(
      (sum, { lag, share }) => sum + share * startingShare(trial, arm, lag) * entered(t - Math.max(0, lag)),
      0,
    )
  );
}

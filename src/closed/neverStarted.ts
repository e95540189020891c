/** Patients who never receive the ICI. */
import { cumulativeHazard, type SurvivalLaw } from '../survival/law.ts';
import { lagNodes } from '../trial/lag.ts';
import { stepsOf } from '../trial/treatmentStart.ts';
import { armsOf, type Trial } from '../trial/trial.ts';
import { componentsOf } from './components.ts';

/**
 * P(event or dropout before the ICI starts) in arm `arm` (0 the control), over the distribution of its lag and of its
 * patients; 0 for an arm without a start, and for an ICI that comes with TACE or before.
 */
export function neverStarted(trial: Trial, arm: number): number {
  const { start, law, dropoutHazard } = armsOf(trial)[arm];
  if (start === undefined) return 0;
  const { effect } = start;
  const components = componentsOf(trial, arm);
  return lagNodes(start.lag).reduce((sum, { lag, share }) => {
    if (lag <= 0) return sum;
    const own: SurvivalLaw = effect === null ? law : { clock: trial.control.law.clock, steps: stepsOf(effect, lag) };
    const before = cumulativeHazard(own, lag);
    const started = components.reduce((total, c) => total + c.share * Math.exp(-c.multiplier * before), 0);
    return sum + share * (1 - started * Math.exp(-dropoutHazard * lag));
  }, 0);
}

// draft
import { cumulativeHazard } from '../survival/law.ts';
import { lagNodes } from '../trial/lag.ts';
import { armsOf, type Trial } from '../trial/trial.ts';
export function neverStarted(trial: Trial, arm: number): number {
  const { start, dropoutHazard } = armsOf(trial)[arm];
  if (!start) return 0;
  return lagNodes(start.lag, 1000).reduce(
    (s, { lag, share }) =>
      s + share * (lag <= 0 ? 0 : -Math.expm1(-cumulativeHazard(trial.control.law, lag) - dropoutHazard * lag)),
    0,
  );
}

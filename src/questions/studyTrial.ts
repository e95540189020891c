/** A published study as a trial: arms of the published sizes, followed as `conduct` says, tested at two-sided 5 %. */
import { pow } from '../elementary/pow.ts';
import type { Conduct, Reported, ReportedArm } from '../scenario/scenario.ts';
import type { Clock } from '../survival/clock.ts';
import { NO_EFFECT, type SurvivalLaw } from '../survival/law.ts';
import type { Accrual } from '../trial/accrual.ts';
import { type ArmParts, makeArms } from '../trial/arm.ts';
import { timeToEvent } from '../trial/endpoint.ts';
import { entriesFor, entriesOfShares, type FollowUpShare, type FollowUpSpan } from '../trial/followUp.ts';
import { logRankTest, type Trial } from '../trial/trial.ts';

/** A Weibull clock with this median (exponential at shape 1). */
function clockWithMedian(median: number, shape: number): Clock {
  if (shape === 1) return { kind: 'piecewise', starts: [0], hazards: [Math.LN2 / median] };
  return { kind: 'weibull', shape, scale: median / pow(Math.LN2, 1 / shape) };
}

/** Weibull survival with this median (exponential at shape 1). */
export function lawWithMedian(median: number, shape: number): SurvivalLaw {
  return { clock: clockWithMedian(median, shape), steps: NO_EFFECT };
}

type ArmFollowUp = FollowUpSpan | readonly FollowUpShare[];

const isShares = (followUp: ArmFollowUp): followUp is readonly FollowUpShare[] => Array.isArray(followUp);

const longestOf = (followUp: ArmFollowUp): number =>
  isShares(followUp) ? followUp[followUp.length - 1].longest : followUp.longest;

const entriesOf = (followUp: ArmFollowUp, end: number): Accrual =>
  isShares(followUp) ? entriesOfShares(followUp, end) : entriesFor(followUp, end);

/** The published study under given laws. */
export function studyTrial(
  reported: Reported,
  conduct: Conduct,
  control: SurvivalLaw,
  experimental: SurvivalLaw,
): Trial {
  const { dropoutHazard, followed } = conduct;
  const arm = ({ name, patients }: ReportedArm, law: SurvivalLaw): ArmParts => ({
    name,
    weight: patients,
    effect: { kind: 'own', law },
    dropoutHazard,
  });
  const arms = [arm(reported.control, control), arm(reported.experimental, experimental)] as const;
  const patients = reported.control.patients + reported.experimental.patients;
  const endpoints = [timeToEvent(reported.endpoint)] as const;
  const test = logRankTest(0.05, 2);
  if (followed.kind === 'together')
    return {
      endpoints,
      arms: makeArms(...arms),
      patients,
      accrual: followed.accrual,
      analysis: followed.analysis,
      test,
    };
  // Everybody is last seen at one calendar time, so an arm's follow-up says when its patients entered.
  const end = Math.max(longestOf(followed.control), longestOf(followed.experimental));
  const entries = [entriesOf(followed.control, end), entriesOf(followed.experimental, end)] as const;
  const duration = Math.max(...entries.map((accrual) => accrual.duration ?? 0));
  return {
    endpoints,
    arms: makeArms({ ...arms[0], accrual: entries[0] }, { ...arms[1], accrual: entries[1] }),
    patients,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration },
    analysis: { kind: 'calendarTime', time: end },
    test,
  };
}

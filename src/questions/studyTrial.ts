/** A published study as a trial: arms of the published sizes, followed as `conduct` says, tested at two-sided 5 %. */
import { pow } from '../elementary/pow.ts';
import type { Conduct, Reported, ReportedArm } from '../scenario/scenario.ts';
import type { Clock } from '../survival/clock.ts';
import { NO_EFFECT, type SurvivalLaw } from '../survival/law.ts';
import { type ArmParts, makeArms } from '../trial/arm.ts';
import { timeToEvent } from '../trial/endpoint.ts';
import { entriesFor } from '../trial/followUp.ts';
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
  const end = Math.max(followed.control.longest, followed.experimental.longest);
  const shortest = Math.min(followed.control.shortest, followed.experimental.shortest);
  return {
    endpoints,
    arms: makeArms(
      { ...arms[0], accrual: entriesFor(followed.control, end) },
      { ...arms[1], accrual: entriesFor(followed.experimental, end) },
    ),
    patients,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: end - shortest },
    analysis: { kind: 'calendarTime', time: end },
    test,
  };
}

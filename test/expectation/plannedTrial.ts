/** The trials of the reference values: months, hazards per month, one-sided 0.025. */

import { exponential } from '../../src/survival/clock.ts';
import type { HazardRatioSteps, SurvivalLaw } from '../../src/survival/law.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import type { AnalysisRule } from '../../src/trial/analysis.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';

/** Hazard of `share` lost per year. */
export function dropoutPerYear(share: number): number {
  return -Math.log(1 - share) / 12;
}

export function exponentialLaw(median: number, steps: HazardRatioSteps = NO_EFFECT): SurvivalLaw {
  return { clock: exponential(Math.LN2 / median), steps };
}

/** 1 : 1, exponential control, uniform entry over 24 months. */
export function plannedTrial(options: {
  controlMedian: number;
  steps: HazardRatioSteps;
  patients: number;
  dropoutHazard: number;
  analysis: AnalysisRule;
}): Trial {
  const { controlMedian, steps, patients, dropoutHazard, analysis } = options;
  return {
    arms: armsOfLaws(
      { name: 'control', weight: 1, law: exponentialLaw(controlMedian), dropoutHazard },
      { name: 'experimental', weight: 1, law: exponentialLaw(controlMedian, steps), dropoutHazard },
    ),
    patients,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 24 },
    analysis,
    test: logRankTest(0.025, 1),
  };
}

/** Control median 9, HR 1 until `lag` then 0.6, 300 patients over 24, dropout 10 % a year, analysis at month 36. */
export function delayedTrial(lag: number): Trial {
  return plannedTrial({
    controlMedian: 9,
    steps: lag > 0 ? { starts: [0, lag], ratios: [1, 0.6] } : { starts: [0], ratios: [0.6] },
    patients: 300,
    dropoutHazard: dropoutPerYear(0.1),
    analysis: { kind: 'calendarTime', time: 36 },
  });
}

/** Control median 6, 500 patients over 24, dropout 5 % a year, analysis at 350 events. */
export function eventDrivenTrial(steps: HazardRatioSteps = { starts: [0], ratios: [0.7] }): Trial {
  return plannedTrial({
    controlMedian: 6,
    steps,
    patients: 500,
    dropoutHazard: dropoutPerYear(0.05),
    analysis: { kind: 'events', events: 350 },
  });
}

/** The shape of the published study: 51 control median 9, 20 experimental median 6, no dropout, two-sided 0.05. */
export function publishedShape(): Trial {
  const trial = plannedTrial({
    controlMedian: 9,
    steps: { starts: [0], ratios: [1.5] },
    patients: 71,
    dropoutHazard: 0,
    analysis: { kind: 'calendarTime', time: 36 },
  });
  return {
    ...trial,
    arms: armsOfLaws({ ...trial.arms[0], weight: 51 }, { ...trial.arms[1], weight: 20 }),
    test: logRankTest(0.05, 2),
  };
}

/**
 * The re-estimation of a planned trial's events: what it is compared with, and what the most events are expected to
 * bring.
 */

import type { Expectation } from '../expectation/expectation.ts';
import type { AdaptivePlan } from '../sequential/adaptiveCourse.ts';
import type { SolvedPlan } from '../sequential/plan.ts';
import type { AssumedEffect, ReestimationPlan } from '../sequential/reestimation.ts';

export interface PlannedReestimation extends AdaptivePlan {
  /**
   * When the most events are expected and the z expected then; a trial too small for them is taken to go on at its
   * pace.
   */
  readonly atMost: { readonly time: number; readonly expectedZ: number };
}

/**
 * `last` is the final analysis as planned, `expectedZAt` its expected z at a calendar time. Null where the plan
 * re-estimates nothing.
 */
export function plannedReestimation(
  expected: Expectation,
  solved: SolvedPlan,
  informationEvents: number,
  last: { readonly time: number; readonly expectedZ: number },
  expectedZAt: (time: number) => number,
): PlannedReestimation | null {
  const { reestimation } = solved.plan;
  if (reestimation === null) return null;
  const { look, effect, lowerLimit, target, maxFactor, statistic } = reestimation;
  const assumed: AssumedEffect =
    effect === 'observed' ? { kind: 'observed' } : { kind: 'planned', drift: solved.plannedDrift };
  const plan: ReestimationPlan = {
    interimEvents: solved.fractions[look] * informationEvents,
    events: informationEvents,
    finalBound: solved.efficacy[solved.efficacy.length - 1],
    efficacy: solved.efficacy[look],
    futility: solved.futility[look],
  };
  const maxEvents = Math.max(Math.ceil(informationEvents), Math.floor(informationEvents * maxFactor + 1e-9));
  const time = expected.timeOfEvents(maxEvents);
  const atMost = Number.isFinite(time)
    ? { time, expectedZ: expectedZAt(time) }
    : { time: last.time, expectedZ: last.expectedZ * Math.sqrt(maxEvents / informationEvents) };
  return { plan, zone: { effect: assumed, lowerLimit, target, maxEvents }, statistic, atMost };
}

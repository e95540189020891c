/**
 * A group-sequential trial as planned: when its looks are expected, with what information, at which bounds, and where it
 * is expected to end. Everything comes at its expected pace; the simulation beside it has the scatter.
 */

import { type Crossing, claimsOf, crossingFrom } from '../sequential/crossing.ts';
import { hazardRatioOfZ } from '../sequential/futility.ts';
import { boundariesOf, type SolvedPlan, solvePlan } from '../sequential/plan.ts';
import { start } from '../sequential/recursion.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { experimentalShare, type Trial } from '../trial/trial.ts';
import {
  eventsAtFraction,
  expectedAnalysisTime,
  expectedLookTimes,
  informationEvents,
} from './expectedAnalysisTime.ts';
import { expectedEvents } from './expectedEvents.ts';
import { logRankDrift, logRankPower } from './logRankDrift.ts';

/** A trial all of whose looks wait for events, times and patients: information fractions turned into whole events. */
export function withLooksResolved(trial: Trial): Trial {
  const resolve = (rule: AnalysisRule): AnalysisRule => {
    if (rule.kind === 'informationFraction') return { kind: 'events', events: eventsAtFraction(trial, rule.fraction) };
    return 'rules' in rule ? { kind: rule.kind, rules: rule.rules.map(resolve) } : rule;
  };
  return trial.interims ? { ...trial, interims: trial.interims.map(resolve) } : trial;
}

export interface PlannedLook {
  readonly time: number;
  readonly events: number;
  readonly patients: number;
  /** Events over those at information fraction 1. */
  readonly fraction: number;
  /** Expected log-rank z under the planned effect. */
  readonly expectedZ: number;
  /** ∞ where efficacy is not tested. */
  readonly efficacy: number;
  /** −∞ where there is no futility stop. */
  readonly futility: number;
  /** Observed hazard ratios at the bounds, exp(−z / √(events × p₀ × p₁)); null for no bound. */
  readonly efficacyHazardRatio: number | null;
  readonly futilityHazardRatio: number | null;
}

export interface PlannedLooks {
  readonly looks: readonly PlannedLook[];
  readonly solved: SolvedPlan;
  /** Events at information fraction 1. */
  readonly informationEvents: number;
  /** Whether every look waits for an event count and nothing else: the information is then as planned in every replicate. */
  readonly fixedInformation: boolean;
  /** Where the trial ends under the planned effect and under no effect, futility stops acted on or ignored. */
  readonly planned: Crossing;
  readonly plannedIgnoringFutility: Crossing;
  readonly null: Crossing;
  readonly nullIgnoringFutility: Crossing;
}

/** Where the trial ends when the looks' z have these means. */
function crossingAbout(solved: SolvedPlan, means: readonly number[], futility: 'acted on' | 'ignored'): Crossing {
  return crossingFrom(start(0), boundariesOf(solved, futility), means);
}

/** Why a trial's looks cannot be planned, at which of them (counted from 0). */
export class LooksProblem extends RangeError {
  readonly look: number;

  constructor(look: number, message: string) {
    super(message);
    this.look = look;
  }
}

/**
 * The looks of a trial with a sequential plan.
 *
 * @throws LooksProblem for looks that are not expected one after another before the final analysis; RangeError when fixed
 *   interim bounds leave no alpha to the final analysis.
 */
export function plannedLooks(trial: Trial): PlannedLooks {
  const { sequential, patients, accrual, test } = trial;
  if (sequential === undefined) throw new RangeError('plannedLooks: the trial has no sequential plan');
  const times = expectedLookTimes(trial);
  const full = informationEvents(trial);
  const share = experimentalShare(trial);
  const last = times.length - 1;
  const rules = [...(withLooksResolved(trial).interims ?? []), trial.analysis];
  const events = rules.map((rule, k) => {
    if (k === last) return full;
    return rule.kind === 'events' ? rule.events : expectedEvents(trial, times[k]);
  });
  const fractions = events.map((count, k) => (k === last ? 1 : count / full));
  for (let k = 0; k < last; k++) {
    if (!Number.isFinite(times[k])) throw new LooksProblem(k, 'is never expected to be due');
    if (!(fractions[k] <= fractions[k + 1] * (1 + 1e-9))) {
      const next = k + 1 === last ? 'the final analysis' : `look ${k + 2}`;
      throw new LooksProblem(k, `is expected later than ${next}`);
    }
    if (!(fractions[k] > 0)) throw new LooksProblem(k, 'is due before any event is expected');
  }
  const expectedZ = times.map((time) => logRankDrift(trial, time).z);
  const information = full * share * (1 - share);
  const solved = solvePlan(sequential, {
    fractions,
    alpha: test.alpha,
    sides: test.sides,
    plannedDrift: expectedZ[last],
    information,
  });
  const zeros = expectedZ.map(() => 0);
  const ratioAt = (z: number, k: number) => (Number.isFinite(z) ? hazardRatioOfZ(z, information * fractions[k]) : null);
  return {
    looks: times.map((time, k) => ({
      time,
      events: events[k],
      patients: expectedEnrolled(accrual, patients, time),
      fraction: fractions[k],
      expectedZ: expectedZ[k],
      efficacy: solved.efficacy[k],
      futility: solved.futility[k],
      efficacyHazardRatio: ratioAt(solved.efficacy[k], k),
      futilityHazardRatio: ratioAt(solved.futility[k], k),
    })),
    solved,
    informationEvents: full,
    fixedInformation: rules.every(({ kind }) => kind === 'events'),
    planned: crossingAbout(solved, expectedZ, 'acted on'),
    plannedIgnoringFutility: crossingAbout(solved, expectedZ, 'ignored'),
    null: crossingAbout(solved, zeros, 'acted on'),
    nullIgnoringFutility: crossingAbout(solved, zeros, 'ignored'),
  };
}

/** Power of the planned test by the canonical joint distribution of its looks: claims for benefit, and for harm when two-sided. */
export function plannedPower(trial: Trial): number {
  if (trial.sequential === undefined) return logRankPower(trial);
  if (!Number.isFinite(expectedAnalysisTime(trial))) return Number.NaN;
  return claimsOf(plannedLooks(trial).planned);
}

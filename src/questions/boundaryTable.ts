/** The boundary table of a group-sequential trial, and what recursive numerical integration says of it. */

import type { Design } from '../design/planDesign.ts';
import type { PlannedLooks } from '../design/plannedLooks.ts';
import { normalCdf } from '../maths/normal.ts';
import { type Crossing, claimsOf } from '../sequential/crossing.ts';
import { designSize } from '../sequential/inflation.ts';
import { boundariesOf, type SolvedPlan } from '../sequential/plan.ts';
import { testsByLook } from '../trial/trial.ts';

export interface BoundaryRow {
  /** Counted from 1; the last is the final analysis. */
  readonly look: number;
  readonly informationFraction: number;
  /** Expected when everything comes at its expected pace. */
  readonly events: number;
  readonly time: number;
  readonly patients: number;
  /** Null where efficacy is not tested at this look. */
  readonly efficacyZ: number | null;
  /** Nominal p at the bound, with the test's number of sides. */
  readonly efficacyP: number | null;
  /** Hazard ratio at the bound, exp(−z / √(events × p₀ × p₁)). */
  readonly efficacyHazardRatio: number | null;
  /** Cumulative, over all sides, futility as the design counts it. */
  readonly alphaSpent: number;
  /** Null where there is no futility stop at this look. */
  readonly futilityZ: number | null;
  readonly futilityHazardRatio: number | null;
  /** Probability of stopping here under no effect and under the planned one, futility stops acted on. */
  readonly efficacyUnderNull: number;
  readonly efficacyUnderPlanned: number;
  readonly harmUnderNull: number;
  readonly harmUnderPlanned: number;
  readonly futilityUnderNull: number;
  readonly futilityUnderPlanned: number;
}

export interface NumericalAnswer {
  /** Probability of a claim for benefit (either way, when two-sided), with futility stops acted on, and ignored. */
  readonly power: number;
  readonly powerIgnoringFutility: number;
  readonly typeOneError: number;
  readonly typeOneErrorIgnoringFutility: number;
  readonly expectedEventsUnderNull: number;
  readonly expectedEventsUnderPlanned: number;
  readonly expectedTimeUnderPlanned: number;
  readonly maximumEvents: number;
  /** Maximum information over that of a fixed design of the same alpha and power; null where power is not for benefit. */
  readonly inflation: number | null;
}

export interface SequentialSummary {
  readonly rows: readonly BoundaryRow[];
  readonly numerical: NumericalAnswer;
  readonly binding: boolean;
  /** Kinds of the statistics that decide, one per look; null where one test decides every look. */
  readonly tests: readonly string[] | null;
  /** How the numerical answers were found: by integration from look to look, or over the joint normal distribution of the looks' tests. */
  readonly method: 'recursive integration' | 'joint normal distribution';
  /** Events of the longest trial: as planned, or the cap of a re-estimation. */
  readonly mostEvents: number;
  /** Whether the final events may change; the numerical answers then integrate over the z of the look that re-estimates. */
  readonly reestimates: boolean;
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** Σ over looks of P(the trial ends there) × what has come by that look. */
function expectedAtEnd({ reached }: Crossing, at: readonly number[]): number {
  return at.reduce((sum, value, k) => sum + (reached[k] - (reached[k + 1] ?? 0)) * value, 0);
}

/** Maximum information of a design over that of a fixed one of the same alpha and power, futility stops acted on; 1 without looks. */
export function inflationOf({ looks }: Design, power: number): number {
  return looks === null ? 1 : inflationFor(looks.solved, power);
}

function inflationFor(solved: SolvedPlan, power: number): number {
  return designSize(boundariesOf(solved, 'acted on'), solved.alpha, power).inflation;
}

/** Null for a trial that runs to its final analysis, and for one of several hypotheses. */
export function sequentialSummary({ trial, looks: planned }: Design): SequentialSummary | null {
  if (planned === null) return null;
  const tests = trial.lookTests === undefined ? null : testsByLook(trial);
  const {
    looks,
    solved,
    reestimation,
    planned: effect,
    plannedIgnoringFutility,
    null: none,
    nullIgnoringFutility,
  } = planned;
  const { sides, alpha, plan } = solved;
  const counted = plan.binding ? none : nullIgnoringFutility;
  let alphaSpent = 0;
  const rows = looks.map((look, k): BoundaryRow => {
    alphaSpent += counted.efficacy[k] + counted.harm[k];
    return {
      look: k + 1,
      informationFraction: look.fraction,
      events: look.events,
      time: look.time,
      patients: look.patients,
      efficacyZ: finite(look.efficacy),
      efficacyP: Number.isFinite(look.efficacy) ? sides * normalCdf(-look.efficacy) : null,
      efficacyHazardRatio: look.efficacyHazardRatio,
      alphaSpent: solved.alphaSpent?.[k] ?? alphaSpent,
      futilityZ: finite(look.futility),
      futilityHazardRatio: look.futilityHazardRatio,
      efficacyUnderNull: none.efficacy[k],
      efficacyUnderPlanned: effect.efficacy[k],
      harmUnderNull: none.harm[k],
      harmUnderPlanned: effect.harm[k],
      futilityUnderNull: none.futility[k],
      futilityUnderPlanned: effect.futility[k],
    };
  });
  const events = looks.map((look) => look.events);
  return {
    rows,
    numerical: {
      power: claimsOf(effect),
      powerIgnoringFutility: claimsOf(plannedIgnoringFutility),
      typeOneError: claimsOf(none),
      typeOneErrorIgnoringFutility: claimsOf(nullIgnoringFutility),
      expectedEventsUnderNull: expectedAtEnd(none, [...events.slice(0, -1), none.finalEvents]),
      expectedEventsUnderPlanned: expectedAtEnd(effect, [...events.slice(0, -1), effect.finalEvents]),
      expectedTimeUnderPlanned: expectedAtEnd(effect, [
        ...looks.slice(0, -1).map(({ time }) => time),
        finalTime(planned, effect.finalEvents),
      ]),
      maximumEvents: reestimation?.zone.maxEvents ?? events[events.length - 1],
      inflation:
        !planned.joint && reestimation === null && effect.power > 2 * alpha && effect.power < 1 - 1e-9
          ? inflationFor(solved, effect.power)
          : null,
    },
    binding: plan.binding && plan.futility !== null,
    tests: tests?.map(({ statistic }) => statistic.kind) ?? null,
    method: planned.joint ? 'joint normal distribution' : 'recursive integration',
    mostEvents: reestimation?.zone.maxEvents ?? events[events.length - 1],
    reestimates: reestimation !== null,
  };
}

/** Expected time of a final analysis at so many events, interpolated between the planned events and the most. */
function finalTime({ looks, reestimation }: PlannedLooks, events: number): number {
  const last = looks[looks.length - 1];
  if (reestimation === null) return last.time;
  const { zone, atMost } = reestimation;
  const range = zone.maxEvents - last.events;
  return range > 0 ? last.time + ((atMost.time - last.time) * (events - last.events)) / range : last.time;
}

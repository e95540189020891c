/** The boundary table of a group-sequential trial, and what recursive numerical integration says of it. */

import { normalCdf } from '../maths/normal.ts';
import { type Crossing, claimsOf } from '../sequential/crossing.ts';
import { designSize } from '../sequential/inflation.ts';
import { boundariesOf, type SolvedPlan } from '../sequential/plan.ts';
import { adaptiveOutcome } from '../sequential/reestimation.ts';
import type { Test } from '../trial/comparisons.ts';
import type { SequentialDesign } from './sequentialDesign.ts';

export interface BoundaryRow {
  /** Counted from 1; the last is the final analysis. */
  readonly look: number;
  readonly informationFraction: number;
  /** Expected when everything comes at its expected pace. */
  readonly events: number;
  readonly time: number;
  readonly patients: number;
  /** Null for no efficacy test at this look. */
  readonly efficacyZ: number | null;
  /** Nominal p at the bound, with the test's number of sides. */
  readonly efficacyP: number | null;
  /** Hazard ratio at the bound, exp(−z / √(events × p₀ × p₁)). */
  readonly efficacyHazardRatio: number | null;
  /** Cumulative, over all sides, futility as the design counts it. */
  readonly alphaSpent: number;
  /** Null for no futility stop at this look. */
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
  /** Probability of a claim for benefit (either way, when two-sided), futility stops acted on; and ignored. */
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

/** With re-estimation at the only interim look, by integration over its z. */
export interface ReestimationAnswer {
  readonly power: number;
  readonly typeOneError: number;
  readonly expectedEventsUnderPlanned: number;
}

export interface SequentialSummary {
  readonly rows: readonly BoundaryRow[];
  readonly numerical: NumericalAnswer;
  readonly binding: boolean;
  /** The tests that decide, one a look; null where one test decides every look. */
  readonly tests: readonly Test[] | null;
  /** How the numerical answers were found: by integration from look to look, or over the joint normal distribution of the looks' tests. */
  readonly method: 'recursive integration' | 'joint normal distribution';
  /** Events of the longest trial: as planned, or the cap of a re-estimation. */
  readonly mostEvents: number;
  /** Whether the final events may change, of which recursive integration takes no account. */
  readonly reestimates: boolean;
  /** Of a one-sided test with one interim look. */
  readonly reestimation: ReestimationAnswer | null;
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** Σ over looks of P(the trial ends there) × what has come by then. */
function expectedAtEnd({ reached }: Crossing, at: readonly number[]): number {
  return at.reduce((sum, value, k) => sum + (reached[k] - (reached[k + 1] ?? 0)) * value, 0);
}

/** Maximum information over that of a fixed design of the same alpha and power, futility stops acted on. */
export function inflationFor(solved: SolvedPlan, power: number): number {
  return designSize(boundariesOf(solved, 'acted on'), solved.alpha, power).inflation;
}

export function sequentialSummary({ planned, reestimation, tests }: SequentialDesign): SequentialSummary {
  const { looks, solved, planned: effect, plannedIgnoringFutility, null: none, nullIgnoringFutility } = planned;
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
      expectedEventsUnderNull: expectedAtEnd(none, events),
      expectedEventsUnderPlanned: expectedAtEnd(effect, events),
      expectedTimeUnderPlanned: expectedAtEnd(
        effect,
        looks.map(({ time }) => time),
      ),
      maximumEvents: events[events.length - 1],
      inflation:
        !planned.joint && effect.power > 2 * alpha && effect.power < 1 - 1e-9
          ? inflationFor(solved, effect.power)
          : null,
    },
    binding: plan.binding && plan.futility !== null,
    tests,
    method: planned.joint ? 'joint normal distribution' : 'recursive integration',
    mostEvents: reestimation?.zone.maxEvents ?? events[events.length - 1],
    reestimates: reestimation !== null,
    reestimation: reestimationAnswer(
      sides,
      looks.map(({ expectedZ }) => expectedZ),
      reestimation,
    ),
  };
}

function reestimationAnswer(
  sides: 1 | 2,
  expectedZ: readonly number[],
  reestimation: SequentialDesign['reestimation'],
): ReestimationAnswer | null {
  if (reestimation === null || expectedZ.length !== 2 || sides === 2) return null;
  const [interimMean, drift] = expectedZ;
  const { plan, zone, statistic } = reestimation;
  const effect = adaptiveOutcome(plan, zone, statistic, drift, interimMean);
  const { futility: _, ...ignoring } = plan;
  return {
    power: effect.rejection,
    expectedEventsUnderPlanned: effect.expectedEvents,
    typeOneError: adaptiveOutcome(ignoring, zone, statistic, 0).rejection,
  };
}

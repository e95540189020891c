/** What follows the first event, compiled: which first events are deaths, and the time from progression to death. */
import { normalQuantile } from '../../maths/normal.ts';
import { type DiseaseCourse, switchedLaw } from '../../survival/diseaseCourse.ts';
import { multiplied, type SurvivalLaw } from '../../survival/law.ts';
import type { ObservedArm } from '../../trial/arm.ts';
import { type Endpoint, observedFor } from '../../trial/endpoint.ts';
import { type ArmExits, type CompetingExit, planCellExits, planExit, ROUNDING } from './exitLaw.ts';
import { planOwnExit } from './ownExit.ts';
import { NEVER, QUANTUM, tickOf } from './ticks.ts';

/** How an arm's patients go on after the first event. */
export interface CoursePlan {
  /**
   * What the upper 31 bits of a patient's word make of a first event from tick starts[j] on study on: a death below
   * deathBelow[j], else progression and a switch below switchBelow[j].
   */
  readonly starts: readonly number[];
  readonly deathBelow: readonly number[];
  readonly switchBelow: readonly number[];
  readonly after: AfterPlan;
  /** Whether some of those who progress switch; `after` has a second law for them. */
  readonly switching: { readonly delayTicks: number } | null;
}

/** 31 bits have so many values. */
const WORDS = 2 ** 31;
const EXIT_WORDS = 2 ** 32;
const HALVES = 2 ** 16;

export type AfterPlan =
  /** From progression to death or dropout, as from entry to exit; of those who switch by the second of two. */
  | { readonly kind: 'exits'; readonly exits: readonly ArmExits[] }
  /**
   * The same where nobody switches and 16 bits decide all: a first event is a death where they are below `deathBelow`, and whoever
   * progresses drops out where they reach eventBelow of the piece.
   */
  | { readonly kind: 'sharedWord'; readonly law: CompetingExit; readonly deathBelow: number }
  /** Hazards per unit of time (diseaseCourse.ts). */
  | {
      readonly kind: 'gumbel';
      readonly theta: number;
      readonly progression: number;
      readonly death: number;
      /** Mean time to dropout in quanta, a single-precision number; 0 for no dropout. */
      readonly dropoutMean: number;
    }
  /** From the rank of the first event's time to that of death, both laws of all patients. */
  | { readonly kind: 'ranks'; readonly first: SurvivalLaw; readonly death: SurvivalLaw; readonly dropoutMean: number };

/** An endpoint beside the driving one. */
export type EndpointPlan =
  | { readonly kind: 'death' | 'progression' }
  | {
      readonly kind: 'response';
      readonly ticks: number;
      /** By arm: −Φ⁻¹ of the share of responders. */
      readonly rates: readonly number[];
      /** By arm: patients whose word's upper 31 bits are below respond, where nothing goes with the response. */
      readonly respondBelow: readonly number[];
      readonly correlation: number;
      /** By arm, the law of the first event that the response goes with; null where they are independent. */
      readonly laws: readonly (SurvivalLaw | null)[];
    };

/** `alike`: whether all patients of a cell have the same hazards; `cells` have the multipliers of the arm. */
export function planCourse(
  course: DiseaseCourse,
  { history, dropoutHazard }: ObservedArm,
  multipliers: readonly number[],
  alike: boolean,
  ticksPerUnit: number,
): CoursePlan {
  const { deaths, after, switching } = course;
  const switches = switching !== null && after.kind === 'law';
  const share = switches ? switching.share : 0;
  return {
    starts: deaths.starts.map((start) => tickOf(start, ticksPerUnit)),
    deathBelow: deaths.shares.map((dead) => Math.round(dead * WORDS)),
    switchBelow: deaths.shares.map((dead) => Math.round((dead + (1 - dead) * share) * WORDS)),
    after: planAfter(course, history.first, dropoutHazard, multipliers, alike, ticksPerUnit),
    switching: switches ? { delayTicks: tickOf(switching.delay, ticksPerUnit) } : null,
  };
}

function planAfter(
  { deaths, after, switching }: DiseaseCourse,
  first: SurvivalLaw,
  dropoutHazard: number,
  multipliers: readonly number[],
  alike: boolean,
  ticksPerUnit: number,
): AfterPlan {
  const dropoutMean = dropoutHazard > 0 ? Math.fround(ticksPerUnit / QUANTUM / dropoutHazard) : 0;
  switch (after.kind) {
    case 'gumbel':
      return { ...after, dropoutMean };
    case 'ranks':
      return { kind: 'ranks', first, death: after.law, dropoutMean };
    case 'law': {
      const alone = alike && multipliers.length === 1 && deaths.shares.length === 1 && switching === null;
      const shared = alone
        ? planSharedWord(multiplied(after.law, multipliers[0]), deaths.shares[0], dropoutHazard, ticksPerUnit)
        : null;
      if (shared !== null) return shared;
      const laws = switching === null ? [after.law] : [after.law, switchedLaw(after.law, switching)];
      const exitsOf = (law: SurvivalLaw): ArmExits => {
        const byCell = alike
          ? planCellExits(
              multipliers.map((multiplier) => multiplied(law, multiplier)),
              dropoutHazard,
              ticksPerUnit,
            )
          : null;
        return byCell ?? planOwnExit({ law, dropoutHazard }, null, ticksPerUnit, NEVER);
      };
      return { kind: 'exits', exits: laws.map(exitsOf) };
    }
  }
}

/** Null where 16 bits would round a probability too much, or the law has no quick way. */
function planSharedWord(
  law: SurvivalLaw,
  dead: number,
  dropoutHazard: number,
  ticksPerUnit: number,
): Extract<AfterPlan, { kind: 'sharedWord' }> | null {
  const exit = planExit({ law, dropoutHazard }, ticksPerUnit, Number.POSITIVE_INFINITY, 32);
  if (exit?.kind !== 'competing') return null;
  const events = exit.eventBelow.map((below) => (exit.flagBits === 0 ? 1 : below / EXIT_WORDS));
  const deathBelow = Math.round(dead * HALVES);
  const eventBelow = events.map((event) => Math.round((dead + (1 - dead) * event) * HALVES));
  const isClose = (below: number, probability: number) =>
    Math.abs(below / HALVES - probability) <= ROUNDING * Math.min(probability, 1 - probability);
  const close = events.every(
    (event, j) =>
      isClose(eventBelow[j] - deathBelow, (1 - dead) * event) &&
      isClose(HALVES - eventBelow[j], (1 - dead) * (1 - event)),
  );
  if (!close || !isClose(deathBelow, dead)) return null;
  return { kind: 'sharedWord', law: { ...exit, flagBits: 16, eventBelow }, deathBelow };
}

/** The endpoints beside the driving one; `arms` are those that it sees. */
export function planEndpoints(
  endpoints: readonly Endpoint[],
  arms: readonly ObservedArm[],
  ticksPerUnit: number,
): readonly EndpointPlan[] {
  return endpoints.map((endpoint): EndpointPlan => {
    if (endpoint.kind === 'response') {
      const { rates, correlation, at } = endpoint;
      return {
        kind: 'response',
        ticks: tickOf(at, ticksPerUnit),
        rates: rates.map((rate) => -normalQuantile(rate)),
        respondBelow: rates.map((rate) => Math.round(rate * WORDS)),
        correlation,
        laws: arms.map(({ history }) => (correlation === 0 ? null : history.first)),
      };
    }
    const observed = observedFor(endpoint);
    if (observed === 'death' || observed === 'progression') return { kind: observed };
    throw new RangeError(`${endpoint.name} is the driving endpoint once more`);
  });
}

/** What follows the first event, compiled: which first events are deaths, and the time from progression to death. */
import { normalQuantile } from '../../maths/normal.ts';
import { type DiseaseCourse, switchedLaw } from '../../survival/diseaseCourse.ts';
import type { SurvivalLaw } from '../../survival/law.ts';
import type { ObservedArm } from '../../trial/arm.ts';
import { type Endpoint, observedFor } from '../../trial/endpoint.ts';
import { multiplied } from '../../trial/population.ts';
import { type ArmExits, planCellExits } from './exitLaw.ts';
import { planOwnExit } from './ownExit.ts';
import { NEVER, QUANTUM, tickOf } from './ticks.ts';

/** How an arm's patients go on after the first event. */
export interface CoursePlan {
  /** Shares of first events that are deaths, single-precision numbers: shares[j] from tick starts[j] on study on. */
  readonly starts: readonly number[];
  readonly shares: readonly number[];
  readonly after: AfterPlan;
  /** Of those who progress, a share that switches; `after` has a second law for them. */
  readonly switching: { readonly share: number; readonly delayTicks: number } | null;
}

export type AfterPlan =
  /** From progression to death or dropout, as from entry to exit; of those who switch by the second of two. */
  | { readonly kind: 'exits'; readonly exits: readonly ArmExits[] }
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
  return {
    starts: deaths.starts.map((start) => tickOf(start, ticksPerUnit)),
    shares: deaths.shares.map(Math.fround),
    after: planAfter(course, history.first, dropoutHazard, multipliers, alike, ticksPerUnit),
    switching:
      switching && after.kind === 'law'
        ? { share: switching.share, delayTicks: tickOf(switching.delay, ticksPerUnit) }
        : null,
  };
}

function planAfter(
  { after, switching }: DiseaseCourse,
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
        correlation,
        laws: arms.map(({ history }) => (correlation === 0 ? null : history.first)),
      };
    }
    const observed = observedFor(endpoint);
    if (observed === 'death' || observed === 'progression') return { kind: observed };
    throw new RangeError(`${endpoint.name} is the driving endpoint once more`);
  });
}

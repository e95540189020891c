/**
 * Where a trial ends if its last interim look re-estimates the events of the final analysis. Its looks are integrated
 * by recursion, its final analysis over the z of the look that re-estimates.
 */
import { type Boundaries, type Crossing, crossingFrom, lowerEnd, sumOf } from './crossing.ts';
import { goOn, start, subDensity } from './recursion.ts';
import { type FinalStatistic, finalOutcome, type PromisingZone, type ReestimationPlan } from './reestimation.ts';

export interface AdaptivePlan {
  readonly plan: ReestimationPlan;
  readonly zone: PromisingZone;
  readonly statistic: FinalStatistic;
}

/** What an effect is expected to bring: z of each look as planned, and of a final analysis at the most events. */
export interface ExpectedCourse {
  readonly means: readonly number[];
  readonly atMost: number;
}

export interface AdaptiveCrossing extends Crossing {
  /** Expected events of the final analysis where it takes place. */
  readonly finalEvents: number;
}

/** Standard deviations of the interim z on either side of its mean. */
const RANGE = 9;

/** `bounds` with the futility that is acted on, of all looks as planned, the last but one of which re-estimates. */
export function adaptiveCrossing(
  bounds: Boundaries,
  { plan, zone, statistic }: AdaptivePlan,
  { means, atMost }: ExpectedCourse,
): AdaptiveCrossing {
  const { fractions, sides, efficacy, futility } = bounds;
  const last = fractions.length - 1;
  const interim = last - 1;
  const course = crossingFrom(start(0), bounds, means);
  let state = start(0);
  for (let k = 0; k < interim; k++)
    state = goOn(state, fractions[k], lowerEnd(sides, efficacy[k], futility?.[k]) - means[k], efficacy[k] - means[k]);
  const { interimEvents, events } = plan;
  const mean = means[interim];
  const score = means[last] * Math.sqrt(events);
  // Beyond the planned events, the effect goes on at the pace that it has from there to the most events.
  const pace = zone.maxEvents > events ? (atMost * Math.sqrt(zone.maxEvents) - score) / (zone.maxEvents - events) : 0;
  const lower = lowerEnd(sides, efficacy[interim], futility?.[interim]);
  const stops = { efficacy: efficacy[interim], futility: futility?.[interim] ?? Number.NEGATIVE_INFINITY };
  const final = finalOutcome({ ...plan, ...stops }, zone, statistic, {
    density: (z) => subDensity(state, fractions[interim], z - mean),
    low: Math.max(lower, mean - RANGE),
    high: Math.min(efficacy[interim], mean + RANGE),
    gain: (count) => score + pace * (count - events) - mean * Math.sqrt(interimEvents),
  });
  const claims = [...course.efficacy.slice(0, last), final.benefit];
  const reached = course.reached[last];
  return {
    ...course,
    efficacy: claims,
    harm: [...course.harm.slice(0, last), sides === 2 ? final.harm : 0],
    power: sumOf(claims),
    finalEvents: reached > 0 ? final.events / reached : events,
  };
}

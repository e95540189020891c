/** What is found about adverse events, exactly. */
import { chanceOfAny, patientsToSeeAny } from '../../harms/chanceOfAny.ts';
import {
  clopperPearson,
  expectedHalfWidth,
  patientsForHalfWidth,
  type RateInterval,
  ruleOfThree,
  upperLimitOfNone,
  wilsonInterval,
} from '../../harms/rateInterval.ts';
import { bayesianToxicityBound, pocockToxicityBound, type SolvedToxicityBound } from '../../harms/toxicityBound.ts';
import { type ToxicityCourse, toxicityCourse } from '../../harms/toxicityCourse.ts';
import { MOST_HARMED } from '../../scenario/harmsSchema.ts';
import type { Harm, Harms, StoppingPlan } from '../../scenario/plannedHarms.ts';

const LEVEL = 0.95;

/** What was observed, with 95 % intervals. */
export interface HarmObserved {
  readonly events: number;
  readonly patients: number;
  readonly exact: RateInterval;
  readonly wilson: RateInterval;
  /** Upper limit of one-sided 95 %, exact. */
  readonly oneSidedUpper: number;
}

/** What the planned patients will show. */
export interface HarmPlanned {
  readonly patients: number;
  /** P(at least one event); null without a rate. */
  readonly chanceOfAny: number | null;
  /** Half width that the exact 95 % interval is expected to have; null without a rate. */
  readonly halfWidth: number | null;
  /** One-sided upper limits of 95 % where none of them has the event: exact, and by the rule of three. */
  readonly upperIfNone: number;
  readonly ruleOfThree: number;
}

export interface HarmNeeded {
  /** The fewest patients to see the event at all with these chances. */
  readonly toSeeAny: readonly { readonly chance: number; readonly patients: number }[];
  /** For the half width wanted; patients null where more than `most` are needed. */
  readonly halfWidth: { readonly wanted: number; readonly patients: number | null; readonly most: number } | null;
}

export interface HarmStopping {
  /** A nominal one-sided p-value (pocock) or a posterior probability (bayesian), the same at every look. */
  readonly threshold: number;
  /** The looks at which the trial can stop, and from how many events on. */
  readonly bound: readonly { readonly patients: number; readonly events: number }[];
  /** At the tolerated rate first, then over true rates. */
  readonly atTolerated: StoppingCourse;
  readonly courses: readonly StoppingCourse[];
}

export type StoppingCourse = Pick<ToxicityCourse, 'rate' | 'stop' | 'patients' | 'events'>;

/** About one event; what was not asked, or cannot be said, is null. */
export interface HarmFound {
  readonly name: string;
  readonly arm: string | null;
  readonly rate: number | null;
  readonly observed: HarmObserved | null;
  readonly planned: HarmPlanned | null;
  readonly needed: HarmNeeded | null;
  readonly stopping: HarmStopping | null;
}

export interface HarmsFound {
  readonly events: readonly HarmFound[];
}

const NOTHING = { observed: null, planned: null, needed: null, stopping: null };
const headOf = ({ name, arm, rate }: Harm) => ({ name, arm, rate });

function observedOf({ observed }: Harm): HarmObserved | null {
  if (observed === null) return null;
  const { events, patients } = observed;
  return {
    events,
    patients,
    exact: clopperPearson(events, patients, LEVEL),
    wilson: wilsonInterval(events, patients, LEVEL),
    oneSidedUpper: clopperPearson(events, patients, 2 * LEVEL - 1).high,
  };
}

function plannedOf({ patients, rate }: Harm): HarmPlanned | null {
  if (patients === null) return null;
  return {
    patients,
    chanceOfAny: rate === null ? null : chanceOfAny(rate, patients),
    halfWidth: rate === null ? null : expectedHalfWidth(patients, rate, LEVEL),
    upperIfNone: upperLimitOfNone(patients, LEVEL),
    ruleOfThree: Math.min(1, ruleOfThree(patients)),
  };
}

const CHANCES = [0.8, 0.9, 0.95];

function neededOf({ rate, halfWidth }: Harm): HarmNeeded | null {
  if (rate === null) return null;
  return {
    toSeeAny: CHANCES.map((chance) => ({ chance, patients: patientsToSeeAny(rate, chance) })),
    halfWidth:
      halfWidth === null
        ? null
        : {
            wanted: halfWidth,
            patients: patientsForHalfWidth(rate, halfWidth, LEVEL, MOST_HARMED),
            most: MOST_HARMED,
          },
  };
}

function boundOf({ looks, tolerated, rule }: StoppingPlan): SolvedToxicityBound {
  return rule.kind === 'pocock'
    ? pocockToxicityBound(looks, tolerated, rule.chance)
    : bayesianToxicityBound(looks, tolerated, rule.prior, rule.by);
}

function stoppingFound({ stopping, patients }: Harm): HarmStopping | null {
  if (stopping === null || patients === null) return null;
  const bound = boundOf(stopping);
  const at = (rate: number): StoppingCourse => {
    const course = toxicityCourse(bound, rate, patients);
    return { rate, stop: course.stop, patients: course.patients, events: course.events };
  };
  const rates = [...new Set([...Array.from({ length: 18 }, (_, i) => (i + 1) / 20), stopping.tolerated])];
  return {
    threshold: bound.threshold,
    bound: bound.patients.flatMap((n, k) =>
      Number.isFinite(bound.stopAt[k]) ? [{ patients: n, events: bound.stopAt[k] }] : [],
    ),
    atTolerated: at(stopping.tolerated),
    courses: rates.sort((x, y) => x - y).map(at),
  };
}

/** The answer to check: what was observed, and what the planned patients will show. */
export function harmsOf({ events }: Harms): HarmsFound {
  return {
    events: events.map((harm) => ({
      ...NOTHING,
      ...headOf(harm),
      observed: observedOf(harm),
      planned: plannedOf(harm),
    })),
  };
}

/** The answer to power: bounds, and how often they stop. */
export function stoppingOf({ events }: Harms): HarmsFound {
  const stopped = events.filter(({ stopping }) => stopping !== null);
  return { events: stopped.map((harm) => ({ ...NOTHING, ...headOf(harm), stopping: stoppingFound(harm) })) };
}

/** The answer to size: patients needed. */
export function neededForHarms({ events }: Harms): HarmsFound {
  const rated = events.filter(({ rate }) => rate !== null);
  return { events: rated.map((harm) => ({ ...NOTHING, ...headOf(harm), needed: neededOf(harm) })) };
}

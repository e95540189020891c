/** The trial in which some comparisons are true nulls and the others are as planned. */
import type { DiseaseCourse } from '../survival/diseaseCourse.ts';
import { overallSurvivalLaw } from '../survival/illnessDeath.ts';
import { cureFraction, median, survival } from '../survival/law.ts';
import type { Arm, ArmParts } from './arm.ts';
import type { Compared } from './comparison.ts';
import { LIKE_CONTROL } from './effect.ts';
import { endpointOf, observedFor, placeOf, withResponses } from './endpoint.ts';
import type { HypothesisFamily } from './hypothesisFamily.ts';
import { type Trial, withArms } from './trial.ts';

/**
 * The sets of hypotheses (bit masks) that may be true while others are not: all but the empty set and the whole. Hypotheses of
 * one arm in one endpoint go together, whatever their subgroups.
 */
export function partialNulls({ hypotheses }: Pick<HypothesisFamily, 'hypotheses'>): number[] {
  const keys = hypotheses.map(({ arm, endpoint }) => `${arm} ${endpoint}`);
  const kinds = [...new Set(keys)];
  const maskOf = (among: readonly string[]) =>
    keys.reduce((mask, key, h) => (among.includes(key) ? mask | (1 << h) : mask), 0);
  return Array.from({ length: (1 << kinds.length) - 2 }, (_, set) =>
    maskOf(kinds.filter((_kind, place) => ((set + 1) >> place) & 1)),
  );
}

/** What is no better than in the control, of an arm's patients. */
interface NullParts {
  readonly first: boolean;
  readonly death: boolean;
  readonly progression: boolean;
}

/** The course of an arm whose patients die like those of the control whatever they progress like. */
function dyingLike({ history: { first, course } }: Arm): DiseaseCourse | undefined {
  if (course === null) return undefined;
  const law = overallSurvivalLaw({ first, course });
  return { deaths: { starts: [0], shares: [0] }, after: { kind: 'ranks', law }, switching: null };
}

function nullArm(arm: Arm, control: Arm, { first, death, progression }: NullParts): ArmParts {
  const ofControl = control.course;
  const own = arm.course;
  const alike = first || progression;
  if (own === undefined || ofControl === undefined) return alike ? { ...arm, effect: LIKE_CONTROL } : arm;
  if (alike && death) return { ...arm, effect: LIKE_CONTROL, course: ofControl };
  if (alike) return { ...arm, effect: LIKE_CONTROL, course: { ...own, deaths: ofControl.deaths } };
  if (!death) return arm;
  const course = dyingLike(control);
  return course === undefined ? arm : { ...arm, course };
}

/** Times at which curves are held against each other, in medians of the control's survival. */
const TIMES = Array.from({ length: 60 }, (_, i) => (i + 1) / 6);
const ROUNDING = 1e-6;
/** A share of patients without first event that is too small to matter. */
const FEW = 0.01;

/** Whether all patients of the arm have a first event in the end, nowhere later than the deaths of the control. */
function firstBeforeDeaths(arm: Arm, control: Arm): boolean {
  const { first, course } = control.history;
  if (course === null) return false;
  const deaths = overallSurvivalLaw({ first, course });
  const scale = median(deaths);
  const isEarlier = (t: number) => {
    const free = survival(arm.history.first, t);
    return free < FEW || free <= survival(deaths, t) + ROUNDING;
  };
  return (
    cureFraction(arm.history.first) < ROUNDING && Number.isFinite(scale) && TIMES.every((t) => isEarlier(t * scale))
  );
}

/**
 * `trial` with these comparisons without effect and the others as planned. First events and responses without effect are those
 * of the control. Where only death is without effect, patients of the arm die at the control's times in the order in which
 * they have their first event: the arm's overall survival is the control's, its first events are as planned. That is no model
 * of a disease but a null as the tests see it; null is returned where some patients of the arm have no first event, or have it
 * later than the control's deaths. A comparison within a subgroup makes the arm null in all patients. With factors, overall
 * survival is that of patients of the control's law.
 */
export function withNulls(trial: Trial, nulls: readonly Compared[]): Trial | null {
  const [control] = trial.arms;
  const parts = trial.arms.map((_, index): NullParts => {
    const own = nulls.filter(({ arm }) => arm === index).map((compared) => observedFor(endpointOf(trial, compared)));
    return {
      first: own.includes('first'),
      death: own.includes('death'),
      progression: own.includes('progression'),
    };
  });
  const diesLikeControl = ({ first, death, progression }: NullParts) => death && !first && !progression;
  if (trial.arms.some((arm, index) => diesLikeControl(parts[index]) && !firstBeforeDeaths(arm, control))) return null;
  const endpoints = withResponses(trial.endpoints, (response) => {
    const place = placeOf(trial, response);
    const isNull = (arm: number) => nulls.some((each) => each.arm === arm && each.endpoint === place);
    return { ...response, rates: response.rates.map((rate, arm) => (isNull(arm) ? response.rates[0] : rate)) };
  });
  const armed = withArms(trial, (arm, index) => {
    const { first, death, progression } = parts[index];
    return first || death || progression ? nullArm(arm, control, parts[index]) : arm;
  });
  return { ...armed, endpoints };
}

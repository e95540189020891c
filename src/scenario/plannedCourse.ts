/** What follows the first event of each arm: from the file to the share of deaths and the law after progression. */
import type { DeathShare, DiseaseCourse, Switching } from '../survival/diseaseCourse.ts';
import { deathShareOfGumbel, gumbelOfMedians } from '../survival/gumbel.ts';
import { afterOfMedian } from '../survival/historyOfMedians.ts';
import { median, type SurvivalLaw } from '../survival/law.ts';
import { type Arms, changedArms } from '../trial/arm.ts';
import { lawOf } from '../trial/effect.ts';
import { ascending, type Context, figure, startsAtZero, timeText, watched } from './context.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { CourseFile, TrialFile } from './schema.ts';
import { plannedEffect } from './survival.ts';

/**
 * The arms, which stand at `positions` of the file at `at`, with their courses. `implied`: deaths among first events of arms
 * whose first events are given by their parts. Null when something is wrong.
 */
export function withCourses(
  arms: Arms,
  { arms: specs }: TrialFile,
  positions: readonly number[],
  implied: ReadonlyMap<number, DeathShare>,
  at: Path,
  outer: Context,
): Arms | null {
  const { context, sound } = watched(outer);
  const courses: (DiseaseCourse | null)[] = [];
  positions.forEach((position, index) => {
    const spec = specs[position].course;
    const path = [...at, position, 'course'];
    const control = index === 0 ? null : (courses[0] ?? null);
    // The control's course, which the others refer to, has its own message.
    if (index > 0 && control === null) return;
    const parts = { first: arms[index].history.first, implied: implied.get(position) ?? null };
    courses.push(plannedCourse(spec, parts, control, path, context));
  });
  const found = courses.flatMap((course) => (course === null ? [] : [course]));
  if (!sound() || found.length < courses.length) return null;
  return changedArms(arms, (arm, index) => ({ ...arm, course: found[index] }));
}

/** The first events of an arm, and the deaths among them where these are implied. */
interface FirstEvents {
  readonly first: SurvivalLaw;
  readonly implied: DeathShare | null;
}

/** `control`: the course of the control; null for the control itself. */
function plannedCourse(
  spec: CourseFile | undefined,
  { first, implied }: FirstEvents,
  control: DiseaseCourse | null,
  at: Path,
  context: Context,
): DiseaseCourse | null {
  if (spec === undefined) {
    if (control !== null) return { ...control, deaths: implied ?? control.deaths, switching: null };
    context.report(
      at,
      'is missing; endpoints beyond the first event need the deaths among first events and what follows progression, e.g. course: {deaths: 0.1, overallSurvival: {median: 24}}',
    );
    return null;
  }
  const switching = spec.switching === undefined ? null : plannedSwitching(spec.switching, context);
  if (spec.kendallTau !== undefined) return gumbelCourse(spec, first, switching, at, context);
  const deaths = deathShares(spec, implied, control, at, context);
  if (deaths === null) return null;
  if (spec.overallSurvival !== undefined) {
    if (spec.afterProgression !== undefined) {
      context.report(at, 'gives afterProgression and overallSurvival; must give one: the other follows from it');
      return null;
    }
    const time = inUnit(spec.overallSurvival.median, context.unit, context.plainUnit);
    const found = afterOfMedian(first, deaths, time);
    if (found.kind === 'fitted') return { ...found.history.course, switching };
    const { problem } = found;
    const path = [...at, 'overallSurvival', 'median'];
    context.report(
      path,
      problem.kind === 'tooEarly'
        ? `is ${timeText(time, context)}; must be > ${timeText(problem.above, context)}, the median time to the first event, as death is at or after it`
        : `is ${timeText(time, context)}, but more than half would have died without progression by then; must be < ${timeText(problem.below, context)}, or deaths < ${figure(problem.shareBelow)}`,
    );
    return null;
  }
  if (spec.afterProgression === undefined) {
    if (control !== null) return { deaths, after: control.after, switching };
    context.report(
      [...at, 'afterProgression'],
      'is missing; give the time from progression to death, e.g. {model: exponential, median: 14}, or overallSurvival: {median: 24}',
    );
    return null;
  }
  const path = [...at, 'afterProgression'];
  const effect = plannedEffect(spec.afterProgression, path, context);
  if (effect === null) return null;
  if (effect.kind === 'own') return { deaths, after: { kind: 'law', law: effect.law }, switching };
  if (control === null || control.after.kind !== 'law') {
    const rule =
      control === null
        ? 'the control arm must have a law of its own'
        : 'the control has none, as a copula joins its times';
    context.report([...path, 'model'], `is relative; ${rule}, e.g. {model: exponential, median: 14}`);
    return null;
  }
  return { deaths, after: { kind: 'law', law: lawOf(effect, control.after.law) }, switching };
}

function deathShares(
  { deaths }: CourseFile,
  implied: DeathShare | null,
  control: DiseaseCourse | null,
  at: Path,
  context: Context,
): DeathShare | null {
  if (implied !== null) {
    if (deaths === undefined) return implied;
    context.report([...at, 'deaths'], 'is given, but follows from the hazards of progression and of death; remove it');
    return null;
  }
  if (deaths === undefined) {
    if (control !== null) return control.deaths;
    context.report([...at, 'deaths'], 'is missing; give the share of first events that are deaths, e.g. 0.1');
    return null;
  }
  if (!Array.isArray(deaths)) return { starts: [0], shares: [deaths as number] };
  const list = [...at, 'deaths'];
  const starts = deaths.map(({ from }) => inUnit(from, context.unit, context.plainUnit));
  if (!startsAtZero(starts, list, context) || !ascending(starts, list, 'from', context)) return null;
  return { starts, shares: deaths.map(({ share }) => share as number) };
}

function plannedSwitching(spec: NonNullable<CourseFile['switching']>, context: Context): Switching {
  return {
    share: spec.share as number,
    delay: spec.delay === undefined ? 0 : inUnit(spec.delay, context.unit, context.plainUnit),
    hazardRatio: spec.hazardRatio as number,
  };
}

/** Times to progression and to death joined by a Gumbel copula: the smaller has the first event's constant hazard. */
function gumbelCourse(
  spec: CourseFile,
  first: SurvivalLaw,
  switching: Switching | null,
  at: Path,
  context: Context,
): DiseaseCourse | null {
  const tau = spec.kendallTau as number;
  const path = [...at, 'kendallTau'];
  if (spec.overallSurvival === undefined || spec.afterProgression !== undefined || spec.deaths !== undefined) {
    context.report(
      path,
      `is ${figure(tau)}, but goes with overallSurvival alone: deaths among first events and what follows progression are then implied`,
    );
    return null;
  }
  const constant =
    first.clock.kind === 'piecewise' && first.clock.hazards.length === 1 && first.steps.ratios.length === 1;
  if (!constant) {
    context.report(
      path,
      `is ${figure(tau)}; the copula is of exponential times, so survival must have a constant hazard`,
    );
    return null;
  }
  if (switching !== null) {
    context.report(
      [...at, 'switching'],
      'is given with kendallTau; give afterProgression in its place, as switching changes the hazard after progression',
    );
    return null;
  }
  const time = inUnit(spec.overallSurvival.median, context.unit, context.plainUnit);
  const after = gumbelOfMedians({ first: median(first), death: time, tau });
  if (after === null) {
    context.report(
      [...at, 'overallSurvival', 'median'],
      `is ${timeText(time, context)}; must be > ${timeText(median(first), context)}, the median time to the first event, as death is at or after it`,
    );
    return null;
  }
  return { deaths: { starts: [0], shares: [deathShareOfGumbel(after)] }, after, switching: null };
}

/**
 * Overall survival as a trial expects to see it, and the trial in which its average hazard ratio is a given one. The hazard
 * ratio of death follows from the histories of the arms and changes over time; here it is averaged over the deaths expected by
 * a calendar time (averageHazardRatio.ts).
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { findRoot } from '../maths/roots.ts';
import type { AfterProgression, DiseaseCourse } from '../survival/diseaseCourse.ts';
import { deathShareOfGumbel, firstHazard } from '../survival/gumbel.ts';
import type { SurvivalLaw } from '../survival/law.ts';
import { type Trial, withArms } from '../trial/trial.ts';
import { averageHazardRatio } from './averageHazardRatio.ts';
import { expectationOf } from './expectation.ts';

/** The average hazard ratio of an experimental arm over the control by calendar time t, for the time to death at `endpoint`. */
export function averageSurvivalRatio(trial: Trial, endpoint: number, arm: number, t: number): number {
  const test = { ...trial.test, stratifiedBy: [], adjustedFor: [] };
  return averageHazardRatio(expectationOf(trial).of(endpoint), t, test, { endpoint, arm, subgroup: null });
}

function times({ clock, steps }: SurvivalLaw, factor: number): SurvivalLaw {
  return { clock, steps: { starts: steps.starts, ratios: steps.ratios.map((ratio) => ratio * factor) } };
}

/**
 * The course with the hazard of death multiplied where that leaves the first event as it was: after progression. Of times
 * joined by a copula the hazard of death is multiplied and that of progression makes up for it, as far as 0. Null for a factor
 * that the first event does not allow.
 */
function withDeathsAfter(course: DiseaseCourse, factor: number): DiseaseCourse | null {
  const { after } = course;
  if (after.kind !== 'gumbel') return { ...course, after: { ...after, law: times(after.law, factor) } };
  const { theta } = after;
  const first = firstHazard(after);
  const death = after.death * factor;
  if (!(death < first)) return null;
  const changed: Extract<AfterProgression, { kind: 'gumbel' }> = {
    ...after,
    death,
    progression: first * pow(1 - pow(death / first, theta), 1 / theta),
  };
  return { ...course, after: changed, deaths: { starts: [0], shares: [deathShareOfGumbel(changed)] } };
}

/** The largest factor either way. */
const MOST_FACTOR = 1000;

/**
 * `trial` with the hazard of death after progression multiplied in every experimental arm, so that its average hazard ratio of
 * death, the event of `endpoint`, over the control by calendar time `t` is `ratio`; the first event keeps its law, so that survival without progression
 * is as planned. Null where no factor from 1/1000 to 1000 does it: survival then contradicts what is planned of the first
 * event.
 */
export function withOverallSurvivalRatio(trial: Trial, endpoint: number, ratio: number, t: number): Trial | null {
  let changed = trial;
  for (let arm = 1; arm < trial.arms.length; arm++) {
    const made = (factor: number): Trial | null => {
      const { course } = changed.arms[arm];
      const harmed = course && withDeathsAfter(course, factor);
      return harmed ? withArms(changed, (each, a) => (a === arm ? { ...each, course: harmed } : each)) : null;
    };
    const excess = (logFactor: number): number => {
      const candidate = made(exp(logFactor));
      return candidate === null ? Number.NaN : log(averageSurvivalRatio(candidate, endpoint, arm, t) / ratio);
    };
    const found = solved(excess, log(MOST_FACTOR));
    const next = found === null ? null : made(exp(found));
    if (next === null) return null;
    changed = next;
  }
  return changed;
}

/** The root of an increasing function nearest to 0 in ±most; NaN is beyond what is possible. Null where there is none. */
function solved(excess: (x: number) => number, most: number): number | null {
  const middle = excess(0);
  if (Math.abs(middle) < 1e-9) return 0;
  const side = middle > 0 ? -1 : 1;
  let near = 0;
  for (let step = 0.25; Math.abs(near) < most; ) {
    const far = side * Math.min(most, Math.abs(near) + step);
    const value = excess(far);
    if (Number.isNaN(value)) {
      step /= 2;
      if (step < 1e-4) return null;
      continue;
    }
    if (value * middle <= 0) return findRoot(excess, near, far, 1e-8);
    near = far;
  }
  return null;
}

/**
 * Deaths while scans look for progression, which are known at once. Under a course patients die without progression, or after
 * a progression that no scan has seen; the latter at one hazard, that of the first interval between scans after progression,
 * as few die so soon.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { pieceAt } from '../survival/clock.ts';
import type { DeathShare, DiseaseCourse } from '../survival/diseaseCourse.ts';
import { firstHazard } from '../survival/gumbel.ts';
import { lawsAfterProgression } from '../survival/illnessDeath.ts';
import { cumulativeHazard, type SurvivalLaw } from '../survival/law.ts';
import type { ObservedArm } from '../trial/arm.ts';
import type { Deaths, Scans } from '../trial/scans.ts';
import type { Component } from './components.ts';

/** Deaths of a course: the share among first events, and the hazard of those whose progression is not seen yet. */
export interface CourseDeaths {
  readonly kind: 'course';
  readonly deaths: DeathShare;
  readonly unseenHazard: number;
}

export type SeenDeaths = Deaths | CourseDeaths;

/**
 * Share of patients that die between two times, at which S is a and b, of the patients free of the event before: a
 * share of the events, or the hazard × ∫S, S falling exponentially.
 */
export function deathsBetween(deaths: SeenDeaths | null, from: number, to: number, a: number, b: number): number {
  if (deaths === null || a <= b) return 0;
  if (deaths.kind === 'share') return deaths.share * (a - b);
  if (deaths.kind === 'course') return stepped(deaths.deaths, from, to, a, b);
  const area = b > 0 ? ((to - from) * (a - b)) / log(a / b) : (to - from) * a;
  return Math.min(a - b, deaths.hazard * area);
}

/** Deaths by shares that may change on the way, S falling exponentially. */
function stepped({ starts, shares }: DeathShare, from: number, to: number, a: number, b: number): number {
  let died = 0;
  let here = a;
  for (let j = pieceAt(starts, from); j < starts.length && starts[j] < to; j++) {
    const end = starts[j + 1] ?? to;
    const there = end < to ? a * pow(b / a, (end - from) / (to - from)) : b;
    died += shares[j] * (here - there);
    here = there;
  }
  return died;
}

const shareAt = ({ starts, shares }: DeathShare, t: number) => shares[pieceAt(starts, t)];

/** The rate of deaths at u of patients without progression, of whom `free` are left and `failing` have the event. */
export function deathRate(deaths: SeenDeaths | null, u: number, free: number, failing: number): number {
  if (deaths === null) return 0;
  switch (deaths.kind) {
    case 'share':
      return deaths.share * failing;
    case 'hazard':
      return deaths.hazard * free;
    case 'course':
      return shareAt(deaths.deaths, u) * failing;
  }
}

/** The hazard of death of those whose progression is not seen; 0 where they are taken to live until a scan sees it. */
export function unseenHazard(deaths: SeenDeaths | null): number {
  return deaths?.kind === 'course' ? deaths.unseenHazard : 0;
}

/** Of those whose progression is not seen, `stock` at the beginning of a span and `joining` evenly within it, the share alive. */
export function unseenAlive(deaths: SeenDeaths | null, span: number, stock: number, joining: number): number {
  const hazards = unseenHazard(deaths) * span;
  return hazards === 0 ? stock + joining : stock * exp(-hazards) + joining * exp(-hazards / 2);
}

/** The law of what scans look for and deaths may come before: that of the first event, whatever the endpoint. */
export const firstLawOf = ({ history }: Pick<ObservedArm, 'history'>): SurvivalLaw => history.first;

/** The deaths of an arm's patients of these components: of its course, where it has one, else as its scans say. */
export function deathsSeenIn(
  { history: { course } }: Pick<ObservedArm, 'history'>,
  scans: Scans,
  arm: number,
  components: readonly Component[],
): SeenDeaths | null {
  if (course === null) return scans.deaths;
  const shares = components.reduce((sum, { share }) => sum + share, 0);
  const multiplier = components.reduce((sum, component) => sum + component.share * component.multiplier, 0) / shares;
  const early = earlyHazard(course, scans.schedules[arm].intervals[0]);
  return { kind: 'course', deaths: course.deaths, unseenHazard: multiplier * early };
}

/** The hazard of death of the first `interval` after progression; for a copula that at the mean time of the first event. */
function earlyHazard(course: DiseaseCourse, interval: number): number {
  const { after } = course;
  if (after.kind === 'ranks') return 0;
  if (after.kind === 'gumbel')
    return after.theta * after.death * pow(after.death / firstHazard(after), after.theta - 1);
  return lawsAfterProgression(course).reduce(
    (sum, { share, law }) => sum + (share * cumulativeHazard(law, interval)) / interval,
    0,
  );
}

/** The one-sample log-rank test with at most one interim look: bounds, and what it does under a law, by large samples. */
import { bivariateNormalCdf } from '../maths/bivariateNormal.ts';
import { normalCdf } from '../maths/normal.ts';
import { findRoot } from '../maths/roots.ts';
import type { EfficacyRule } from '../sequential/efficacy.ts';
import { type FutilityRule, solvePlan } from '../sequential/plan.ts';
import type { SurvivalLaw } from '../survival/law.ts';
import { type OneSampleCourse, oneSampleCourse } from './oneSampleMoments.ts';
import { type OneSampleTrial, oneSampleLooks, shareEntered } from './oneSampleTrial.ts';

export interface OneSampleTest {
  /** One-sided. */
  readonly alpha: number;
  /** What the interim look claims by; null where it claims nothing. */
  readonly efficacy: EfficacyRule | null;
  /** What the interim look stops for futility by; null where it does not. */
  readonly futility: Extract<FutilityRule, { kind: 'spending' | 'z' }> | null;
  readonly binding: boolean;
}

/** Bounds of z, one a look: the trial claims at `efficacy` or above, and stops at `futility` or below. */
export interface OneSampleBounds {
  /** Calendar times. */
  readonly times: readonly number[];
  /** Information under the historical law, as a share of the final analysis's. */
  readonly fractions: readonly number[];
  readonly efficacy: readonly number[];
  /** −∞ where there is no such stop, as at the last look. */
  readonly futility: readonly number[];
}

/** What a design does under one law. Arrays have one entry a look. */
export interface OneSampleCharacteristics {
  readonly claimAt: readonly number[];
  readonly futilityAt: readonly number[];
  /** P(a claim), with stops for futility acted on. */
  readonly power: number;
  /** P(a claim), with stops for futility ignored. */
  readonly powerIgnoring: number;
  readonly events: readonly number[];
  readonly expected: readonly number[];
  /** Mean and standard deviation of z. */
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  /** Expected when the trial ends: patients entered, and calendar time. */
  readonly ends: { readonly patients: number; readonly time: number };
}

/** The calendar time at which the information under the historical law is `fraction` of the final analysis's. */
export function timeOfInformation(trial: OneSampleTrial, fraction: number): number {
  const [final] = oneSampleLooks({ ...trial, interim: null });
  const expectedBy = (t: number) => oneSampleCourse(trial, trial.reference, [t]).looks[0].expected;
  const wanted = fraction * expectedBy(final);
  return findRoot((t) => (t > 0 ? expectedBy(t) : 0) - wanted, 0, final, 1e-9);
}

/** The bounds: those of independent increments, which O − E has under the historical law. */
export function oneSampleBounds(trial: OneSampleTrial, test: OneSampleTest): OneSampleBounds {
  const times = oneSampleLooks(trial);
  const { looks } = oneSampleCourse(trial, trial.reference, times);
  const last = looks[looks.length - 1].expected;
  const fractions = looks.map(({ expected }, k) => (k === looks.length - 1 ? 1 : expected / last));
  const interim = fractions.length - 1;
  const solved = solvePlan(
    {
      efficacy: test.efficacy ?? { kind: 'none' },
      tested: Array.from({ length: interim }, () => test.efficacy !== null),
      futility: interim > 0 ? test.futility : null,
      chosen: Array.from({ length: interim }, () => test.futility !== null),
      binding: test.binding,
      information: 'planned',
      reestimation: null,
    },
    { fractions, alpha: test.alpha, sides: 1, plannedDrift: 0, information: last * trial.patients },
  );
  return { times, fractions, efficacy: solved.efficacy, futility: solved.futility };
}

/** Mean and standard deviation of z at each look, and its correlation between two. */
function lawOfZ(trial: OneSampleTrial, { looks, covariance }: OneSampleCourse) {
  const scale = looks.map(({ events, expected }) =>
    Math.sqrt(trial.variance === 'expected' ? expected : (events + expected) / 2),
  );
  const root = Math.sqrt(trial.patients);
  return {
    mean: looks.map(({ events, expected }, k) => (root * (expected - events)) / scale[k]),
    sd: looks.map(({ variance }, k) => Math.sqrt(variance) / scale[k]),
    correlation: looks.length > 1 ? covariance / Math.sqrt(looks[0].variance * looks[1].variance) : 1,
  };
}

/** What a design does where the law of the event is `law`. */
export function oneSampleCharacteristics(
  trial: OneSampleTrial,
  bounds: OneSampleBounds,
  law: SurvivalLaw,
): OneSampleCharacteristics {
  const { times, efficacy, futility } = bounds;
  const course = oneSampleCourse(trial, law, times);
  const { mean, sd, correlation } = lawOfZ(trial, course);
  const standard = (bound: number, k: number) => (bound - mean[k]) / sd[k];
  const counts = { events: course.looks.map(({ events }) => trial.patients * events) };
  const described = { ...counts, expected: course.looks.map(({ expected }) => trial.patients * expected), mean, sd };
  const last = times.length - 1;
  const upper = efficacy.map(standard);
  if (last === 0) {
    const power = normalCdf(-upper[0]);
    const ends = { patients: trial.patients, time: times[0] };
    return { ...described, claimAt: [power], futilityAt: [0], power, powerIgnoring: power, ends };
  }
  const lower = standard(futility[0], 0);
  const early = normalCdf(-upper[0]);
  const stopped = normalCdf(lower);
  // P(l < Z₁ < u, Z₂ ≥ v) = [Φ(u) − Φ(l)] − [Φ₂(u, v) − Φ₂(l, v)]
  const below = bivariateNormalCdf(upper[0], upper[1], correlation);
  const late = normalCdf(upper[0]) - stopped - (below - bivariateNormalCdf(lower, upper[1], correlation));
  const ending = early + stopped;
  const average = (atLook: number, atEnd: number) => ending * atLook + (1 - ending) * atEnd;
  return {
    ...described,
    claimAt: [early, Math.max(0, late)],
    futilityAt: [stopped, 0],
    power: early + Math.max(0, late),
    powerIgnoring: 1 - below,
    ends: {
      patients: trial.patients * average(shareEntered(trial, times[0]), 1),
      time: average(times[0], times[1]),
    },
  };
}

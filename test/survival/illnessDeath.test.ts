import { describe, expect, test } from 'vitest';
import { exponential, pieceAt } from '../../src/survival/clock.ts';
import { correlationOfFirstAndDeath } from '../../src/survival/correlationWithDeath.ts';
import type { DeathShare, Switching } from '../../src/survival/diseaseCourse.ts';
import { historyOfMedians } from '../../src/survival/historyOfMedians.ts';
import {
  cumulativeDeathHazard,
  hazardRatioOfOverallSurvival,
  type IllnessDeath,
  overallHazard,
  overallSurvival,
  overallSurvivalLaw,
  stateOccupancy,
  timeToProgressionLaw,
} from '../../src/survival/illnessDeath.ts';
import {
  cumulativeHazard,
  hazard,
  invertLaw,
  NO_EFFECT,
  type SurvivalLaw,
  survival,
  timeAtCumulativeHazard,
} from '../../src/survival/law.ts';
import { LAWS } from './laws.ts';

const constant = (rate: number): SurvivalLaw => ({ clock: exponential(rate), steps: NO_EFFECT });

function history(
  first: SurvivalLaw,
  deaths: DeathShare,
  after: SurvivalLaw,
  switching: Switching | null = null,
): IllnessDeath {
  return { first, course: { deaths, after: { kind: 'law', law: after }, switching } };
}

const ofHazards = (progression: number, death: number, after: number) =>
  history(constant(progression + death), { starts: [0], shares: [death / (progression + death)] }, constant(after));

/** Hazards of Meller, Beyersmann & Rufibach, Stat. Med. 38 (2019) 4270–4289, and those that follow from medians. */
const REFERENCE = [
  {
    medians: { first: 9, death: 24, deathShare: 0.1 },
    hazards: [0.0693147, 0.0077016, 0.0555999],
    cor: 0.587264,
    s12: 0.773237,
  },
  {
    medians: { first: 6, death: 14, deathShare: 0.2 },
    hazards: [0.0924196, 0.0231049, 0.0931149],
    cor: 0.635298,
    s12: 0.568117,
  },
] as const;

describe('constant hazards', () => {
  test.each(REFERENCE)('published values of medians $medians', ({ medians, hazards, cor, s12 }) => {
    const fitted = historyOfMedians(medians);
    if (fitted.kind !== 'fitted') throw new Error(fitted.problem.kind);
    const { first } = fitted.history;
    expect(fitted.hazard.toFixed(7)).toBe(hazards[2].toFixed(7));
    expect((hazard(first, 1) * (1 - medians.deathShare)).toFixed(7)).toBe(hazards[0].toFixed(7));
    expect((hazard(first, 1) * medians.deathShare).toFixed(7)).toBe(hazards[1].toFixed(7));
    expect(overallSurvival(fitted.history, medians.death)).toBeCloseTo(0.5, 12);
    expect(correlationOfFirstAndDeath(fitted.history).toFixed(6)).toBe(cor.toFixed(6));
    expect(overallSurvival(fitted.history, 12).toFixed(6)).toBe(s12.toFixed(6));
  });

  test('Meller, Beyersmann & Rufibach: hazards 1.2, 1.5 and 1.6 correlate by .58041', () => {
    expect(correlationOfFirstAndDeath(ofHazards(1.2, 1.5, 1.6)).toFixed(6)).toBe('0.580381');
  });

  test('Fleischer 2009: with one hazard of death, the correlation is the ratio of medians', () => {
    expect(correlationOfFirstAndDeath(ofHazards(0.3, 0.2, 0.2))).toBeCloseTo(0.2 / 0.5, 12);
  });

  test('survival is the closed form, also where hazards before and after progression are equal or nearly so', () => {
    for (const after of [0.02, 0.0999999, 0.1, 0.1000001, 0.4, 900]) {
      const given = ofHazards(0.08, 0.02, after);
      for (const t of [0, 0.3, 5, 20, 70]) {
        const gap = after - 0.1;
        const wanted =
          Math.abs(gap) < 1e-5
            ? Math.exp(-0.1 * t) * (1 + 0.08 * t * (1 - (gap * t) / 2))
            : Math.exp(-0.1 * t) + (0.08 / gap) * (Math.exp(-0.1 * t) - Math.exp(-after * t));
        expect(overallSurvival(given, t)).toBeCloseTo(wanted, 12);
      }
    }
  });

  test('states hold all patients, each as its integral says', () => {
    const given = ofHazards(0.08, 0.02, 0.05);
    const { withoutProgression, progressed, deadWithoutProgression, deadAfterProgression } = stateOccupancy(given, 12);
    expect(withoutProgression).toBeCloseTo(Math.exp(-1.2), 14);
    expect(progressed).toBeCloseTo((0.08 / 0.05) * (Math.exp(-0.6) - Math.exp(-1.2)), 13);
    expect(deadWithoutProgression).toBeCloseTo(0.2 * (1 - Math.exp(-1.2)), 14);
    expect(withoutProgression + progressed + deadWithoutProgression + deadAfterProgression).toBeCloseTo(1, 14);
  });

  test('an effect on progression alone is one on survival that fades in', () => {
    const [control, experimental] = [ofHazards(0.08, 0.02, 0.05), ofHazards(0.04, 0.02, 0.05)];
    const ratio = (t: number) => hazardRatioOfOverallSurvival(control, experimental, t);
    expect(ratio(1e-9)).toBeCloseTo(1, 8);
    expect(ratio(5)).toBeLessThan(0.95);
  });

  test('progression where deaths end the observation has the hazard of progression', () => {
    const given = history(constant(0.1), { starts: [0, 4], shares: [0.5, 0.2] }, constant(0.3));
    const law = timeToProgressionLaw(given);
    expect([1, 5].map((t) => hazard(law, t))).toEqual([0.05, 0.1 * 0.8]);
    for (const t of [2, 9])
      expect(cumulativeHazard(law, t) + cumulativeDeathHazard(given, t)).toBeCloseTo(
        cumulativeHazard(given.first, t),
        14,
      );
  });
});

/** Midpoint rule in the quantile of the first event: a jump of the integrand costs it up to 1/n of its height. */
function bruteSurvival({ first, course }: IllnessDeath, t: number): number {
  const { after, deaths, switching } = course;
  if (after.kind !== 'law') throw new Error('no law after progression');
  const inverse = invertLaw(first);
  const n = 20000;
  const failed = 1 - survival(first, t);
  let alive = 0;
  for (let k = 0; k < n; k++) {
    const s = timeAtCumulativeHazard(inverse, -Math.log1p((-failed * (k + 0.5)) / n));
    const lived = Math.max(0, t - s);
    const hazards = cumulativeHazard(after.law, lived);
    let stays = Math.exp(-hazards);
    if (switching !== null) {
      const late = Math.max(0, hazards - cumulativeHazard(after.law, switching.delay));
      stays += switching.share * (Math.exp(-hazards - (switching.hazardRatio - 1) * late) - stays);
    }
    alive += (1 - deaths.shares[pieceAt(deaths.starts, s)]) * stays;
  }
  return 1 - failed + (failed * alive) / n;
}

const DEATHS: readonly DeathShare[] = [
  { starts: [0], shares: [0] },
  { starts: [0, 5], shares: [0.3, 0.1] },
];
const SWITCHING: readonly (Switching | null)[] = [null, { share: 0.6, delay: 1.5, hazardRatio: 0.5 }];

/** Every law of the first event with one after it. */
const HISTORIES = LAWS.map(([before, first], i) => {
  const [then, after] = LAWS[(11 * i + 3) % LAWS.length];
  return [`${before} then ${then}`, history(first, DEATHS[i % 2], after, SWITCHING[(i >> 1) % 2])] as const;
});

describe.each(HISTORIES)('%s', (_, given) => {
  test('survival is the integral over the time of progression', () => {
    for (const t of [1, 6.5, 30])
      expect(Math.abs(overallSurvival(given, t) - bruteSurvival(given, t))).toBeLessThan(6e-5);
  });

  test('the tabulated law is within 1e-7 of it, multiplied hazards included', () => {
    const law = overallSurvivalLaw(given);
    for (let k = 0; k < 30; k++) {
      const t = 0.003 * 1.46 ** k;
      expect(Math.abs(survival(law, t) - overallSurvival(given, t))).toBeLessThan(1e-7);
    }
    const { first, course } = given;
    if (course.after.kind !== 'law') return;
    const half = ({ clock, steps }: SurvivalLaw) => ({
      clock,
      steps: { ...steps, ratios: steps.ratios.map((ratio) => ratio / 2) },
    });
    const slower = {
      first: half(first),
      course: { ...course, after: { kind: 'law', law: half(course.after.law) } },
    } as const;
    const other = overallSurvivalLaw(given, 0.5);
    for (const t of [0.5, 4, 11, 40])
      expect(Math.abs(survival(other, t) - overallSurvival(slower, t))).toBeLessThan(1e-7);
  });

  test('the hazard is the slope of its cumulative hazard', () => {
    const at = (t: number) => -Math.log(overallSurvival(given, t));
    for (const t of [0.7, 6.3, 13.1]) {
      const slope = (at(t + 1e-4) - at(t - 1e-4)) / 2e-4;
      expect(Math.abs(overallHazard(given, t) - slope)).toBeLessThan(2e-6);
    }
  });
});

/** Tolerance 5 standard errors; false failures are below 1e-5 in the 8 comparisons. */
test('moments and survival are those of simulated patients', () => {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const high = state >>> 6;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (high * 67108864 + (state >>> 6) + 0.5) / 2 ** 52;
  };
  const weibull: SurvivalLaw = { clock: { kind: 'weibull', shape: 1.4, scale: 9 }, steps: NO_EFFECT };
  const delayed: SurvivalLaw = { clock: exponential(0.09), steps: { starts: [0, 3], ratios: [1, 0.5] } };
  for (const given of [
    history(weibull, DEATHS[1], constant(0.08), SWITCHING[1]),
    history(delayed, DEATHS[1], { clock: { kind: 'weibull', shape: 0.8, scale: 10 }, steps: NO_EFFECT }),
  ]) {
    const { first, course } = given;
    const early = invertLaw(first);
    const law = course.after.kind === 'law' ? course.after.law : first;
    const late = invertLaw(law);
    const n = 200_000;
    const sums = [0, 0, 0, 0, 0];
    let alive = 0;
    let progressed = 0;
    for (let i = 0; i < n; i++) {
      const t = timeAtCumulativeHazard(early, -Math.log(uniform()));
      let d = t;
      if (uniform() >= course.deaths.shares[pieceAt(course.deaths.starts, t)]) {
        const e = -Math.log(uniform());
        let w = timeAtCumulativeHazard(late, e);
        const { switching } = course;
        if (switching !== null && uniform() < switching.share && w > switching.delay) {
          const spent = cumulativeHazard(law, switching.delay);
          w = timeAtCumulativeHazard(late, spent + (e - spent) / switching.hazardRatio);
        }
        d = t + w;
      }
      [t, d, t * t, d * d, t * d].forEach((x, k) => {
        sums[k] += x / n;
      });
      alive += d > 14 ? 1 / n : 0;
      progressed += d > 8 && t <= 8 ? 1 / n : 0;
    }
    const [t, d, tt, dd, td] = sums;
    const cor = (td - t * d) / Math.sqrt((tt - t * t) * (dd - d * d));
    // The standard error of a correlation of skewed times is below 2 (1 − ρ²)/√n here.
    expect(Math.abs(correlationOfFirstAndDeath(given) - cor)).toBeLessThan((5 * 2 * (1 - cor * cor)) / Math.sqrt(n));
    const error = (p: number) => 5 * Math.sqrt((p * (1 - p)) / n);
    expect(Math.abs(overallSurvival(given, 14) - alive)).toBeLessThan(error(alive));
    expect(Math.abs(stateOccupancy(given, 8).progressed - progressed)).toBeLessThan(error(progressed));
  }
});

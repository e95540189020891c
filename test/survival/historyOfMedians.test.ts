import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/survival/clock.ts';
import { competing } from '../../src/survival/competing.ts';
import { afterOfMedian, historyOfMedians } from '../../src/survival/historyOfMedians.ts';
import { overallSurvival } from '../../src/survival/illnessDeath.ts';
import { cumulativeHazard, hazard, NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';

const problemOf = (fitted: ReturnType<typeof historyOfMedians>) => {
  if (fitted.kind !== 'impossible') throw new Error(`fitted ${fitted.hazard}`);
  return fitted.problem;
};

describe('a history of medians', () => {
  test('is impossible where death is not later than the first event', () => {
    expect(problemOf(historyOfMedians({ first: 9, death: 9, deathShare: 0.1 }))).toEqual({
      kind: 'tooEarly',
      above: 9,
    });
    expect(problemOf(historyOfMedians({ first: 9, death: 5, deathShare: 0.1 })).kind).toBe('tooEarly');
  });

  test('is impossible where deaths without progression alone bring the median forward, and says what is possible', () => {
    const medians = { first: 6, death: 24, deathShare: 0.7 };
    const problem = problemOf(historyOfMedians(medians));
    if (problem.kind !== 'tooManyDeaths') throw new Error(problem.kind);
    // 1 − p (1 − 2^{−r}) = ½.
    expect(problem.shareBelow).toBeCloseTo(0.5 / (1 - 1 / 16), 12);
    expect(problem.below).toBeCloseTo(-6 * Math.log2(1 - 1 / 1.4), 8);
    expect(historyOfMedians({ ...medians, deathShare: problem.shareBelow - 1e-4 }).kind).toBe('fitted');
    expect(historyOfMedians({ ...medians, death: problem.below - 1e-3 }).kind).toBe('fitted');
    expect(historyOfMedians({ ...medians, death: problem.below + 1e-3 }).kind).toBe('impossible');
    expect(problemOf(historyOfMedians({ first: 6, death: 14, deathShare: 1 }))).toMatchObject({
      kind: 'tooManyDeaths',
    });
  });

  test('is found for medians far apart or next to each other', () => {
    for (const death of [6.0001, 6.5, 14, 90, 5000]) {
      const fitted = historyOfMedians({ first: 6, death, deathShare: 0.2 });
      if (fitted.kind !== 'fitted') throw new Error(`${death}: ${fitted.problem.kind}`);
      expect(overallSurvival(fitted.history, death)).toBeCloseTo(0.5, 11);
    }
  });

  test('is found for a first event of any law', () => {
    const first: SurvivalLaw = {
      clock: { kind: 'weibull', shape: 1.3, scale: 10 },
      steps: { starts: [0, 4], ratios: [1, 0.6] },
    };
    const fitted = afterOfMedian(first, { starts: [0, 6], shares: [0.2, 0.1] }, 25);
    if (fitted.kind !== 'fitted') throw new Error(fitted.problem.kind);
    expect(overallSurvival(fitted.history, 25)).toBeCloseTo(0.5, 9);
  });
});

describe('competing events', () => {
  const found = (progression: SurvivalLaw, death: SurvivalLaw) => {
    const both = competing(progression, death);
    if (both.kind !== 'first') throw new Error(both.reason);
    return both;
  };
  const shareAt = ({ deaths: { starts, shares } }: ReturnType<typeof found>, t: number) =>
    shares[starts.filter((start) => start <= t).length - 1];

  test('add their hazards where these are piecewise constant', () => {
    const progression: SurvivalLaw = { clock: exponential(0.08), steps: { starts: [0, 3], ratios: [1, 0.5] } };
    const death: SurvivalLaw = { clock: { kind: 'piecewise', starts: [0, 5], hazards: [0, 0.02] }, steps: NO_EFFECT };
    const both = found(progression, death);
    for (const t of [1, 4, 9]) {
      expect(hazard(both.first, t)).toBeCloseTo(hazard(progression, t) + hazard(death, t), 15);
      expect(shareAt(both, t)).toBeCloseTo(hazard(death, t) / hazard(both.first, t), 15);
    }
  });

  test('add their hazards where both are Weibull of one shape', () => {
    const progression: SurvivalLaw = {
      clock: { kind: 'weibull', shape: 1.3, scale: 9 },
      steps: { starts: [0, 3], ratios: [1, 0.5] },
    };
    const death: SurvivalLaw = { clock: { kind: 'weibull', shape: 1.3, scale: 40 }, steps: NO_EFFECT };
    const both = found(progression, death);
    for (const t of [1, 4, 9]) {
      expect(cumulativeHazard(both.first, t)).toBeCloseTo(
        cumulativeHazard(progression, t) + cumulativeHazard(death, t),
        13,
      );
      expect(shareAt(both, t)).toBeCloseTo(hazard(death, t) / (hazard(progression, t) + hazard(death, t)), 13);
    }
  });

  test('of different clocks have no law of this kind', () => {
    const weibull: SurvivalLaw = { clock: { kind: 'weibull', shape: 1.3, scale: 9 }, steps: NO_EFFECT };
    expect(competing(weibull, { clock: exponential(0.1), steps: NO_EFFECT })).toEqual({
      kind: 'impossible',
      reason: 'clocks differ',
    });
  });
});

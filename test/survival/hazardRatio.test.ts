import { describe, expect, test } from 'vitest';
import { type Clock, exponential } from '../../src/survival/clock.ts';
import { constantHazardRatio, hazardRatioAt } from '../../src/survival/hazardRatio.ts';
import { NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';

const law = (clock: Clock, starts = [0], ratios = [1]): SurvivalLaw => ({ clock, steps: { starts, ratios } });
const weibull = (shape: number, scale: number): Clock => ({ kind: 'weibull', shape, scale });

describe('hazard ratio', () => {
  test('of a law with steps over its own clock is the steps', () => {
    const clock = weibull(0.7, 9);
    const treated = law(clock, [0, 3], [1, 0.6]);
    expect(hazardRatioAt(treated, law(clock), 2)).toBeCloseTo(1, 14);
    expect(hazardRatioAt(treated, law(clock), 3)).toBeCloseTo(0.6, 14);
  });

  test.each<[string, SurvivalLaw, SurvivalLaw, number | null]>([
    ['exponential medians 6 and 9', law(exponential(Math.LN2 / 6)), law(exponential(Math.LN2 / 9)), 1.5],
    ['constant step on any clock', law(weibull(1.7, 8), [0], [0.7]), law(weibull(1.7, 8)), 0.7],
    [
      'constant step on cure',
      law({ kind: 'cure', cureFraction: 0.3, uncured: exponential(0.1) }, [0], [0.7]),
      law({ kind: 'cure', cureFraction: 0.3, uncured: exponential(0.1) }),
      0.7,
    ],
    ['Weibull scales', law(weibull(1.5, 10)), law(weibull(1.5, 8)), 0.8 ** 1.5],
    ['Weibull shapes', law(weibull(1.5, 10)), law(weibull(1.4, 10)), null],
    ['delayed', law(exponential(0.1), [0, 3], [1, 0.6]), law(exponential(0.1)), null],
    ['late change, after nearly all events', law(exponential(0.1), [0, 90], [0.7, 0.8]), law(exponential(0.1)), null],
    [
      'no hazard in either for a while',
      law({ kind: 'piecewise', starts: [0, 2], hazards: [0, 0.1] }),
      law({ kind: 'piecewise', starts: [0, 2], hazards: [0, 0.2] }),
      0.5,
    ],
    [
      'no hazard in control for a while',
      law(exponential(0.1)),
      law({ kind: 'piecewise', starts: [0, 2], hazards: [0, 0.1] }),
      null,
    ],
    ['itself', law(weibull(0.6, 7)), law(weibull(0.6, 7)), 1],
  ])('%s', (_, experimental, control, expected) => {
    const ratio = constantHazardRatio(experimental, control);
    if (expected === null) expect(ratio).toBeNull();
    else expect(ratio).toBeCloseTo(expected, 9);
  });

  test('NO_EFFECT is a ratio of 1', () => {
    expect(constantHazardRatio({ clock: exponential(0.1), steps: NO_EFFECT }, law(exponential(0.1)))).toBe(1);
  });
});

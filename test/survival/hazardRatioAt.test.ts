import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/survival/clock.ts';
import { hazardRatioAt } from '../../src/survival/hazardRatioAt.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';

const law = (clock: Clock, starts = [0], ratios = [1]): SurvivalLaw => ({ clock, steps: { starts, ratios } });
const weibull = (shape: number, scale: number): Clock => ({ kind: 'weibull', shape, scale });

describe('hazard ratio', () => {
  test('of a law with steps over its own clock is the steps', () => {
    const clock = weibull(0.7, 9);
    const treated = law(clock, [0, 3], [1, 0.6]);
    expect(hazardRatioAt(treated, law(clock), 2)).toBeCloseTo(1, 14);
    expect(hazardRatioAt(treated, law(clock), 3)).toBeCloseTo(0.6, 14);
  });
});

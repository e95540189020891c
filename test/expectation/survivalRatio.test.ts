import { describe, expect, test } from 'vitest';
import { averageSurvivalRatio, withOverallSurvivalRatio } from '../../src/expectation/survivalRatio.ts';
import { gumbelHistory, gumbelOfMedians } from '../../src/survival/gumbel.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { type Trial, withArms } from '../../src/trial/trial.ts';
import { survivalTrial } from '../questions/survivalTrial.ts';

/** Control: medians 9 and 24, a tenth of first events deaths. PFS has hazard ratio .7. */
const TRIAL = survivalTrial({
  patients: 400,
  hazards: [0.0693147, 0.0077016, 0.0555999],
  ratios: [0.7, 0.7, 0.9],
  looks: [24, 48],
});

test('one hazard of death throughout, multiplied throughout: the ratio is the average at any time', () => {
  const trial = survivalTrial({ patients: 200, hazards: [0.1, 0.04, 0.04], ratios: [1, 0.7, 0.7], looks: [30] });
  for (const time of [12, 30]) expect(averageSurvivalRatio(trial, 1, 1, time)).toBeCloseTo(0.7, 5);
});

describe('survival with a given average hazard ratio', () => {
  test.each([1.3, 1, 0.8, 0.65])('%f', (ratio) => {
    const changed = withOverallSurvivalRatio(TRIAL, 1, ratio, 48);
    if (changed === null) throw new Error('none');
    expect(averageSurvivalRatio(changed, 1, 1, 48)).toBeCloseTo(ratio, 6);
    expect(changed.arms[1].history.first).toEqual(TRIAL.arms[1].history.first);
    expect(changed.arms[0]).toEqual(TRIAL.arms[0]);
  });

  test('a copula keeps the law of the first event', () => {
    const joined = (first: number, death: number) => {
      const gumbel = gumbelOfMedians({ first, death, tau: 0.4 });
      if (gumbel === null) throw new Error('medians');
      return gumbelHistory(gumbel);
    };
    const arm = (name: string, { first, course }: ReturnType<typeof joined>) => ({
      name,
      weight: 1,
      effect: { kind: 'own' as const, law: first },
      course,
      dropoutHazard: 0,
    });
    const trial: Trial = { ...TRIAL, arms: makeArms(arm('control', joined(9, 24)), arm('new', joined(12, 28))) };
    for (const ratio of [1.2, 0.8]) {
      const changed = withOverallSurvivalRatio(trial, 1, ratio, 48);
      if (changed === null) throw new Error('none');
      expect(averageSurvivalRatio(changed, 1, 1, 48)).toBeCloseTo(ratio, 6);
      const [shown, planned] = [changed, trial].map(({ arms }) => arms[1].history.first);
      expect(shown).toEqual(planned);
    }
    // All would have to die before half of them have an event.
    expect(withOverallSurvivalRatio(trial, 1, 2.6, 48)).toBeNull();
  });

  test('none where survival would end before survival without progression does', () => {
    const strong = withArms(TRIAL, (arm, a) =>
      a === 0 ? arm : { ...arm, effect: { kind: 'relative', steps: { starts: [0], ratios: [0.2] } } },
    );
    expect(withOverallSurvivalRatio(strong, 1, 1.3, 48)).toBeNull();
  });
});

/** Which hypotheses may be true while others are not, and the trial in which they are. */
import { describe, expect, it } from 'vitest';
import { exponential } from '../../src/survival/clock.ts';
import type { DiseaseCourse } from '../../src/survival/diseaseCourse.ts';
import { overallSurvival } from '../../src/survival/illnessDeath.ts';
import { NO_EFFECT, survival } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { FIRST_COMPARED } from '../../src/trial/comparison.ts';
import { timeToDeath, timeToProgressionOrDeath } from '../../src/trial/endpoint.ts';
import { partialNulls, withNulls } from '../../src/trial/partialNull.ts';
import type { Trial } from '../../src/trial/trial.ts';

const of = (...compared: [arm: number, endpoint: number][]) => ({
  hypotheses: compared.map(([arm, endpoint]) => ({ ...FIRST_COMPARED, name: `${arm} ${endpoint}`, arm, endpoint })),
});

describe('partialNulls', () => {
  it('keeps hypotheses of one arm in one endpoint together, in whatever order they are listed', () => {
    expect(partialNulls(of([1, 0], [2, 0]))).toEqual([0b01, 0b10]);
    expect(partialNulls(of([1, 0], [2, 0], [1, 0]))).toEqual([0b101, 0b010]);
    expect(partialNulls(of([1, 0], [1, 0]))).toEqual([]);
    expect(partialNulls(of([1, 0], [1, 1]))).toEqual([0b01, 0b10]);
  });
});

describe('withNulls', () => {
  const law = (hazard: number) => ({ clock: exponential(hazard), steps: NO_EFFECT });
  const course = (hazard: number): DiseaseCourse => ({
    deaths: { starts: [0], shares: [0.1] },
    after: { kind: 'law', law: law(hazard) },
    switching: null,
  });
  const arm = (name: string, hazard: number, after: number) =>
    ({ name, weight: 1, effect: { kind: 'own', law: law(hazard) }, dropoutHazard: 0, course: course(after) }) as const;
  const trial = {
    endpoints: [timeToProgressionOrDeath(), timeToDeath('death')],
    arms: makeArms(arm('old', 0.08, 0.06), arm('new', 0.05, 0.05)),
  } as unknown as Trial;
  const historyOf = (of: Trial | null, a: number) => {
    if (of === null) throw new Error('cannot be null');
    const { first, course: after } = of.arms[a].history;
    if (after === null) throw new Error('no course');
    return { first, course: after };
  };
  const times = [3, 12, 30, 60];

  it('gives deaths of the control to patients whose first events are as planned', () => {
    const truth = withNulls(trial, [{ ...FIRST_COMPARED, endpoint: 1 }]);
    const [control, experimental] = [historyOf(truth, 0), historyOf(truth, 1)];
    for (const t of times) {
      expect(survival(experimental.first, t)).toBe(survival(historyOf(trial, 1).first, t));
      expect(overallSurvival(experimental, t)).toBeCloseTo(overallSurvival(control, t), 6);
    }
  });

  it('gives first events of the control to patients who live on after progression as planned', () => {
    const truth = withNulls(trial, [FIRST_COMPARED]);
    const [control, experimental] = [historyOf(truth, 0), historyOf(truth, 1)];
    for (const t of times) expect(survival(experimental.first, t)).toBe(survival(control.first, t));
    expect(experimental.course.after).toEqual(course(0.05).after);
  });

  it('knows that patients who never have the first event cannot die at times of their rank', () => {
    const cured = { kind: 'cure', cureFraction: 0.2, uncured: exponential(0.05) } as const;
    const withCure = {
      ...trial,
      arms: makeArms(arm('old', 0.08, 0.06), {
        ...arm('new', 0.05, 0.05),
        effect: { kind: 'own', law: { clock: cured, steps: NO_EFFECT } },
      }),
    };
    const death = { ...FIRST_COMPARED, endpoint: 1 };
    expect(withNulls(trial, [death])).not.toBeNull();
    expect(withNulls(withCure, [death])).toBeNull();
    expect(withNulls(withCure, [FIRST_COMPARED])).not.toBeNull();
  });

  it('makes both alike where neither has an effect', () => {
    const truth = withNulls(trial, [FIRST_COMPARED, { ...FIRST_COMPARED, endpoint: 1 }]);
    for (const t of times)
      expect(overallSurvival(historyOf(truth, 1), t)).toBe(overallSurvival(historyOf(truth, 0), t));
  });
});

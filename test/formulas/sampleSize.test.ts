import { describe, expect, test } from 'vitest';
import { averageHazardRatio } from '../../src/expectation/averageHazardRatio.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { exponentialTrial, lachinFoulkesPower } from '../../src/formulas/lachinFoulkes.ts';
import {
  SAMPLE_SIZE_METHODS,
  type SampleSize,
  type SampleSizeMethod,
  sampleSize,
} from '../../src/formulas/sampleSize.ts';
import { schoenfeldEvents } from '../../src/formulas/schoenfeld.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial, dropoutPerYear, eventDrivenTrial, plannedTrial } from '../expectation/plannedTrial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';

function size(trial: Trial, power: number, method: SampleSizeMethod): SampleSize {
  const answer = sampleSize(expectationOf(trial), power, method);
  if (answer.kind !== 'size') throw new Error(answer.reason);
  return answer;
}

function reason(trial: Trial, power: number, method: SampleSizeMethod = 'schoenfeld'): string {
  const answer = sampleSize(expectationOf(trial), power, method);
  return answer.kind === 'unreachable' ? answer.reason : `N ${answer.patients}`;
}

/** HR 0.7, control median 9, dropout 10 % a year, analysis 12 months after the last patient. */
const followUp = plannedTrial({
  controlMedian: 9,
  steps: { starts: [0], ratios: [0.7] },
  patients: 300,
  dropoutHazard: dropoutPerYear(0.1),
  analysis: { kind: 'followUp', time: 12 },
});
const twentyAMonth = { pattern: 'uniform', starts: [0], rates: [20], duration: null } as const;

describe('against rpact (test/reference/rpact.R)', () => {
  test.each([
    [1, 1, 'schoenfeld', 246.7871045, 349.4981918],
    [1, 1, 'freedman', 252.0362492, 356.9319943],
    [1, 2, 'schoenfeld', 277.6354926, 403.803751],
    [1, 2, 'freedman', 251.1641515, 365.3028132],
    [2, 1, 'schoenfeld', 277.6354926, 383.1113022],
    [2, 1, 'freedman', 317.8796292, 438.6444887],
  ] as const)('accrual over 24 months, control %i : experimental %i, %s', (control, experimental, method, d, n) => {
    const trial: Trial = {
      ...followUp,
      arms: armsOfLaws({ ...followUp.arms[0], weight: control }, { ...followUp.arms[1], weight: experimental }),
    };
    const answer = size(trial, 0.8, method);
    expect(Math.abs(answer.eventsUnrounded - d)).toBeLessThan(1e-6);
    expect(Math.abs(answer.patientsUnrounded - n)).toBeLessThan(1e-5);
    expect(answer.events).toBe(Math.ceil(d));
    const share = (own: number) => Math.ceil((n * own) / (control + experimental) - 1e-9);
    expect(answer.patients).toBe(share(control) + share(experimental));
    expect(answer.patients - n).toBeGreaterThanOrEqual(0);
    expect(answer.patients - n).toBeLessThan(2);
    expect(answer).toMatchObject({ hazardRatioUsed: expect.closeTo(0.7, 12), basis: 'constant', analysisTime: 36 });
  });

  test('20 a month: accrual lasts as long as N asks for', () => {
    const answer = size({ ...followUp, accrual: twentyAMonth }, 0.8, 'schoenfeld');
    expect(Math.abs(answer.patientsUnrounded - 364.540179)).toBeLessThan(1e-3);
    expect(answer.patients).toBe(366);
    expect(answer.analysisTime).toBeCloseTo(366 / 20 + 12, 9);
  });
});

describe('sample size', () => {
  test('event-driven rules keep their maturity: N = D × patients ÷ events', () => {
    const answer = size(eventDrivenTrial(), 0.9, 'schoenfeld');
    expect(answer.patientsUnrounded).toBeCloseTo((schoenfeldEvents(0.7, 0.025, 0.9) * 500) / 350, 6);
    expect(answer.analysis).toEqual({ kind: 'events', events: 331 });
    // Half the trial planned with the same maturity asks for the same N.
    const half = { ...eventDrivenTrial(), patients: 250, analysis: { kind: 'events', events: 175 } as const };
    expect(size(half, 0.9, 'schoenfeld').patientsUnrounded).toBeCloseTo(answer.patientsUnrounded, 6);
  });

  test('slow accrual and an early event-driven analysis: N counts those still to come', () => {
    const trial = {
      ...eventDrivenTrial(),
      accrual: { ...twentyAMonth, rates: [4] },
      analysis: { kind: 'events', events: 300 } as const,
    };
    const answer = size(trial, 0.8, 'schoenfeld');
    expect(answer.patientsUnrounded).toBeCloseTo((schoenfeldEvents(0.7, 0.025, 0.8) * 500) / 300, 4);
  });

  test('Lachin–Foulkes N has the power asked for', () => {
    const answer = size(followUp, 0.85, 'lachinFoulkes');
    const design = exponentialTrial(followUp, 36);
    expect(design && lachinFoulkesPower(design, 'difference', 0.025, answer.patientsUnrounded)).toBeCloseTo(0.85, 9);
    const rated = size({ ...followUp, accrual: twentyAMonth }, 0.85, 'lachinFoulkes');
    const n = rated.patientsUnrounded;
    const grown = exponentialTrial({ ...followUp, accrual: twentyAMonth, patients: n }, n / 20 + 12);
    expect(grown && lachinFoulkesPower(grown, 'difference', 0.025, n)).toBeCloseTo(0.85, 8);
  });

  test('a delayed effect uses the average hazard ratio at the analysis', () => {
    const answer = size(delayedTrial(3), 0.8, 'schoenfeld');
    expect(answer.basis).toBe('average');
    expect(answer.hazardRatioUsed).toBeCloseTo(averageHazardRatio(expectationOf(delayedTrial(3)), 36), 12);
    expect(answer.eventsUnrounded).toBeCloseTo(schoenfeldEvents(answer.hazardRatioUsed, 0.025, 0.8), 9);
    const at = { ...delayedTrial(3), patients: answer.patientsUnrounded };
    expect(expectationOf(at).events(36)).toBeCloseTo(answer.eventsUnrounded, 6);
  });

  test('a delayed effect with fixed rates: average ratio, analysis time and N agree with each other', () => {
    const trial: Trial = { ...delayedTrial(3), accrual: twentyAMonth, analysis: { kind: 'followUp', time: 9 } };
    const answer = size(trial, 0.8, 'freedman');
    const at = { ...trial, patients: answer.patientsUnrounded };
    const t = expectationOf(at).analysisTime;
    expect(averageHazardRatio(expectationOf(at), t)).toBeCloseTo(answer.hazardRatioUsed, 9);
    expect(expectationOf(at).events(t)).toBeCloseTo(answer.eventsUnrounded, 5);
  });

  test('two-sided 0.05 asks for what one-sided 0.025 does, harm included', () => {
    const two = { ...followUp, test: { ...followUp.test, alpha: 0.05, sides: 2 } as const };
    expect(size(two, 0.8, 'schoenfeld')).toEqual(size(followUp, 0.8, 'schoenfeld'));
    const harm: Trial = {
      ...two,
      arms: armsOfLaws(two.arms[0], {
        ...two.arms[1],
        law: { ...two.arms[0].law, steps: { starts: [0], ratios: [1.5] } },
      }),
    };
    expect(Math.abs(size(harm, 0.8, 'schoenfeld').eventsUnrounded - 190.97)).toBeLessThan(0.006);
    expect(reason({ ...harm, test: followUp.test }, 0.8)).toMatch(/rejects for benefit/);
  });

  test('a tiny trial suffices for a huge effect', () => {
    const huge: Trial = {
      ...followUp,
      accrual: { ...twentyAMonth, rates: [50] },
      arms: armsOfLaws(followUp.arms[0], {
        ...followUp.arms[1],
        law: { ...followUp.arms[0].law, steps: { starts: [0], ratios: [1e-4] } },
      }),
    };
    expect(size(huge, 0.8, 'freedman').patientsUnrounded).toBeGreaterThan(0);
    expect(size(huge, 0.3, 'schoenfeld').patients).toBe(2);
  });
});

test('no events at all in trials too short for any is no reason to give up', () => {
  const clock = { kind: 'piecewise', starts: [0, 2], hazards: [0, 0.1] } as const;
  const late: Trial = {
    ...followUp,
    accrual: twentyAMonth,
    analysis: { kind: 'followUp', time: 0 },
    arms: armsOfLaws(
      { ...followUp.arms[0], law: { ...followUp.arms[0].law, clock } },
      { ...followUp.arms[1], law: { ...followUp.arms[1].law, clock } },
    ),
  };
  const answer = size(late, 0.8, 'schoenfeld');
  const n = answer.patientsUnrounded;
  expect(expectationOf({ ...late, patients: n }).events(n / 20)).toBeCloseTo(246.787, 2);
});

describe('no sample size', () => {
  test('nothing to detect', () => {
    const none: Trial = {
      ...followUp,
      arms: armsOfLaws(followUp.arms[0], { ...followUp.arms[1], law: followUp.arms[0].law }),
    };
    for (const method of SAMPLE_SIZE_METHODS) expect(reason(none, 0.8, method)).toMatch(/hazard ratio is 1/);
  });

  test('power that is no power', () => {
    expect(reason(followUp, 1)).toMatch(/not below 1/);
    expect(reason(followUp, 0.02)).toMatch(/not above/);
  });

  test('Lachin–Foulkes away from exponential arms', () => {
    expect(reason(delayedTrial(3), 0.8, 'lachinFoulkes')).toMatch(/exponential/);
  });

  test('more maturity than there can be', () => {
    expect(reason({ ...eventDrivenTrial(), analysis: { kind: 'events', events: 498 } }, 0.8)).toMatch(/never reach/);
  });

  test('accrual that is too slow for the calendar, or stops', () => {
    const slow: Trial = {
      ...followUp,
      accrual: { ...twentyAMonth, rates: [5] },
      analysis: { kind: 'calendarTime', time: 24 },
    };
    expect(reason(slow, 0.8)).toMatch(/before enough patients can enter/);
    const fast = { ...slow, accrual: { ...twentyAMonth, rates: [40] } };
    expect(reason(fast, 0.8)).toMatch(/^N /);
    const dry: Trial = { ...followUp, accrual: { ...twentyAMonth, starts: [0, 8], rates: [20, 0] } };
    expect(reason(dry, 0.8)).toMatch(/accrual stops/);
  });
});

import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { eventProbability } from '../../src/expectation/expectedEvents.ts';
import {
  constantHazard,
  type ExponentialTrial,
  exponentialTrial,
  lachinFoulkesPatients,
  lachinFoulkesPower,
} from '../../src/formulas/lachinFoulkes.ts';
import { exponential } from '../../src/survival/clock.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';

const design: ExponentialTrial = {
  controlHazard: 0.3,
  experimentalHazard: 0.2,
  controlDropout: 0,
  experimentalDropout: 0,
  experimentalShare: 0.5,
  entryStarts: [0],
  entryRates: [1],
  entryDuration: 3,
  studyTime: 5,
};

describe('Lachin–Foulkes', () => {
  test('hazards 0.3 and 0.2, accrual 3, total 5, one-sided 0.05, 90 %', () => {
    expect(Math.abs(lachinFoulkesPatients(design, 'difference', 0.05, 0.9) - 376.182)).toBeLessThan(0.0006);
    const lost = { ...design, controlDropout: 0.05, experimentalDropout: 0.05 };
    expect(Math.abs(lachinFoulkesPatients(lost, 'difference', 0.05, 0.9) - 405.423)).toBeLessThan(0.0006);
  });

  test('2 : 1, unequal dropout, piecewise entry (test/reference/lachinFoulkes.R)', () => {
    const uneven = {
      ...design,
      experimentalShare: 2 / 3,
      controlDropout: 0.02,
      experimentalDropout: 0.1,
      entryStarts: [0, 0.5, 2],
      entryRates: [1, 2, 4],
    };
    expect(Math.abs(lachinFoulkesPatients(uneven, 'difference', 0.025, 0.85) - 489.3305728142)).toBeLessThan(1e-7);
  });

  test('on the log hazard ratio as gsDesign has it: median 20, HR 0.5, accrual 20, follow-up 10, 90 %', () => {
    // gsDesign's nSurv gives 227.6; both to more digits by test/reference/lachinFoulkes.R.
    const lambda = Math.LN2 / 20;
    const monthly = {
      ...design,
      controlHazard: lambda,
      experimentalHazard: lambda / 2,
      entryDuration: 20,
      studyTime: 30,
    };
    expect(lachinFoulkesPatients(monthly, 'log', 0.025, 0.9)).toBeCloseTo(227.618681767, 8);
    expect(lachinFoulkesPatients(monthly, 'difference', 0.025, 0.9)).toBeCloseTo(239.956705204, 8);
    expect(lachinFoulkesPower(monthly, 'log', 0.025, 227.618681767)).toBeCloseTo(0.9, 10);
  });

  test('power undoes patients, at any allocation', () => {
    for (const experimentalShare of [0.5, 2 / 3, 0.25]) {
      const uneven = { ...design, experimentalShare, controlDropout: 0.02, experimentalDropout: 0.1 };
      expect(
        lachinFoulkesPower(uneven, 'difference', 0.025, lachinFoulkesPatients(uneven, 'difference', 0.025, 0.83)),
      ).toBeCloseTo(0.83, 12);
    }
    expect(lachinFoulkesPatients({ ...design, experimentalHazard: 0.3 }, 'difference', 0.025, 0.8)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test('piecewise entry: one rate in three pieces is one rate, and early entry needs fewer', () => {
    const same = { ...design, entryStarts: [0, 0.5, 2], entryRates: [4, 4, 4] };
    const n = lachinFoulkesPatients(design, 'difference', 0.05, 0.9);
    expect(lachinFoulkesPatients(same, 'difference', 0.05, 0.9)).toBeCloseTo(n, 9);
    expect(lachinFoulkesPatients({ ...same, entryRates: [9, 2, 1] }, 'difference', 0.05, 0.9)).toBeLessThan(0.97 * n);
    expect(lachinFoulkesPatients({ ...same, entryRates: [1, 2, 9] }, 'difference', 0.05, 0.9)).toBeGreaterThan(
      1.03 * n,
    );
  });

  test('its closed event probability is the integrated one', () => {
    // For nearly equal hazards N = (z_α + z_β)² 4λ² / (P Δ²), which is solved for P = P(event).
    const trial = { ...eventDrivenTrial({ starts: [0], ratios: [1 + 1e-6] }), patients: 480 };
    const shaped = { ...trial, accrual: { ...trial.accrual, starts: [0, 5, 11], rates: [1, 0, 3] } };
    const exponentials = exponentialTrial(shaped, 17);
    if (exponentials === null) throw new Error('exponential');
    const lambda = Math.LN2 / 6;
    const n = lachinFoulkesPatients(exponentials, 'difference', 0.025, 0.8);
    const z = 1.959963984540054 + 0.8416212335729143;
    const implied = (z ** 2 * 4 * lambda ** 2) / (n * (lambda * 1e-6) ** 2);
    expect(implied / (expectationOf(shaped).events(17) / 480) - 1).toBeCloseTo(0, 5);
  });

  test('applies to exponential arms only', () => {
    expect(exponentialTrial(delayedTrial(3), 36)).toBeNull();
    expect(exponentialTrial(delayedTrial(0), 36)).not.toBeNull();
    expect(exponentialTrial(publishedShape(), Number.POSITIVE_INFINITY)).toBeNull();
    expect(
      constantHazard({ clock: { kind: 'weibull', shape: 1, scale: 8 }, steps: { starts: [0], ratios: [0.5] } }),
    ).toBe(0.0625);
    expect(constantHazard({ clock: { kind: 'weibull', shape: 1.1, scale: 8 }, steps: NO_EFFECT })).toBeNull();
    expect(
      constantHazard({ clock: { kind: 'cure', cureFraction: 0.1, uncured: exponential(0.1) }, steps: NO_EFFECT }),
    ).toBeNull();
    // A clock and its steps may undo each other.
    const law = {
      clock: { kind: 'piecewise', starts: [0, 4], hazards: [0.1, 0.2] },
      steps: { starts: [0, 4], ratios: [1, 0.5] },
    };
    expect(constantHazard(law as Parameters<typeof constantHazard>[0])).toBe(0.1);
  });

  test('everyone entering at once is a fixed follow-up', () => {
    const arm = { law: { clock: exponential(0.2), steps: NO_EFFECT }, dropoutHazard: 0 };
    const still = { ...design, controlHazard: 0.2 * (1 + 1e-6), entryDuration: 0 };
    const z = 1.959963984540054 + 0.8416212335729143;
    const implied = (z ** 2 * 4) / (lachinFoulkesPatients(still, 'difference', 0.025, 0.8) * 1e-12);
    expect(implied / eventProbability(arm, 5) - 1).toBeCloseTo(0, 5);
  });
});

/**
 * Origins of a comparison in the kernel: estimates against their large-sample limits, and the time-dependent one against R.
 * Tolerances are 5.5 standard errors (3.8e-8 a comparison, some thirty comparisons: 1.1e-6) and what large samples leave out.
 *
 * @module-tag long
 */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { originLimit } from '../../src/expectation/originBias.ts';
import type { Lag } from '../../src/trial/lag.ts';
import type { Test } from '../../src/trial/test.ts';
import type { TimeOrigin } from '../../src/trial/timeOrigin.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { columnsOf, expectMean } from './monteCarlo.ts';
import { started } from './treatmentStart.ts';

const ORIGINS: TimeOrigin[] = [
  { kind: 'randomisation' },
  { kind: 'treatmentStart' },
  { kind: 'everTreated' },
  { kind: 'landmark', at: 3 },
  { kind: 'timeDependent' },
  { kind: 'cloneCensor', grace: 3 },
  { kind: 'cloneCensorWeight', grace: 3 },
];

const cox = (origin: TimeOrigin): Test => ({
  statistic: { kind: 'cox', parameters: { test: 'wald' } },
  stratifiedBy: [],
  adjustedFor: [],
  origin,
});

function withOrigins(trial: Trial): Trial {
  const [first, ...beside] = ORIGINS.map(cox);
  return { ...trial, patients: 2000, test: { ...trial.test, ...first, beside } };
}

describe('origins of the comparison', () => {
  it.each([
    ['a fixed start', { kind: 'fixed', time: 3 }],
    ['a start that scatters', { kind: 'uniform', from: 0.5, to: 4 }],
  ] as [string, Lag][])('estimate what integration expects: %s', (_, lag) => {
    const planned = withOrigins(started(delayedTrial(0), lag));
    for (const [name, trial] of [
      ['effect', planned],
      ['no effect', underNull(planned)],
    ] as const) {
      const columns = columnsOf(trial, `origins ${lag.kind} ${name}`, 400);
      ORIGINS.forEach((origin, k) => {
        const { logHazardRatio } = originLimit(expectationOf(trial), 36, origin);
        // The bias of the estimate in 2000 patients is of order 1/events.
        expectMean(columns.statistics[k].estimate, logHazardRatio, 0.002);
      });
    }
  });

  it('find an effect that is not there when waiting counts as treatment, and only then', () => {
    const nothing = underNull(withOrigins(started(delayedTrial(0), { kind: 'fixed', time: 3 })));
    const effects = ORIGINS.map((origin) => originLimit(expectationOf(nothing), 36, origin).logHazardRatio);
    expect(effects[2]).toBeLessThan(-0.3);
    for (const k of [0, 1, 3, 4, 5, 6]) expect(Math.abs(effects[k])).toBeLessThan(0.02);
  });
});

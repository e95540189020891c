/**
 * Tests against a margin, and of events that are good: what they do under their null, and what large samples promise.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { testDrift, testPower } from '../../src/formulas/testDrift.ts';
import type { Statistic } from '../../src/statistics/definition.ts';
import { COX_WALD, LOG_RANK, maxComboOf } from '../../src/statistics/registry.ts';
import { meanEstimate } from '../../src/tally/estimates.ts';
import { read } from '../../src/tally/tally.ts';
import { timeToEvent } from '../../src/trial/endpoint.ts';
import { type Trial, underNull, withEffects } from '../../src/trial/trial.ts';
import { eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { expectNear, proportionError, tallyOf } from './monteCarlo.ts';

const SOONER = [timeToEvent('recovery', 'sooner')] as const;

function decidedBy(statistic: Statistic, endpoints: Trial['endpoints'] = [timeToEvent()]): Trial {
  const trial = eventDrivenTrial();
  return { ...trial, endpoints, test: { ...trial.test, statistic } };
}

/** The trial with this hazard ratio. */
function at(trial: Trial, ratio: number): Trial {
  return withEffects(trial, ({ effect }, arm) =>
    arm === 0 ? effect : { kind: 'relative', steps: { starts: [0], ratios: [ratio] } },
  );
}

describe('at the margin', () => {
  it.each([
    ['non-inferiority', { ...LOG_RANK, margin: 1.291 }, [timeToEvent()] as const],
    ['superiority by a margin', { ...LOG_RANK, margin: 0.8 }, [timeToEvent()] as const],
    ['non-inferiority of a good event', { ...LOG_RANK, margin: 0.775 }, SOONER],
    ['non-inferiority by Wald', { ...COX_WALD, margin: 1.291 }, [timeToEvent()] as const],
  ])('the type I error of %s is 2.5 % over a million replicates', (name, statistic, endpoints) => {
    // 4 standard errors, false at 6e-5 for a seed drawn at random, and the first Edgeworth term: the hypergeometric variables of
    // the events have the skewness (1 − 2p)/√(D p(1 − p)), at most 0.014 here, which moves a tail by φ(1.96) (1.96² − 1)/6 of it.
    const n = 1_000_000;
    const tally = tallyOf(underNull(decidedBy(statistic, endpoints)), `margin ${name}`, n);
    expectNear(tally.rejections.benefit / n, 0.025, proportionError(0.025, n), 0.0004, 4);
    expectNear(tally.rejections.harm / n, 0.025, proportionError(0.025, n), 0.0004, 4);
    const z = meanEstimate(read(tally, 'z'));
    expectNear(z.standardDeviation ** 2, 1, Math.sqrt(2 / n), 3 / 350);
  });
});

describe('large samples', () => {
  it.each([
    ['a margin above the effect', { ...LOG_RANK, margin: 1.291 }, [timeToEvent()] as const, 1],
    ['a margin below 1', { ...LOG_RANK, margin: 0.9 }, [timeToEvent()] as const, 0.65],
    ['a margin of a good event', { ...LOG_RANK, margin: 0.775 }, SOONER, 1.05],
    ['a good event', LOG_RANK, SOONER, 1.4],
    ['a good event by the largest of two', maxComboOf([LOG_RANK, { kind: 'gehan', parameters: {} }]), SOONER, 1.35],
  ])('promise the z and the power that simulation finds against %s', (name, statistic, endpoints, ratio) => {
    const n = 40_000;
    const trial = at(decidedBy(statistic, endpoints), ratio);
    const expected = expectationOf(trial);
    const tally = tallyOf(trial, `large samples ${name}`, n);
    const power = testPower(expected, expected.analysisTime);
    expect(power).toBeGreaterThan(0.5);
    // Large samples are good to about 1/√D of a standard deviation at 350 events.
    expectNear(tally.rejections.benefit / n, power, proportionError(power, n), 0.01);
    if (statistic.of !== undefined) return;
    const z = meanEstimate(read(tally, 'z'));
    const drift = testDrift(expected, expected.analysisTime);
    expectNear(z.mean, drift.z, z.standardError, 0.02);
    expectNear(z.standardDeviation, drift.sd, drift.sd / Math.sqrt(2 * n), 0.01);
  });
});

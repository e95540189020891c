import { describe, expect, test } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { askSwitching, type SwitchingMethod, type SwitchingResult } from '../../src/questions/switching.ts';
import { Interrupted } from '../../src/run/executor.ts';
import { asking } from './asked.ts';
import { survivalTrial } from './survivalTrial.ts';

const RATIO = 0.7;
/** Death has one hazard before and after progression, so that the treatment's ratio is one of survival. */
const TRIAL = {
  patients: 500,
  hazards: [0.1, 0.04, 0.04],
  ratios: [1, RATIO, RATIO],
  looks: [36],
} as const;

const ask = async (share: number, delay: number, replicates: number): Promise<SwitchingResult> => {
  const trial = survivalTrial({ ...TRIAL, switching: { share, delay, hazardRatio: RATIO } });
  const result = await askSwitching(asking('switching', { replicates }), planDesign(trial));
  if (result === null) throw new Error('nobody switches');
  return result;
};
const of = (result: SwitchingResult, method: SwitchingMethod) => {
  const found = result.methods.find((each) => each.method === method);
  if (found === undefined) throw new Error(method);
  return found;
};

describe('where all controls switch at progression to the same effect', async () => {
  const result = await ask(1, 0, 400);

  // Within 5 standard errors, a false failure in 6e-7, and .02 for the bias of order 1/deaths of a log ratio.
  test('the correction recovers the hazard ratio', () => {
    const { mean, standardError } = of(result, 'corrected').logHazardRatio;
    expect(Math.abs(mean - Math.log(RATIO))).toBeLessThan(5 * standardError + 0.02);
  });

  test('so does the trial in which nobody switches, and treatment policy does not', () => {
    const none = of(result, 'none').logHazardRatio;
    expect(Math.abs(none.mean - Math.log(RATIO))).toBeLessThan(5 * none.standardError + 0.02);
    const { bias } = of(result, 'policy');
    expect(bias?.mean).toBeGreaterThan(5 * (bias?.standardError ?? 0));
  });

  test('power is lost to it, and the correction keeps the P value', () => {
    expect(result.powerLost.mean).toBeLessThan(-5 * result.powerLost.standardError);
    expect(of(result, 'corrected').power).toEqual(of(result, 'policy').power);
    const difference = of(result, 'policy').power.estimate - of(result, 'none').power.estimate;
    expect(result.powerLost.mean).toBeCloseTo(difference, 12);
    // Paired differences scatter less than those of independent trials.
    const apart = Math.hypot(of(result, 'policy').power.standardError, of(result, 'none').power.standardError);
    expect(result.powerLost.standardError).toBeLessThan(apart);
  });
});

test('nobody switches in a share of 0: every method sees the same trials', async () => {
  const result = await ask(0, 0, 40);
  expect(result.switched.mean).toBe(0);
  expect(result.powerLost.mean).toBe(0);
  for (const method of ['policy', 'censored'] as const) expect(of(result, method).bias?.mean).toBe(0);
});

test('a switch that depends on nothing but progression: fewer switch by the look with a delay', async () => {
  const [soon, late] = [await ask(0.6, 0, 40), await ask(0.6, 6, 40)];
  expect(late.switched.mean).toBeLessThan(soon.switched.mean);
});

test('a trial in which no control switches is not asked', async () => {
  expect(await askSwitching(asking('s', { replicates: 10 }), planDesign(survivalTrial(TRIAL)))).toBeNull();
});

test('it stops when told to', async () => {
  const stop = new AbortController();
  const trial = survivalTrial({ ...TRIAL, switching: { share: 1, delay: 0, hazardRatio: RATIO } });
  const asked = askSwitching(asking('s', { replicates: 400 }, { signal: stop.signal }), planDesign(trial));
  stop.abort();
  await expect(asked).rejects.toThrow(Interrupted);
});

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { hazardRatioAt } from '../../src/survival/hazardRatioAt.ts';
import { median } from '../../src/survival/law.ts';
import { accrualDuration } from '../../src/trial/accrual.ts';
import { withAccrual, withDropout, withHazardRatios, withMedians } from '../../src/trial/otherwise.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { lawOfArm } from './armsOfLaws.ts';

async function trialOf(name: string): Promise<Trial> {
  const { trial } = await loadScenario(fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url)));
  if (trial === null || trial.patients === null) throw new Error(`${name} plans no trial`);
  return { ...trial.unsized, patients: trial.patients };
}

describe('one assumption changed', () => {
  it('scales medians and keeps the hazard ratio', async () => {
    for (const name of ['guo-2022', 'guo-2022-weibull', 'prospective-three-looks']) {
      const trial = await trialOf(name);
      const other = withMedians(trial, 1.25);
      expect(median(lawOfArm(other.arms[0]))).toBeCloseTo(1.25 * median(lawOfArm(trial.arms[0])), 9);
      for (const t of [1, 5, 20])
        expect(hazardRatioAt(lawOfArm(other.arms[1]), lawOfArm(other.arms[0]), t)).toBeCloseTo(
          hazardRatioAt(lawOfArm(trial.arms[1]), lawOfArm(trial.arms[0]), t),
          9,
        );
    }
  });

  it('scales hazard ratios other than 1', async () => {
    const trial = await trialOf('prospective-three-looks');
    const other = withHazardRatios(trial, 0.9);
    expect(other && hazardRatioAt(lawOfArm(other.arms[1]), lawOfArm(other.arms[0]), 1)).toBe(1);
    expect(other && hazardRatioAt(lawOfArm(other.arms[1]), lawOfArm(other.arms[0]), 3)).toBeCloseTo(0.63, 12);
    const medians = withHazardRatios(await trialOf('guo-2022'), 1.1);
    expect(medians && hazardRatioAt(lawOfArm(medians.arms[1]), lawOfArm(medians.arms[0]), 7)).toBeCloseTo(1.65, 12);
  });

  it('scales the effect of an ICI that starts with TACE', async () => {
    const trial = await trialOf('timing-camrelizumab');
    const other = withHazardRatios(trial, 0.9);
    expect(other?.arms[1].start?.lag).toEqual(trial.arms[1].start?.lag);
    expect(other?.arms[1].effect).not.toEqual(trial.arms[1].effect);
  });

  it('leaves out what a trial does not have', async () => {
    expect(withHazardRatios(await trialOf('null'), 0.9)).toBeNull();
    expect(withDropout(await trialOf('guo-2022'), 2)).toBeNull();
  });

  it('has every centre recruit as many times as fast', async () => {
    const trial = await trialOf('multicentre-scans');
    const slow = withAccrual(trial, 0.75);
    expect(slow.centres?.regions.map(({ rate }) => rate)).toEqual(
      trial.centres?.regions.map(({ rate }) => 0.75 * rate),
    );
    const last = (other: Trial) => accrualDuration(other.accrual, trial.patients);
    // Openings stay, so that it takes less than a third longer.
    expect(last(slow)).toBeGreaterThan(1.2 * last(trial));
    expect(last(slow)).toBeLessThan(last(trial) / 0.75);
  });

  it('scales dropout and enrolment', async () => {
    const trial = await trialOf('prospective-three-looks');
    expect(withDropout(trial, 2)?.arms[0].dropoutHazard).toBe(2 * trial.arms[0].dropoutHazard);
    expect(withDropout(trial, 0)?.arms[1].dropoutHazard).toBe(0);
    const guo = await trialOf('guo-2022');
    const slow = withAccrual(guo, 0.75);
    expect(slow && accrualDuration(slow.accrual, slow.patients)).toBeCloseTo(32, 9);
    const fast = withAccrual(trial, 2);
    expect(fast && accrualDuration(fast.accrual, fast.patients)).toBeLessThan(accrualDuration(trial.accrual, 560));
  });
});

/** Survival models fitted by maximum likelihood against R's survreg, survSplit and optim (test/reference/survivalFits.R). */
import { describe, expect, it } from 'vitest';
import { curveMedian, curveSteps, followUpSteps } from '../../src/evidence/curveEstimate.ts';
import { fitPieces } from '../../src/evidence/exponentialFit.ts';
import { bestFit, fits, resampledClock } from '../../src/evidence/fits.ts';
import type { PseudoPatient } from '../../src/evidence/reconstruct.ts';
import type { FittedModel } from '../../src/evidence/survivalFit.ts';
import { clockCumulativeHazard, clockHazard, clockTime } from '../../src/survival/clock.ts';
import { publicData } from '../reference/publicData.ts';
import numbers from '../reference/survivalFits.json' with { type: 'json' };
import { drawPatients, uniformOf } from './digitised.ts';

const CUTS = { lung: [150, 250, 400], colon: [300, 600, 1200], gbsg: [400, 700, 1200] };

function patientsOf(name: string): PseudoPatient[] {
  const set = publicData.find((each) => each.name === name);
  if (set === undefined) throw new RangeError(name);
  return set.patients.filter(({ time }) => time > 0).map(({ time, event }) => ({ time, event: event === 1 }));
}

describe.each(Object.keys(CUTS) as (keyof typeof CUTS)[])('fits to %s, as R has them', (name) => {
  const r = numbers[name];
  const patients = patientsOf(name);
  const all = fits(patients);
  const fitOf = (model: FittedModel) => {
    const found = all.find((each) => each.model === model);
    if (found === undefined) throw new RangeError(model);
    return found;
  };
  const near = (value: number | null | undefined, expected: number, relative: number) =>
    expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(relative);

  it('exponential', () => {
    const { logLikelihood, aic, median } = fitOf('exponential');
    near(logLikelihood, r.exponentialLogLikelihood, 1e-10);
    near(aic, r.exponentialAic, 1e-10);
    near(median?.value, r.exponentialMedian, 1e-8);
    near(median?.standardError, r.exponentialMedianSe, 1e-6);
  });

  it('Weibull', () => {
    const { logLikelihood, aic, median, clock } = fitOf('Weibull');
    near(logLikelihood, r.weibullLogLikelihood, 1e-10);
    near(aic, r.weibullAic, 1e-10);
    near(median?.value, r.weibullMedian, 1e-7);
    near(median?.standardError, r.weibullMedianSe, 1e-4);
    near(clock.kind === 'weibull' ? clock.shape : null, r.shape, 1e-7);
    near(clock.kind === 'weibull' ? clock.scale : null, r.scale, 1e-7);
  });

  it('piecewise exponential at the same cuts', () => {
    const { logLikelihood, clock } = fitPieces(patients, [0, ...CUTS[name]]);
    near(logLikelihood, r.piecewiseLogLikelihood, 1e-10);
    near(clock.kind === 'piecewise' ? clock.hazards[0] : null, r.hazard1, 1e-9);
    near(clock.kind === 'piecewise' ? clock.hazards[3] : null, r.hazard4, 1e-9);
  });

  it('mixture cure', () => {
    const cured = (model: FittedModel) => {
      const { clock } = fitOf(model);
      return clock.kind === 'cure' ? clock : null;
    };
    near(fitOf('exponential cure').logLikelihood, r.exponentialCureLogLikelihood, 1e-9);
    near(fitOf('Weibull cure').logLikelihood, r.weibullCureLogLikelihood, 1e-9);
    if (r.exponentialCureShare > 0.01) {
      near(cured('exponential cure')?.cureFraction, r.exponentialCureShare, 1e-4);
      near(clockHazard(cured('exponential cure')?.uncured as never, 1), 1 / r.exponentialCureScale, 1e-4);
    } else expect(cured('exponential cure')).toBeNull();
    if (r.weibullCureShare > 0.01) near(cured('Weibull cure')?.cureFraction, r.weibullCureShare, 1e-4);
  });

  it('reverse Kaplan–Meier follow-up', () => {
    expect(curveMedian(followUpSteps(patients))?.value).toBe(r.followUp);
  });

  it('chooses the least AIC', () => {
    expect(Math.min(...all.map(({ aic }) => aic))).toBe(bestFit(all).aic);
    for (const { aic, logLikelihood, parameters } of all) expect(aic).toBe(2 * parameters - 2 * logLikelihood);
  });
});

describe('fits', () => {
  it('have medians that are those of their clocks', () => {
    const u = uniformOf('fits: medians');
    for (let i = 0; i < 20; i++) {
      const patients = drawPatients(u, { patients: 80, shape: 0.8 + u(), entry: 12, end: 30, dropout: 0.01 });
      for (const { median, clock } of fits(patients))
        if (median !== null) expect(clockCumulativeHazard(clock, median.value)).toBeCloseTo(Math.LN2, 8);
    }
  });

  it('are the exponential alone where all events are at one time, and without cure where all had the event', () => {
    expect(
      fits([
        { time: 3, event: true },
        { time: 5, event: false },
      ]).map(({ model }) => model),
    ).toEqual(['exponential']);
    const all = Array.from({ length: 20 }, (_, i) => ({ time: 1 + i, event: true }));
    expect(fits(all).map(({ model }) => model)).toEqual(['exponential', 'Weibull', 'piecewise exponential']);
  });
});

describe('the clock through the reconstructed curve', () => {
  it('has its value at every event and goes on beyond the last', () => {
    const u = uniformOf('fits: resampled');
    for (let i = 0; i < 20; i++) {
      const patients = drawPatients(u, { patients: 60, shape: 1, entry: 12, end: 30, dropout: 0.02 });
      const clock = resampledClock(patients);
      const steps = curveSteps(patients).filter(({ survival }) => survival > 0);
      for (const { time, survival } of steps)
        expect(Math.exp(-clockCumulativeHazard(clock, time))).toBeCloseTo(survival, 12);
      const last = steps[steps.length - 1].time;
      expect(clockHazard(clock, last + 1)).toBeGreaterThan(0);
      expect(clockTime(clock, 20)).toBeGreaterThan(last);
    }
  });
});

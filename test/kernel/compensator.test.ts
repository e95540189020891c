/** Compensated event counts are martingales, whatever the trial has, and the module finds the definition's bits. */
import { describe, expect, it } from 'vitest';
import { d1, d2, designs, trialOf } from '../../bench/designs.ts';
import { realDesigns, realTrialOf } from '../../bench/realDesigns.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import type { Clock } from '../../src/survival/clock.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import type { TimedEffect } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';

const DROPOUT = 0.0043;
const WEIBULL: Clock = { kind: 'weibull', shape: 1.3, scale: 8 };

/** Two arms on this clock: the effect comes after three months. */
function delayed(clock: Clock, followUp?: number): Trial {
  const effect = { kind: 'relative', steps: { starts: [0, 3], ratios: [1, 0.6] } } as const;
  return {
    ...d2,
    arms: makeArms(
      { name: 'control', weight: 1, effect: { kind: 'own', law: { clock, steps: NO_EFFECT } }, dropoutHazard: DROPOUT },
      { name: 'experimental', weight: 1, effect, dropoutHazard: DROPOUT },
    ),
    analysis: { kind: 'events', events: 200 },
    ...(followUp === undefined ? {} : { followUp }),
  };
}

/** The start of patients on this clock, with everything that their own steps can hold. */
function started(clock: Clock): Trial {
  const timing: TimedEffect = {
    priming: { kind: 'halfLife', synchronous: 0.5, residual: 0.9, halfLife: 2, plateau: 0.5 },
    onset: 0.5,
    duration: 3,
    waned: 0.9,
    repeats: [4, 9],
    waiting: 1.2,
  };
  return {
    ...d2,
    arms: makeArms(
      { name: 'control', weight: 1, effect: { kind: 'own', law: { clock, steps: NO_EFFECT } }, dropoutHazard: DROPOUT },
      {
        name: 'experimental',
        weight: 2,
        effect: { kind: 'timed', timing },
        start: { lag: { kind: 'uniform', from: -1, to: 4 } },
        dropoutHazard: DROPOUT,
      },
    ),
    patients: 300,
    analysis: { kind: 'events', events: 200 },
  };
}

const scanned = realTrialOf(realDesigns.scans);
const all = realTrialOf(realDesigns.all);
const three = realTrialOf(realDesigns.arms);

/** Whom a covariate, a factor and a frail centre differ by. */
const frail: Trial = {
  ...all,
  arms: delayed(WEIBULL).arms,
  population: {
    ...(all.population as NonNullable<Trial['population']>),
    covariates: [{ name: 'age', mean: 0, sd: 1, hazardRatio: 1.5 }],
  },
  centres: {
    ...(all.centres as NonNullable<Trial['centres']>),
    frailty: { kind: 'gamma', variance: 0.3 },
    effectSd: 0.2,
  },
};

const dropped: Trial = {
  ...three,
  interims: [{ kind: 'events', events: 200 }],
  family: {
    ...(three.family as NonNullable<Trial['family']>),
    dropping: { kind: 'keepBest', arms: [1] },
  },
};

const trials: Record<string, Trial> = {
  'constant hazards, 51 v 20': d1,
  'two strata': realTrialOf(realDesigns.strata),
  'two strata on a Weibull clock': { ...realTrialOf(realDesigns.strata), arms: delayed(WEIBULL).arms },
  'a Weibull law': trialOf(designs.weibull),
  'a delayed effect on a Weibull clock': delayed(WEIBULL),
  'a Weibull law and a fixed follow-up': delayed(WEIBULL, 9),
  'a cured share': delayed({ kind: 'cure', cureFraction: 0.3, uncured: { kind: 'weibull', shape: 0.8, scale: 6 } }),
  'a cured share of constant hazard': delayed({
    kind: 'cure',
    cureFraction: 0.3,
    uncured: { kind: 'piecewise', starts: [0, 2], hazards: [0.1, 0.3] },
  }),
  'a drawn start with its window': realTrialOf(realDesigns.window),
  'repeated, waning steps on a constant hazard': started({ kind: 'piecewise', starts: [0], hazards: [0.11] }),
  'repeated, waning steps on a Weibull clock': started(WEIBULL),
  'covariates, frail centres and strata': frail,
  scans: scanned,
  'everything together': all,
  'three arms, one dropped': dropped,
  'three arms, one dropped, with scans': {
    ...dropped,
    scans: {
      schedules: [0, 1, 2].map(() => (scanned.scans as NonNullable<Trial['scans']>).schedules[0]),
      deaths: null,
    },
  },
};

const REPLICATES = 20_000;
const WANTS = { hazardRatio: false, medians: false, compensators: true };

/** Mean over the rows of looks that took place, in standard errors. */
function meanInErrors({ rows, performed }: Columns, of: (row: number) => number): number {
  let [n, sum, squares] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    if (performed[row] === 0) continue;
    const value = of(row);
    n++;
    sum += value;
    squares += value * value;
  }
  const mean = sum / n;
  return mean / Math.sqrt((squares / n - mean * mean) / n);
}

const arrays = ({ compensators, trueEvents }: Columns) => {
  if (compensators === null || trueEvents === null) throw new Error('no compensators');
  return { compensators, trueEvents };
};

describe.each(Object.entries(trials))('compensated event counts with %s', (_, trial) => {
  const plan = planKernel(trial);

  // 4 standard errors: of the 120 means of all trials one fails in 130 choices of the seed.
  it('have mean 0, the variance that they should, and no correlation', () => {
    for (const columns of createSimulator(plan).simulate([11, 5], 0, REPLICATES, WANTS)) {
      const { compensators, trueEvents } = arrays(columns);
      const m = (arm: number, row: number) => trueEvents[arm][row] - compensators[arm][row];
      plan.sizes.forEach((__, a) => {
        expect(Math.abs(meanInErrors(columns, (row) => m(a, row)))).toBeLessThan(4);
        expect(Math.abs(meanInErrors(columns, (row) => m(a, row) ** 2 - compensators[a][row]))).toBeLessThan(4);
        for (let b = 0; b < a; b++)
          expect(Math.abs(meanInErrors(columns, (row) => m(a, row) * m(b, row)))).toBeLessThan(4);
      });
    }
  });

  it('are those of the definition, bit for bit', () => {
    const looks = createReference(plan).simulate([3, -7], 5, 20, WANTS);
    createSimulator(plan)
      .simulate([3, -7], 5, 20, WANTS)
      .forEach((columns, look) => {
        const [found, defined] = [arrays(columns), arrays(looks[look])];
        plan.sizes.forEach((__, arm) => {
          expect([...found.compensators[arm]]).toEqual([...defined.compensators[arm]]);
          expect([...found.trueEvents[arm]]).toEqual([...defined.trueEvents[arm]]);
        });
      });
  });
});

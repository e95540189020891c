/** Control variates from event-count martingales: their means are 0, the rate stays unbiased, the gain is real. */
import { describe, expect, it } from 'vitest';
import { d1, d2, d4, designs as measured, trialOf } from '../../bench/designs.ts';
import { realDesigns, realTrialOf } from '../../bench/realDesigns.ts';
import { planDesign } from '../../src/design/planDesign.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { simulateReplicates } from '../../src/questions/asking.ts';
import { type AdjustedRate, adjustMean, adjustRate } from '../../src/tally/adjustedRate.ts';
import { controlCount } from '../../src/tally/collectors/controlVariates.ts';
import { emptyTally, mergeTally, read, type Tally, tallyLooks } from '../../src/tally/tally.ts';
import type { Test } from '../../src/trial/test.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { asking } from '../questions/asked.ts';

const LATE: Test = {
  statistic: { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } },
  stratifiedBy: [],
  adjustedFor: [],
};

const CRITICAL = 1.959963984540054;
const WANTS = { hazardRatio: false, medians: false, compensators: true };

/** `replicates` of a trial, rejections with their controls, from replicate `first` on. */
function controlled(trial: Trial, replicates: number, first = 0): Tally {
  const plan = planKernel(trial);
  const simulator = createSimulator(plan);
  const controls = { sides: trial.test.sides, sizes: plan.sizes };
  const spec = { details: false, criticalValue: CRITICAL, trueLogHazardRatio: null, published: null, controls };
  const asked = { plan, wants: WANTS, spec };
  const total = emptyTally(asked);
  const size = Math.min(2000, replicates);
  for (let done = 0; done < replicates; done += size) {
    const [columns] = simulator.simulate(streamKey('controls', 'test'), first + done, size, WANTS);
    mergeTally(total, tallyLooks([columns], asked));
  }
  return total;
}

function rateOf(tally: Tally, sides: 1 | 2): AdjustedRate & { plain: number } {
  const rejected = sides === 1 ? tally.rejections.benefit : tally.rejections.benefit + tally.rejections.harm;
  const adjusted = adjustRate(rejected, tally.replicates, tally.controls);
  return { ...adjusted, plain: rejected / tally.replicates };
}

const designs: Record<string, Trial> = {
  'a calendar time, 51 v 20': d1,
  'the 350th event, with dropout': d2,
  'a delayed effect': d4,
  'a rule of two parts, Poisson accrual': {
    ...d4,
    accrual: { ...d4.accrual, pattern: 'poisson' },
    analysis: {
      kind: 'laterOf',
      rules: [
        { kind: 'events', events: 330 },
        { kind: 'followUp', time: 3 },
      ],
    },
  },
  'the 350th event of two strata, by the stratified test': {
    ...d2,
    population: {
      survivalOf: 'reference',
      factors: [
        {
          name: 'stage',
          levels: [
            { name: 'A', prevalence: 0.6, hazardRatio: 1, effectRatio: 1 },
            { name: 'B', prevalence: 0.4, hazardRatio: 2, effectRatio: 1 },
          ],
        },
      ],
      covariates: [],
    },
    test: { ...d2.test, stratifiedBy: ['stage'] },
  },
  'a Weibull law': trialOf(measured.weibull),
  'a start drawn for each patient, with its window': realTrialOf(realDesigns.window),
  'scans that see events late': realTrialOf(realDesigns.scans),
  'a stratified, scanned trial in centres that recruit': realTrialOf(realDesigns.all),
  'a rule that is often met early': {
    ...d2,
    analysis: {
      kind: 'earlierOf',
      rules: [
        { kind: 'events', events: 350 },
        { kind: 'calendarTime', time: 27 },
      ],
    },
  },
};

describe('control variates', () => {
  for (const [name, trial] of Object.entries(designs)) {
    const tally = controlled(trial, 60_000);
    const n = tally.replicates;

    it(`have mean 0 at ${name}`, () => {
      // 5 standard errors: one false failure of the 50 means in 35,000 suites.
      const { sums, products } = read(tally, 'controls');
      sums.forEach((sum, i) => {
        const square = products[(i * (i + 1)) / 2 + i] / n;
        expect(Math.abs(sum / n)).toBeLessThan(5 * Math.sqrt(square / n));
      });
    });

    it(`more than halve the variance of the rejection rate at ${name}`, () => {
      const { variance, plain } = rateOf(tally, trial.test.sides);
      expect((plain * (1 - plain)) / n / variance).toBeGreaterThan(2);
    });
  }

  it('leave the rate unbiased with the error they say', { tags: ['long'] }, () => {
    // 200 batches of 2,000: their mean against a million plain replicates within 5 joint standard errors (false failure
    // 6e-7), and their spread against the stated error: the ratio of variances on 199 degrees of freedom has SD 0.10.
    const batches = Array.from({ length: 200 }, (_, k) => rateOf(controlled(d2, 2000, 10 ** 7 + k * 2000), 1));
    const mean = batches.reduce((sum, { estimate }) => sum + estimate, 0) / 200;
    const spread = batches.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) / 199;
    const stated = batches.reduce((sum, { variance }) => sum + variance, 0) / 200;
    const truth = controlled(d2, 1_000_000);
    const p = truth.rejections.benefit / truth.replicates;
    expect(Math.abs(mean - p)).toBeLessThan(5 * Math.sqrt(stated / 200 + (p * (1 - p)) / truth.replicates));
    expect(spread / stated).toBeGreaterThan(0.5);
    expect(spread / stated).toBeLessThan(1.6);
  });

  it('fall back to the plain rate where there are none, or they say nothing', () => {
    const silent = {
      sums: new Array<number>(5).fill(0),
      products: new Array<number>(15).fill(0),
      rejecting: [new Array<number>(5).fill(0)],
    };
    for (const controls of [null, silent]) {
      expect(adjustRate(30, 100, controls)).toEqual({ estimate: 0.3, variance: 0.0021 });
      expect(adjustRate(0, 5000, controls)).toEqual({ estimate: 0, variance: 0 });
    }
  });

  it('are counted for any number of arms', () => {
    expect([1, 2, 3, 4].map(controlCount)).toEqual([2, 5, 9, 14]);
  });

  it('adjust every test of a trial, and differences of them as they adjust each', async () => {
    const trial: Trial = { ...d2, test: { ...d2.test, beside: [LATE] } };
    const n = 20_000;
    const simulation = { design: planDesign(trial), purpose: 'two tests', controls: true };
    const tally = await simulateReplicates(asking('two tests', { replicates: n }), simulation, n);
    const { rejecting } = read(tally, 'controls');
    const counts = read(tally, 'tests');
    const [first, late] = counts.map(({ both }, t) => adjustRate(both[t], n, tally.controls, t));
    const gains = [first, late].map(({ variance }, t) => {
      const p = counts[t].both[t] / n;
      return (p * (1 - p)) / n / variance;
    });
    // The log-rank is all but linear in the martingales; a test of late differences weighs them otherwise.
    expect(gains[0]).toBeGreaterThan(2);
    expect(gains[1]).toBeGreaterThan(1.2);
    expect(gains[1]).toBeLessThan(gains[0]);
    const onlyLate = (counts[1].both[1] - counts[0].both[1]) / n;
    const onlyFirst = (counts[0].both[0] - counts[0].both[1]) / n;
    const difference = adjustMean(
      {
        mean: onlyLate - onlyFirst,
        variance: onlyLate + onlyFirst - (onlyLate - onlyFirst) ** 2,
        withControls: rejecting[1].map((sum, i) => sum - rejecting[0][i]),
      },
      n,
      tally.controls,
    );
    expect(difference.estimate).toBeCloseTo(late.estimate - first.estimate, 10);
  });
});

/**
 * The size search against powers simulated finely around the answer, and its interval over many seeds.
 *
 * @module-tag slow
 */

import { beforeAll, describe, expect, it } from 'vitest';
import { designsBySize } from '../../src/design/designsBySize.ts';
import { planDesign } from '../../src/design/planDesign.ts';
import { normalQuantile } from '../../src/maths/normal.ts';
import { simulateReplicates } from '../../src/questions/asking.ts';
import { probit } from '../../src/questions/powerModel.ts';
import type { SimulatedSize, UnreachableSize } from '../../src/questions/simulatedSize.ts';
import { askSize } from '../../src/questions/size.ts';
import { searchSize } from '../../src/questions/sizeSearch.ts';
import { threadedExecutor } from '../../src/run/threads.ts';
import { apportion } from '../../src/trial/allocation.ts';
import { member, seriesOf, type TrialSeries } from '../../src/trial/series.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { asking } from './asked.ts';

/** HR 0.6 at once, analysis at month 36: no event counts to round, so that power is smooth in N. */
const smooth = seriesOf(delayedTrial(0), 300);
const TARGET = 0.8;

/** N with the target power and its standard error, from many replicates just below and above it. */
async function fineSize(family: TrialSeries, target: number, sizes: readonly [number, number], replicates: number) {
  const at = async (patients: number) => {
    const simulation = {
      design: planDesign(member(family, patients)),
      purpose: `fine ${patients}`,
      rejectionsOnly: true,
    };
    const tally = await simulateReplicates(asking('fine', { replicates }), simulation, replicates);
    return probit(tally.rejections.benefit, replicates);
  };
  const [low, high] = [await at(sizes[0]), await at(sizes[1])];
  const roots = sizes.map(Math.sqrt);
  const slope = (high - low) / (roots[1] - roots[0]);
  const share = (normalQuantile(target) - low) / (high - low);
  const root = roots[0] + share * (roots[1] - roots[0]);
  const density = Math.exp(-(normalQuantile(target) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const probitError = Math.sqrt((target * (1 - target)) / replicates) / density;
  const error = (2 * root * probitError * Math.hypot(share, 1 - share)) / slope;
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  return { patients: root ** 2, error };
}

function sized(found: SimulatedSize | UnreachableSize): SimulatedSize {
  if (found.kind !== 'size') throw new Error(found.reason);
  return found;
}

describe('a size', () => {
  let fine: { patients: number; error: number };
  beforeAll(async () => {
    fine = await fineSize(smooth, TARGET, [160, 200], 400_000);
  });

  it('lies where finely simulated powers cross the target, over 60 seeds', { tags: ['long'] }, async () => {
    let missed = 0;
    let squares = 0;
    const designs = designsBySize(smooth);
    for (let seed = 0; seed < 60; seed++) {
      const found = sized(await searchSize(asking(`coverage ${seed}`, { replicates: 1000 }), designs, TARGET, 0.04));
      if (fine.patients < found.low || fine.patients > found.high) missed++;
      squares += (found.patientsUnrounded - fine.patients) ** 2 / (found.standardError ** 2 + fine.error ** 2);
      expect((found.high - found.low) / 2 / found.patientsUnrounded).toBeLessThan(0.0402);
    }
    // 95 % intervals: more than 14 of 60 miss with probability 6e-8 (binomial). Errors in units of their standard error:
    // χ² with 60 degrees of freedom is outside 21 to 131 with probability 6e-7.
    expect(missed).toBeLessThanOrEqual(14);
    expect(squares).toBeGreaterThan(21);
    expect(squares).toBeLessThan(131);
  });

  it('is found to 1 % and reported with all that belongs to it', async () => {
    const some = asking('one', { replicates: 100_000 });
    const { targets, holdsFixed, scalesEvents, maturity } = await askSize(some, smooth, [TARGET], 0.01);
    const found = sized(targets[0].simulated);
    expect(Math.abs(found.patientsUnrounded - fine.patients)).toBeLessThan(
      5.5 * Math.hypot(found.standardError, fine.error),
    );
    expect(found.low).toBeLessThan(found.patientsUnrounded);
    expect(found.high).toBeGreaterThan(found.patientsUnrounded);
    expect((found.high - found.low) / 2 / found.patientsUnrounded).toBeLessThan(0.01005);
    expect((found.high - found.low) / 2).toBeCloseTo(1.96 * found.standardError, 1);
    // Rounded up to pairs.
    expect(found.patients).toBe(2 * Math.ceil(found.patientsUnrounded / 2));
    expect([found.patientsControl, found.patientsExperimental]).toEqual([found.patients / 2, found.patients / 2]);
    expect([found.events, found.accrualDuration]).toEqual([null, 24]);
    expect([holdsFixed, scalesEvents, maturity]).toEqual(['accrual duration', false, null]);
    // Fresh replicates at that N: the target within their error, and half a block's worth of power above.
    const { power, replicates } = found.characteristics;
    expect(replicates).toBe(100_000);
    expect(Math.abs(power.estimate - TARGET)).toBeLessThan(0.012);
    // An efficient search: a bisection on noise would take millions.
    expect(found.searchReplicates).toBeLessThan(150_000);
    expect(some.account.replicates).toBe(found.searchReplicates + replicates);
    // Formulas in their order, near the simulation here.
    expect(targets[0].closed.map(({ method }) => method)).toEqual([
      'schoenfeld',
      'freedman',
      'lachinFoulkes',
      'lachinFoulkesLog',
    ]);
    for (const { result } of targets[0].closed) {
      if (result.kind !== 'size') throw new Error('reachable by formula');
      expect(Math.abs(result.patientsUnrounded / found.patientsUnrounded - 1)).toBeLessThan(0.1);
    }
  });

  it('is the same on any executor, and another under another seed', { tags: ['long'] }, async () => {
    const ask = async (seed: string, threads: number | null) => {
      const some = asking(seed, { replicates: 5000 });
      if (threads === null) return JSON.stringify(await askSize(some, smooth, [0.7], 0.03));
      const executor = threadedExecutor(threads);
      const result = await askSize({ ...some, executor }, smooth, [0.7], 0.03);
      await executor.close();
      return JSON.stringify(result);
    };
    const inline = await ask('same', null);
    expect(await ask('same', 2)).toBe(inline);
    expect(await ask('same', 3)).toBe(inline);
    expect(await ask('other', null)).not.toBe(inline);
  });

  it('waits for events in the planned proportion', async () => {
    const family = seriesOf(eventDrivenTrial({ starts: [0], ratios: [0.5] }), 500);
    const result = await askSize(asking('events', { replicates: 20_000 }), family, [0.9], 0.02);
    const found = sized(result.targets[0].simulated);
    expect(result.maturity).toBe(0.7);
    expect(found.events).toBe(Math.ceil(0.7 * found.patients - 1e-9));
    expect(found.characteristics.events.p50).toBe(found.events);
    // Schoenfeld's 87.5 events at HR 0.5 are too few by Freedman's 94.6: the answer is near them.
    expect(found.events).toBeGreaterThan(85);
    expect(found.events).toBeLessThan(100);
  });

  it('is rounded up arm by arm at 20:51, where it confirms harm, and says what few events do to formulas', async () => {
    const trial = publishedShape();
    const result = await askSize(asking('harm', { replicates: 20_000 }), seriesOf(trial, 71), [0.5], 0.05);
    const found = sized(result.targets[0].simulated);
    const share = (weight: number) => Math.ceil((found.patientsUnrounded * weight) / 71);
    expect(found.patients).toBe(share(51) + share(20));
    expect([found.patientsControl, found.patientsExperimental]).toEqual(apportion(found.patients, [51, 20]));
    // Confirmed within 6 standard errors (2e-9) of the target, which N misses by a patient or two at most.
    const { estimate, standardError } = found.characteristics.power;
    expect(Math.abs(estimate - 0.5)).toBeLessThan(6 * standardError + 0.01);
    expect(found.characteristics.significantHarm.count).toBeGreaterThan(0.99 * found.characteristics.power.count);
    expect(result.targets[0].whyTheyDiffer).toMatch(/unequal allocation/);
  });

  it('blames formulas only for what the error of the simulation does not explain', async () => {
    const { targets } = await askSize(asking('why', { replicates: 500 }), smooth, [0.7, 0.9], 0.1);
    for (const { simulated, closed, whyTheyDiffer } of targets) {
      const { low, high, targetPower } = sized(simulated);
      const formula = closed.find(({ method }) => method === 'schoenfeld')?.result;
      if (formula?.kind !== 'size') throw new Error('no formula');
      const within = low <= formula.patientsUnrounded && formula.patientsUnrounded <= high;
      expect(whyTheyDiffer).toMatch(within ? /within the error of the simulation/ : /than the simulation: /);
      expect(whyTheyDiffer.startsWith(`For ${targetPower * 100} % Schoenfeld asks for `)).toBe(true);
    }
  });

  it('has more patients for more power', async () => {
    const { targets } = await askSize(asking('more', { replicates: 2000 }), smooth, [0.6, 0.8, 0.95], 0.03);
    const sizes = targets.map(({ simulated }) => sized(simulated).patientsUnrounded);
    expect(sizes[1]).toBeGreaterThan(sizes[0] * 1.2);
    expect(sizes[2]).toBeGreaterThan(sizes[1] * 1.2);
  });
});

/**
 * Answers about a trial whose care improves: the null is kept, power by formula is that of simulation, and a size is found
 * whose enrolment lasts longer the larger it is. Rates are held within 5 Monte Carlo standard errors (5.7e-7 each).
 *
 * @module-tag slow
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { designsBySize } from '../../src/design/designsBySize.ts';
import { planDesign } from '../../src/design/planDesign.ts';
import { simulateReplicates } from '../../src/questions/asking.ts';
import { askSize } from '../../src/questions/size.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { LIKE_CONTROL } from '../../src/trial/effect.ts';
import { member, seriesOf } from '../../src/trial/series.ts';
import { type Trial, withEffects } from '../../src/trial/trial.ts';
import { asking } from '../questions/asked.ts';

const CASE = readFileSync(new URL('../cases/care-improves.yaml', import.meta.url), 'utf8');
const planned = scenarioFromText('care-improves', CASE).trial;
if (planned?.patients == null) throw new Error('no trial');
const trial: Trial = { ...planned.unsized, patients: planned.patients };
const PATIENTS = trial.patients;

/** Rejections for benefit of `truth` at the bounds of `plan`, and their standard error. */
async function rate(plan: Trial, truth: Trial, replicates: number) {
  const simulation = { design: planDesign(plan), truth: planDesign(truth), purpose: 'drift', rejectionsOnly: true };
  const { rejections } = await simulateReplicates(asking('drift', { replicates }), simulation, replicates);
  const share = rejections.benefit / replicates;
  return { share, se: Math.sqrt((share * (1 - share)) / replicates) };
}

/** The trial with an improvement of care that is hard to overlook. */
const steep: Trial = { ...trial, drift: { logPerUnit: Math.log(1.5) / 12, sincePublication: 0, until: Infinity } };

describe('care that improves', () => {
  it.each([
    ['as planned', trial],
    ['by half a year', steep],
  ])('leaves the level of the test where there is no effect: %s', async (_, plan) => {
    const none = withEffects(plan, ({ effect }, arm) => (arm === 0 ? effect : LIKE_CONTROL));
    const { share, se } = await rate(plan, none, 40_000);
    // The log-rank at 132 and 220 events rejects up to 0.1 % more often than the normal distribution says.
    expect(Math.abs(share - 0.025)).toBeLessThan(5 * se + 0.001);
  });

  it('leaves it where the experimental arm has the law of the control as its own', async () => {
    const law = { clock: { kind: 'weibull', shape: 1.5, scale: 14 }, steps: NO_EFFECT } as const;
    const [control, experimental] = steep.arms;
    const own = { kind: 'own', law } as const;
    const none = { ...steep, arms: makeArms({ ...control, effect: own }, { ...experimental, effect: own }) };
    const { share, se } = await rate(none, none, 40_000);
    expect(Math.abs(share - 0.025)).toBeLessThan(5 * se + 0.001);
  });

  it.each([
    ['as planned', trial],
    ['by half a year', steep],
  ])('has the power that large samples promise: %s', async (_, plan) => {
    const { share, se } = await rate(plan, plan, 20_000);
    expect(Math.abs(share - planDesign(plan).power)).toBeLessThan(5 * se + 0.01);
  });

  it('has a size whose enrolment lasts as long as it takes', async () => {
    const rated: Trial = {
      ...steep,
      interims: [],
      accrual: { pattern: 'uniform', starts: [0], rates: [10], duration: null },
      analysis: { kind: 'followUp', time: 12 },
    };
    const { sequential: _, ...fixed } = rated;
    const series = seriesOf(fixed, PATIENTS);
    const [{ simulated }] = (await askSize(asking('size', { replicates: 40_000 }), series, [0.8], 0.02)).targets;
    if (simulated.kind !== 'size') throw new Error(simulated.reason);
    const found = member(series, simulated.patients);
    expect(simulated.accrualDuration).toBeCloseTo(simulated.patients / 10, 6);
    const { share, se } = await rate(found, found, 40_000);
    expect(Math.abs(share - 0.8)).toBeLessThan(5 * Math.hypot(se, 0.004));
    // Longer enrolment has later patients with fewer events: as if care stood still it would take fewer.
    const { drift: __, ...still } = fixed;
    const [{ simulated: without }] = (
      await askSize(asking('size', { replicates: 20_000 }), seriesOf(still, PATIENTS), [0.8], 0.02)
    ).targets;
    expect(without.kind === 'size' && without.patients).toBeLessThan(simulated.patients - 10);
    expect(designsBySize(series).planned.trial.patients).toBe(PATIENTS);
  });
});

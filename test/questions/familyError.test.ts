/** A family with a test of its own and a gate, simulated: the error under each partial null, and power with the gate ignored. */
import { expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { askPartialNulls } from '../../src/questions/partialNulls.ts';
import { askPower } from '../../src/questions/power.ts';
import { draft, LATE, load } from '../scenario/draft.ts';
import { asking } from './asked.ts';

/** Standard errors that a rate may be above alpha; a false failure in 4e-8. */
const K = 5.5;
const REPLICATES = 4000;

it('keeps the error of arms that do nothing, and gives both powers with a gate', async () => {
  const comparisons = `{ procedure: holm, gate: { at: 1, hypothesis: b, z: 0 }, hypotheses: [
    { name: a, arm: New, test: { milestone: { at: 6 } }, looks: [1, final] }, { name: b, arm: Late, looks: [1] }] }`;
  const sequential = '{ looks: [{ informationFraction: 0.5 }], efficacy: { spending: pocock } }';
  const blocks = `  sequential: ${sequential}\n  comparisons: ${comparisons}\n  targetPower`;
  const { trial: plan } = await load(draft(LATE, ['  targetPower', blocks]));
  if (plan?.patients == null) throw new Error('no trial');
  const trial = { ...plan.unsized, patients: plan.patients };
  const nulls = await askPartialNulls(asking('partial', { replicates: REPLICATES }), planDesign(trial));
  expect(nulls.map(({ hypotheses }) => hypotheses)).toEqual([['a'], ['b']]);
  const limit = 0.025 + K * Math.sqrt((0.025 * 0.975) / REPLICATES);
  for (const { error, errorIgnoring } of nulls) {
    expect(error.count).toBeLessThanOrEqual(errorIgnoring.count);
    expect(errorIgnoring.estimate).toBeLessThan(limit);
  }
  const { alternative } = await askPower(asking('gate', { replicates: REPLICATES }), trial, 'month');
  const [first] = alternative.sequential?.looks ?? [];
  expect(first.futility.estimate).toBeGreaterThan(0);
});

/**
 * The chance of success of real designs: by large samples, and by truths that are drawn one by one at random.
 *
 * @module-tag long
 */
import { readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { priorQuantile } from '../../src/evidence/prior.ts';
import { simulateReplicates } from '../../src/questions/asking.ts';
import { findField } from '../../src/scenario/field.ts';
import type { Sources } from '../../src/scenario/source.ts';
import { parseSource } from '../../src/scenario/source.ts';
import { resolveTruth } from '../../src/scenario/truth.ts';
import { type AskedAssurance, assuranceOf, plannedOf } from '../questions/askedAssurance.ts';

/** A shipped scenario with priors in place of planned values. */
function shipped(name: string, ...replaced: readonly (readonly [RegExp, string])[]): Sources {
  const read = (file: string) => readFileSync(new URL(`../../scenarios/${file}`, import.meta.url), 'utf8');
  const text = replaced.reduce((all, [from, to]) => {
    if (!from.test(all)) throw new Error(`${name} has no ${from}`);
    return all.replace(from, to);
  }, read(name));
  const study = /^reported: (.*)$/m.exec(text)?.[1];
  return { main: parseSource(name, text), study: study ? parseSource(study, read(study)) : null };
}

const RATIO: readonly [RegExp, string] = [
  /hazardRatio:\s+value: 0\.70?\s+source: assumed\s+note: .*/,
  'hazardRatio: { value: 0.70, source: assumed, prior: { estimate: 0.78, ci: [0.6, 1.01] } }',
];
const MEDIAN: readonly [RegExp, string] = [
  /median: \{ value: 9, source: reported, note: ".*" \}/,
  'median: { value: 9, source: reported, prior: { estimate: 9, ci: [7.5, 11] } }',
];

const TIMED: readonly (readonly [RegExp, string])[] = [
  [
    /synchronous: \{ value: 0.62.*\}/,
    'synchronous: { value: 0.62, source: assumed, prior: { estimate: 0.62, sd: 0.15 } }',
  ],
  [
    /halfLife: \{ value: 3 weeks.*\}/,
    'halfLife: { value: 3 weeks, source: assumed, prior: { estimate: 3 weeks, sd: 0.5 } }',
  ],
];

/** Benefit among replicates that each have a truth of their own, drawn at random. */
async function drawnOneByOne({ asking, plan }: AskedAssurance, sources: Sources, truths: number, each: number) {
  const uniform = seedrandom('one by one');
  const design = planDesign(plan.trial);
  const rates: number[] = [];
  for (let i = 0; i < truths; i++) {
    const settings = plan.priors.map(({ path, prior }) => {
      const drawn = priorQuantile(prior, Math.min(1 - 1e-9, Math.max(1e-9, uniform())));
      return { field: findField(sources, path), value: drawn };
    });
    const truth = planDesign({ ...resolveTruth(sources, settings, plan.trial), patients: plan.trial.patients });
    const tally = await simulateReplicates(asking, { design, truth, purpose: 'one by one', first: i * each }, each);
    rates.push(tally.rejections.benefit / each);
  }
  const mean = rates.reduce((sum, x) => sum + x, 0) / truths;
  const variance = rates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (truths - 1);
  return { estimate: mean, standardError: Math.sqrt(variance / truths) };
}

describe('the chance of success', () => {
  it.each([
    ['three looks', 'prospective-three-looks.yaml', [RATIO], 300],
    ['three looks and an uncertain control', 'prospective-three-looks.yaml', [RATIO, MEDIAN], 300],
    ['scans, centres and an effect that depends on lag', 'multicentre-scans.yaml', TIMED, 100],
    ['two endpoints, PFS to be shown', 'survival-endpoints.yaml', [RATIO, MEDIAN], 200],
  ] as const)(
    'of a trial with %s is that of truths drawn one by one, and of large samples',
    async (_, name, replaced, truths) => {
      const sources = shipped(name, ...replaced);
      const asked = await plannedOf(sources, { replicates: 20_000 });
      const { benefit, formula } = await assuranceOf(asked);
      // 4.5 standard errors, false at 7e-6 each.
      const drawn = await drawnOneByOne(asked, sources, truths, 8);
      const error = Math.hypot(benefit.standardError, drawn.standardError);
      expect(Math.abs(benefit.estimate - drawn.estimate)).toBeLessThan(4.5 * error);
      // Large samples take the looks to come when they are expected, and progression seen by scans as tied: half a per cent.
      expect(formula).not.toBeNull();
      expect(Math.abs(benefit.estimate - (formula?.benefit ?? 0))).toBeLessThan(4.5 * benefit.standardError + 0.006);
    },
  );

  it('of looks adds up, and what passing them says is what their trials do', async () => {
    const { looks, benefit, characteristics } = await assuranceOf(
      await plannedOf(shipped('prospective-three-looks.yaml', RATIO), { replicates: 20_000 }),
    );
    if (looks === null) throw new Error('no looks');
    expect(looks.looks.reduce((sum, { efficacy }) => sum + efficacy.count, 0)).toBe(benefit.count);
    const [first, second] = looks.looks;
    expect(first.passed?.count).toBe(benefit.replicates - first.efficacy.count - first.futility.count);
    expect(first.successIfPassed?.count).toBe(benefit.count - first.efficacy.count);
    expect(second.passed?.count).toBeLessThan(first.passed?.count ?? 0);
    expect(looks.means.events.mean).toBeCloseTo(characteristics.events.mean, 9);
    expect(looks.without.benefit.estimate).toBeGreaterThan(benefit.estimate - 0.005);
    expect(looks.without.means.events.mean).toBe(420);
  });
});

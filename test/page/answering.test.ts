/**
 * What the explorer's worker answers, without a browser.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { answer } from '../../src/page/answering.ts';
import type { ShownChance, ShownEstimate, WorkerAnswer } from '../../src/page/messages.ts';
import { type AssuranceResult, askAssurance } from '../../src/questions/assurance.ts';
import { planOf } from '../../src/questions/assurancePlan.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import { scenarioFromText, sourcesOf } from '../../src/scenario/scenario.ts';
import { asking } from '../questions/asked.ts';

const PRIOR = '{ value: 0.7, source: assumed, prior: shrunken }';

const written = (ratio: string, median = '9', more = ''): string => `title: explored
timeUnit: month
seed: answering
reported:
  arms:
    - { name: C, role: control, patients: 51, median: { value: 9, ci: [3, 15] } }
    - { name: E, role: experimental, patients: 20 }
  hazardRatio: { value: 1.206, ci: [0.599, 2.428] }
trial:
  arms:
    - { name: C, role: control, survival: { model: exponential, median: ${median} } }
    - { name: E, role: experimental, survival: { model: relative, hazardRatio: ${ratio} } }
  patients: 348
  accrual: { duration: 20 }
  analysis: { events: 261 }
  test: { alpha: 0.05, sides: 2 }
${more}
precision: { replicates: 3000 }
`;

async function answers(text: string, signal = new AbortController().signal): Promise<WorkerAnswer[]> {
  const heard: WorkerAnswer[] = [];
  const executor = inlineExecutor();
  await answer({ question: 7, text, replicates: 3000 }, executor, signal, (each) => heard.push(each));
  await executor.close();
  expect(heard.every(({ question }) => question === 7)).toBe(true);
  return heard;
}
const estimates = (heard: readonly WorkerAnswer[]): ShownEstimate[] =>
  heard.flatMap((each) => ('estimate' in each ? [each.estimate] : []));
const chances = (heard: readonly WorkerAnswer[]): ShownChance[] =>
  heard.flatMap((each) => ('chance' in each && each.chance !== null ? [each.chance] : []));

async function assurance(text: string, replicates: number): Promise<AssuranceResult> {
  const scenario = scenarioFromText('scenario', text);
  const plan = await planOf(scenario, sourcesOf(scenario.written), {});
  let result: AssuranceResult | null = null;
  await askAssurance(asking(scenario.seed, { replicates }), plan, (found) => {
    result = found;
  });
  if (result === null) throw new Error('nothing was kept');
  return result;
}

describe('the worker that answers', () => {
  it('tells the chance of success at every stage, as the question `assurance` gives it', async () => {
    const text = written(PRIOR);
    const heard = await answers(text);
    const power = estimates(heard).at(-1);
    const told = chances(heard);
    expect(told.map(({ replicates }) => replicates)).toEqual([2000, 20_000]);
    expect(told.map(({ finished }) => finished)).toEqual([false, true]);
    for (const { replicates, chance, standardError, ceiling } of told.slice(0, 2)) {
      const { benefit, ceiling: most } = await assurance(text, replicates);
      expect({ chance, standardError, ceiling }).toEqual({
        chance: benefit.estimate,
        standardError: benefit.standardError,
        ceiling: most?.benefit,
      });
    }
    expect(told[0].beliefs).toMatchObject([{ words: expect.stringContaining('hazard ratio'), printed: 1.206 }]);
    const { point } = await assurance(text, 3000);
    // 40 truths share 3,000 replicates.
    expect(Math.abs((power?.benefit ?? 0) - point.benefit.estimate)).toBeLessThan(8 / 3000);
    expect(power?.benefit).toBeLessThanOrEqual(power?.power ?? 0);
  });

  it('finds what no number of patients can pass from the truths, where two values are uncertain', async () => {
    const text = written(PRIOR, '{ value: 9, source: assumed, prior: published }');
    const told = chances(await answers(text));
    expect(told.map(({ ceiling }) => ceiling === null)).toEqual([true, true, false]);
    expect(told.map(({ finished }) => finished)).toEqual([false, false, true]);
    expect(told.at(-1)?.ceiling).toBe((await assurance(text, 2000)).ceiling?.benefit);
    expect(told.at(-1)?.beliefs.map(({ unit }) => unit)).toEqual(['months', '']);
  });

  it('says where planning values are known, and where a prior makes no trial', async () => {
    const known = await answers(written('0.7'));
    expect(known.filter((each) => 'chance' in each)).toEqual([{ question: 7, chance: null }]);
    const dropout = '  dropout: { hazard: { value: 0, source: assumed, prior: { draws: [-1, 0.1] } } }';
    const heard = await answers(written('0.7', '9', dropout));
    expect(estimates(heard).at(-1)?.finished).toBe(true);
    const problems = heard.flatMap((each) => ('chanceProblem' in each ? [each.chanceProblem] : []));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^scenario: the prior reaches trial.dropout.hazard -1, .*narrow the prior$/);
  });

  it('ends when another question is asked', async () => {
    const stop = new AbortController();
    const heard: WorkerAnswer[] = [];
    const executor = inlineExecutor();
    await answer({ question: 1, text: written(PRIOR), replicates: 3000 }, executor, stop.signal, (each) => {
      heard.push(each);
      if ('chance' in each) stop.abort();
    });
    await executor.close();
    expect(chances(heard)).toHaveLength(1);
    expect(heard.some((each) => 'chanceProblem' in each)).toBe(false);
  });
});

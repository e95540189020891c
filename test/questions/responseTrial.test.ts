/**
 * A trial of a proportion through the questions and their presenters. Simulated rates lie within 5 standard errors of the
 * exact ones: false at 6e-7 each.
 */
import { describe, expect, it } from 'vitest';
import { powerOfResponses } from '../../src/questions/exact/responsePower.ts';
import { sizeOfResponses } from '../../src/questions/exact/responseSize.ts';
import { QUESTIONS } from '../../src/questions/registry.ts';
import { outputFiles } from '../../src/report/outputs.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { readSaved, UnreadableResult } from '../../src/report/savedRecord.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { ResponseTrial } from '../../src/scenario/plannedResponseTrial.ts';
import { type Scenario, scenarioFromText } from '../../src/scenario/scenario.ts';
import { saved } from '../report/savedResults.ts';
import { asking } from './asked.ts';

const scenario = await loadScenario('scenarios/response-rate.yaml');
const plan = scenario.exact?.responseTrial as ResponseTrial;

async function answered(name: string, of: Scenario): Promise<Record<string, unknown>> {
  const question = QUESTIONS.find((each) => each.name === name);
  if (question === undefined) throw new Error(name);
  const found: unknown[] = [];
  const planned = name === 'run' ? { scenario: of, parts: QUESTIONS.filter(({ inRun }) => inRun) } : of;
  await question.ask(asking('responses', { replicates: 2000 }), planned, (result) => {
    found[0] = result;
  });
  return found[0] as Record<string, unknown>;
}

describe('power', () => {
  it('simulated is the exact one, with an effect and without, one-sided with a margin too', () => {
    const margin: ResponseTrial = {
      ...plan,
      wanted: false,
      control: { ...plan.control, rate: 0.3, weight: 1 },
      experimental: { ...plan.experimental, rate: 0.28, weight: 2 },
      patients: 240,
      test: { statistic: 'farrington-manning', alpha: 0.025, sides: 1, margin: 0.15 },
    };
    for (const planned of [plan, margin]) {
      const { power, typeOne, simulated } = powerOfResponses(asking('exact', { replicates: 40_000 }), planned);
      for (const [found, exact] of [
        [simulated.power, power],
        [simulated.typeOne, typeOne.planned.probability],
      ] as const)
        expect(Math.abs(found.estimate - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 40_000));
      expect(typeOne.largest.probability).toBeGreaterThanOrEqual(typeOne.planned.probability);
    }
  });

  it('is the same counted by those without the event', () => {
    const mirrored: ResponseTrial = {
      ...plan,
      wanted: false,
      control: { ...plan.control, rate: 1 - plan.control.rate },
      experimental: { ...plan.experimental, rate: 1 - plan.experimental.rate },
    };
    const [one, other] = [plan, mirrored].map((each) => powerOfResponses(asking('mirror', { replicates: 10 }), each));
    expect(other.power).toBeCloseTo(one.power, 12);
    expect(other.decisive).toEqual({ control: 140 - 56, experimental: 140 - 73 });
    const sizes = [plan, mirrored].map((each) => sizeOfResponses(each).targets.map(({ first }) => first?.patients));
    expect(sizes[1]).toEqual(sizes[0]);
  });
});

describe('the questions', () => {
  it.each(['check', 'power', 'size', 'run'])('%s answers, is saved, read again and reported', async (name) => {
    const result = await answered(name, scenario);
    const { text, record } = saved(scenario, { question: name, result });
    const again = await readSaved(text, PRESENTERS);
    const outputs = ['text', 'tables', 'figures', 'markdown', 'page'] as const;
    const files = await outputFiles(again, PRESENTERS, outputs);
    expect(files).toEqual(await outputFiles(record, PRESENTERS, outputs));
    const all = files.map((file) => String(file.text)).join('\n');
    expect(all).toMatch(name === 'power' ? /80\.77 %/ : /272\.1772/);
    // A field that is missing, unknown or of another scenario is one line.
    for (const [from, to] of [
      ['"responseTrial": {\n', '"responseTrial": {\n"odd": 1,\n'],
      [/"(oddsRatio|decisive|searchedTo)": /, '"other": '],
    ] as const)
      await expect(
        readSaved(
          text.replace(/"result": [\s\S]*"manifest"/, (part) => part.replace(from, to)),
          PRESENTERS,
        ),
      ).rejects.toThrow(UnreadableResult);
  });

  it('say what is missing, and answer what can be answered', async () => {
    const text = scenario.written.main.text.replace(/ {2}patients:.*\n/, '');
    const open = scenarioFromText('x.yaml', text);
    const needs = (name: string) => QUESTIONS.find((each) => each.name === name)?.needs(open);
    expect(needs('power')).toMatch(/^responseTrial.patients is missing; power needs N/);
    expect(needs('size')).toBeNull();
    expect(needs('run')).toBeNull();
    const run = await answered('run', open);
    expect(Object.keys((run.exact as { responseTrial: object }).responseTrial)).toEqual(['check', 'size']);
    expect([run.power, run.size]).toEqual([null, null]);
  });

  it('answer a trial and a trial of a proportion side by side, the trial as without it', async () => {
    const { written } = await loadScenario('scenarios/null.yaml');
    const alone = scenarioFromText('x.yaml', written.main.text);
    const [, part] = scenario.written.main.text.split(/(?=^responseTrial:)/m);
    const both = scenarioFromText('x.yaml', `${written.main.text}\n${part.split(/^precision:/m)[0]}`);
    expect(both.hash).not.toBe(alone.hash);
    const { exact, ...trial } = await answered('check', both);
    expect(trial).toEqual(await answered('check', alone));
    expect(exact).toHaveProperty('responseTrial');
  });
});

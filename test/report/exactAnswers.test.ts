/** Answers about a single arm and about adverse events: saved, read again, and altered. */
import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { checkQuestion } from '../../src/questions/checkQuestion.ts';
import { powerQuestion } from '../../src/questions/powerQuestion.ts';
import { sizeQuestion } from '../../src/questions/sizeQuestion.ts';
import { outputFiles } from '../../src/report/outputs.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import type { Answer } from '../../src/report/record.ts';
import { readSaved, UnreadableResult } from '../../src/report/savedRecord.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { type Scenario, scenarioFromText } from '../../src/scenario/scenario.ts';
import { askAll, asking } from '../questions/asked.ts';
import { mutated } from './mutations.ts';
import { type SavedResult, saved } from './savedResults.ts';

const TIME = `title: A single arm of a time
timeUnit: month
singleArm:
  name: New
  endpoint: progression
  time:
    historical: { model: weibull, shape: 1.2, median: 6 }
    planned: { model: relative, hazardRatio: 0.65 }
    patients: 60
    accrual: { rate: 4 }
    followUp: 6
    look: { time: 10, efficacy: obrienFleming, futility: { spending: { hwangShihDeCani: -2 }, binding: true } }
harms:
  - { name: nausea, rate: 0.1, patients: 60, stopping: { tolerated: 0.2, rule: bayesian, certainty: 0.95, looks: [10, 20, 40] } }
`;

async function answersOf(scenario: Scenario): Promise<SavedResult[]> {
  const results: SavedResult[] = [];
  for (const question of [checkQuestion, powerQuestion, sizeQuestion] as const) {
    let result: object | undefined;
    await question.ask(asking('saved', { replicates: 50 }), scenario, (found) => {
      result = found;
    });
    results.push(saved(scenario, { question: question.name, result } as Answer));
  }
  const run = await askAll(asking('saved', { replicates: 50 }), scenario);
  results.push(saved(scenario, { question: 'run', result: run } as Answer));
  return results;
}

const scenarios = async () => [
  await loadScenario('scenarios/single-arm-phase-2.yaml'),
  scenarioFromText('x.yaml', TIME),
];

test('are read again, and make the same outputs', async () => {
  for (const scenario of await scenarios()) {
    for (const { name, text, record } of await answersOf(scenario)) {
      const again = await readSaved(text, PRESENTERS);
      const outputs = ['text', 'tables', 'figures', 'markdown', 'page'] as const;
      const files = await outputFiles(record, PRESENTERS, outputs);
      expect(await outputFiles(again, PRESENTERS, outputs), name).toEqual(files);
      const odd = files.map(
        ({ text: file }) =>
          /.{0,80}(\bNaN\b|undefined|\[object).{0,40}/.exec(
            String(file).replace(/<script>[\s\S]*?<\/script>/g, ''),
          )?.[0],
      );
      expect(
        odd.filter((found) => found !== undefined),
        name,
      ).toEqual([]);
    }
  }
});

test('that were altered end in a report or in one line', async () => {
  const random = seedrandom('altered exact answers');
  const results = (await Promise.all((await scenarios()).map(answersOf))).flat();
  for (let i = 0; i < 120; i++) {
    const { name, text } = results[i % results.length];
    try {
      const again = await readSaved(mutated(text, random), PRESENTERS);
      const [{ text: page }] = await outputFiles(again, PRESENTERS, ['text']);
      expect(/\bNaN\b|undefined|\[object/.exec(String(page))?.[0], `alteration ${i} of ${name}`).toBeUndefined();
    } catch (problem) {
      if (!(problem instanceof UnreadableResult)) throw problem;
      expect(problem.message, `alteration ${i} of ${name}`).not.toMatch(/\n/);
    }
  }
});

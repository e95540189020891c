/** A published hazard ratio after shrinkage, and where outputs say so. */
import { describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { plannedAsPublished, publishedEffect } from '../../src/questions/publishedEffect.ts';
import { QUESTIONS } from '../../src/questions/registry.ts';
import { checkSections } from '../../src/report/checkReport.ts';
import { presenterOf } from '../../src/report/presenter.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { plainText } from '../../src/report/prose.ts';
import { type Answer, resultRecord } from '../../src/report/record.ts';
import { readSaved } from '../../src/report/savedRecord.ts';
import { statementOf } from '../../src/report/statement.ts';
import { type Scenario, scenarioFromText } from '../../src/scenario/scenario.ts';
import { shown } from '../report/results.ts';
import { saved } from '../report/savedResults.ts';
import { askAll, asking } from './asked.ts';

const LINE = '1.206 published, 1.10 after shrinkage (van Zwet, Schwab & Senn 2021)';

function scenarioWith({ source = 'reported', ratio = 1.206, interval = ', ci: [0.599, 2.428]' } = {}): Scenario {
  return scenarioFromText(
    'case.yaml',
    `title: As published
timeUnit: month
seed: as published
reported:
  endpoint: progression-free survival
  arms:
    - { name: A, role: control, patients: 51, median: { value: 9, ci: [3, 15] } }
    - { name: B, role: experimental, patients: 20, median: { value: 6, ci: [3.5, 8.6] } }
  hazardRatio: { value: 1.206${interval} }
trial:
  arms:
    - { name: A, role: control, survival: { model: exponential, median: 9 } }
    - { name: B, role: experimental, survival: { model: relative, hazardRatio: { value: ${ratio}, source: ${source} } } }
  patients: 200
  accrual: { duration: 12 }
  analysis: { calendarTime: 24 }
  test: { alpha: 0.05, sides: 2 }
precision: { replicates: 40 }
`,
  );
}

const parts = QUESTIONS.filter(({ name }) => name === 'power' || name === 'size');

async function answersTo(scenario: Scenario): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { name, inRun } of parts)
    await inRun?.(asking(scenario.seed, { replicates: 40 }), scenario, (result) => {
      if (!answers.some(({ question }) => question === name)) answers.push({ question: name, result });
    });
  return answers;
}

describe('a published hazard ratio', () => {
  it('is shrunk by the posterior mean of its logarithm', () => {
    const { reported } = scenarioWith();
    const effect = reported && publishedEffect(reported);
    expect(effect).toMatchObject({ hazardRatio: 1.206, low: 0.599, high: 2.428 });
    // log 1.206 = .1873, SE .357, z = .52: van Zwet, Schwab & Senn's mixture keeps .53 of it.
    expect(effect?.afterShrinkage).toBeCloseTo(1.105, 3);
  });

  it('is told by check as published and after shrinkage', () => {
    const scenario = scenarioWith();
    expect(shown(checkSections(askCheck(scenario), null, 'month')).replace(/\s+/g, ' ')).toContain(LINE);
    const without = scenarioWith({ interval: '' });
    expect(shown(checkSections(askCheck(without), null, 'month'))).not.toContain('shrinkage');
  });

  it('is told where a trial is planned with it as reported, and nowhere else', async () => {
    const scenario = scenarioWith();
    for (const answer of await answersTo(scenario)) {
      const sections = presenterOf(answer.question, PRESENTERS).sections(answer.result, scenario, PRESENTERS);
      expect(shown(sections).replace(/\s+/g, ' '), answer.question).toContain(LINE);
      const { text } = saved(scenario, answer);
      expect((await readSaved(text, PRESENTERS)).result).toEqual(
        resultRecord(scenario, answer, JSON.parse(text).manifest).result,
      );
      const forged = text.replace(/"afterShrinkage": [\d.]+/, '"afterShrinkage": 1.4');
      await expect(readSaved(forged, PRESENTERS)).rejects.toThrow('must be between 1 and 1.206, what was published');
    }
    for (const other of [
      scenarioWith({ source: 'assumed' }),
      scenarioWith({ ratio: 0.7 }),
      scenarioWith({ interval: '' }),
    ])
      expect(plannedAsPublished(other)).toEqual({});
  });

  it('is told in the words of a run', async () => {
    const scenario = scenarioWith();
    const result = await askAll(asking(scenario.seed, { replicates: 40 }), scenario);
    const words = statementOf(scenario, result, 'british');
    const text = words?.protocol.map(plainText).join('\n');
    expect(text).toContain(
      'The hazard ratio of 1.206 is as published; after shrinkage for the winner’s curse it is 1.10 (van Zwet, Schwab & Senn 2021).',
    );
    expect(words?.references.some(({ text: work }) => work.startsWith('van Zwet E'))).toBe(true);
  });
});

/**
 * What a scenario asks of itself has the numbers that each variation would give alone.
 *
 * @module-tag slow
 */
import { expect, it } from 'vitest';
import { askPower } from '../../src/questions/power.ts';
import { askSize } from '../../src/questions/size.ts';
import { askWhatIf, type WhatIf } from '../../src/questions/whatIf.ts';
import { runAnswer } from '../../src/report/runAnswer.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { SOUND } from '../scenario/draft.ts';
import { askAll, asking } from './asked.ts';

const ASKED = `whatIf:
  - { name: weaker, set: { "trial.arms[New].survival.hazardRatio": 0.8 } }
  - { name: smaller, set: { trial.patients: 260 } }
`;
const precision = { replicates: 400 };

it('is the size and the power of the scenario with those values', async () => {
  const { whatIf } = scenarioFromText('x', SOUND.replace('precision:', `${ASKED}precision:`));
  const answers: WhatIf[] = [];
  await askWhatIf(asking('x', precision), whatIf, answers);
  const alone = scenarioFromText('x', SOUND.replace('hazardRatio: 0.7 ', 'hazardRatio: 0.8 '));
  if (alone.trial === null) throw new Error('no trial');
  const { unsized, targetPower } = alone.trial;
  const size = await askSize(asking('x', precision), seriesOf(unsized, 300), targetPower, alone.sizeInterval);
  const power = await askPower(asking('x', precision), { ...unsized, patients: 300 }, 'month');
  expect(answers[0].size).toEqual(size);
  expect(answers[0].planned).toEqual({ patients: 300, power: power.alternative.power });
  // N that is given cannot be searched for.
  expect(answers[1].size).toBeNull();
  expect(answers[1].planned?.patients).toBe(260);
});

it('stands in the answer of a run, beside the plan, and not at all where nothing is asked', async () => {
  const text = SOUND.replace('[0.8, 0.9]', '[0.8]').replace(
    '{ replicates: 1000 }',
    '{ replicates: 300, sizeInterval: 0.1 }',
  );
  const run = async (scenario: ReturnType<typeof scenarioFromText>) => {
    const result = await askAll(asking('x', { replicates: 300 }), scenario);
    return { result, answer: runAnswer(result, scenario.trial?.unsized ?? null, 'month') };
  };
  const plain = await run(scenarioFromText('x', text));
  expect(Object.hasOwn(plain.result, 'whatIf')).toBe(false);
  const asked = await run(scenarioFromText('x', text.replace('precision:', `${ASKED}precision:`)));
  const [table] = asked.answer?.tables ?? [];
  expect(table.rows.map(([name]) => name.text)).toEqual(['HR 0.7 (as planned)', 'weaker']);
  const patients = table.columns.findIndex(({ key }) => key === 'patients');
  const [planned, weaker] = table.rows.map((row) => Number(row[patients].raw));
  expect(weaker).toBeGreaterThan(1.8 * planned);
  expect(asked.answer?.provisos?.join(' ')).toMatch(
    /With the 300 patients planned: power [\d.]+ % \(SE [\d.]+\); if weaker [\d.]+ %, if smaller [\d.]+ % \(with 260 patients\)/,
  );
  expect({ ...asked.result, whatIf: undefined }).toEqual({ ...plain.result, whatIf: undefined });
});

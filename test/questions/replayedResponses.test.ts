/** The published responses, tested again: values of the study by R's chisq.test and fisher.test. */
import { expect, test } from 'vitest';
import { replayedResponses } from '../../src/questions/replayedResponses.ts';
import { responsesSection } from '../../src/report/responsesReplayed.ts';
import { loadScenario } from '../../src/scenario/load.ts';

const { reported } = await loadScenario('scenarios/guo-2022.yaml');
if (reported === null) throw new Error('the study reports nothing');
const [response, control] = replayedResponses(reported);

test('P values are those printed, by the chi-square test without correction alone', () => {
  expect(response.experimental).toEqual({ events: 8, patients: 20 });
  expect(response.control).toEqual({ events: 29, patients: 51 });
  expect(response.tests[0].p).toBeCloseTo(0.200745, 6);
  expect(control.tests[0].p).toBeCloseTo(0.662634, 6);
  expect(response.tests[2]).toMatchObject({ statistic: 'fisher', agrees: false });
  expect(response.tests[2].p).toBeCloseTo(0.291175, 6);
  for (const { tests } of [response, control])
    expect(tests.filter(({ agrees }) => agrees).map(({ statistic }) => statistic)).toEqual(['pearson']);
  const section = responsesSection([response, control], reported);
  expect(section?.answer).toEqual([
    "The publication's P values, 0.201 (objective response) and 0.663 (disease control), are those of Pearson's chi-square test: by agreement, the test it used.",
  ]);
});

test('P values that no test gives are said to be of none, and none need be printed', () => {
  const otherwise = { ...reported, responsePValues: { objectiveResponse: 0.5, diseaseControl: null } };
  expect(responsesSection(replayedResponses(otherwise), reported)?.answer).toEqual([
    'None of the tests gives the P value that the publication prints, 0.5 (objective response).',
  ]);
  const silent = replayedResponses({ ...reported, responsePValues: null });
  expect(silent[0].tests[0].agrees).toBeNull();
  expect(responsesSection(silent, reported)?.answer).toEqual([]);
  const without = { ...reported, control: { ...reported.control, responses: null } };
  expect(replayedResponses(without)).toEqual([]);
  expect(responsesSection(undefined, reported)).toBeNull();
});

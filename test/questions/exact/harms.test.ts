/** What is answered about adverse events, through the questions that a file is asked. */
import { expect, test } from 'vitest';
import { checkQuestion } from '../../../src/questions/checkQuestion.ts';
import type { HarmsFound } from '../../../src/questions/exact/harmsFound.ts';
import { powerQuestion } from '../../../src/questions/powerQuestion.ts';
import { sizeQuestion } from '../../../src/questions/sizeQuestion.ts';
import { type Scenario, scenarioFromText } from '../../../src/scenario/scenario.ts';
import { asking } from '../asked.ts';

const TEXT = `title: a
timeUnit: month
harms:
  - { name: any, observed: {events: 15, patients: 20}, patients: 100, halfWidth: 0.1 }
  - { name: severe, arm: New, observed: {events: 0, patients: 20}, rate: 0.02, patients: 100 }
  - { name: toxic, patients: 30, stopping: {tolerated: 0.2, rule: bayesian, prior: {a: 0.6, b: 2.4}, chance: 0.1} }
`;

async function asked(
  question: typeof checkQuestion | typeof powerQuestion | typeof sizeQuestion,
  scenario: Scenario,
): Promise<HarmsFound> {
  expect(question.needs(scenario)).toBeNull();
  let found: HarmsFound | undefined;
  await question.ask(asking('harms', { replicates: 10 }), scenario, (result) => {
    found = result.exact?.harms as HarmsFound;
  });
  return found as HarmsFound;
}

test('check describes what was observed, and what will be', async () => {
  const { events } = await asked(checkQuestion, scenarioFromText('x.yaml', TEXT));
  expect(events.map(({ name, arm, rate }) => [name, arm, rate])).toEqual([
    ['any', null, 0.75],
    ['severe', 'New', 0.02],
    ['toxic', null, null],
  ]);
  expect(events[0].observed?.exact.low).toBeCloseTo(0.509, 4);
  expect(events[0].observed?.exact.high).toBeCloseTo(0.9134, 4);
  expect(events[1].observed?.oneSidedUpper).toBeCloseTo(0.1391, 4);
  expect(events[1].observed?.exact.high).toBeCloseTo(0.1684, 4);
  expect(events[1].planned?.chanceOfAny).toBeCloseTo(0.8674, 4);
  expect(events[2]).toMatchObject({ observed: null, needed: null, stopping: null, planned: { chanceOfAny: null } });
});

test('power follows the bounds', async () => {
  const { events } = await asked(powerQuestion, scenarioFromText('x.yaml', TEXT));
  expect(events.map(({ name }) => name)).toEqual(['toxic']);
  const stopping = events[0].stopping;
  expect(stopping?.threshold).toBeCloseTo(1 - 0.0368084832785868, 12);
  expect(stopping?.atTolerated.stop).toBeCloseTo(0.09957367, 8);
  expect(stopping?.bound[0]).toEqual({ patients: 3, events: 3 });
  expect(stopping?.courses.find(({ rate }) => rate === 0.3)?.stop).toBeCloseTo(0.43615256, 8);
});

test('size counts patients, and says where too many are needed', async () => {
  const { events } = await asked(sizeQuestion, scenarioFromText('x.yaml', TEXT));
  expect(events[0].needed?.halfWidth).toMatchObject({ wanted: 0.1, patients: 79 });
  expect(events[1].needed?.toSeeAny.at(-1)).toEqual({ chance: 0.95, patients: 149 });
  const narrow = scenarioFromText('x.yaml', TEXT.replace('halfWidth: 0.1', 'halfWidth: 0.001'));
  const found = await asked(sizeQuestion, narrow);
  expect(found.events[0].needed?.halfWidth?.patients).toBeNull();
  expect(sizeQuestion.unreached?.({ exact: { harms: found } }, narrow)).toBe(true);
});

test('power needs a bound', () => {
  const without = TEXT.replace(/ {2}- \{ name: toxic.*\n/, '');
  expect(powerQuestion.needs(scenarioFromText('x.yaml', without))).toBe(
    'harms has no stopping bound whose chance to stop could be asked for; give stopping, or ask check',
  );
});

const BESIDE = `title: a
timeUnit: month
trial:
  arms:
    - { name: Old, role: control, survival: {model: exponential, median: 9} }
    - { name: New, role: experimental, survival: {model: relative, hazardRatio: 0.7} }
  allocation: "2:1"
  patients: 300
  accrual: { duration: 24 }
  analysis: { events: 200 }
harms:
  - { name: any, rate: 0.2 }
  - { name: severe, arm: New, rate: 0.02, stopping: {tolerated: 0.1, looks: [50, 100]} }
`;

test('beside a trial, events are those of its patients or of the arm that they name', async () => {
  const { exact } = scenarioFromText('x.yaml', BESIDE);
  expect(exact?.harms?.events.map(({ patients }) => patients)).toEqual([300, 200]);
  const unknown = BESIDE.replace('arm: New', 'arm: Now');
  expect(() => scenarioFromText('x.yaml', unknown)).toThrow(
    'x.yaml:13: harms[severe].arm is "Now"; must be an arm of the trial: Old or New (did you mean New?)',
  );
});

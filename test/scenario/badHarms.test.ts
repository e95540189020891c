/** Mistakes in adverse events: what the user reads, in full (without the file name). */
import { expect, test } from 'vitest';
import { problems } from './draft.ts';

const HEAD = 'title: a\ntimeUnit: month\nharms:';

const WRONG: readonly (readonly [rest: string, message: string])[] = [
  [
    '\n  - { name: nausea, observed: {events: 21, patients: 20} }\n',
    '4: harms[nausea].observed.events is 21; must be ≤ 20, the patients observed: count patients who had the event, each once',
  ],
  [
    '\n  - { name: nausea, patients: 20 }\n',
    '4: harms[nausea] is incomplete; give rate, or what was observed, e.g. observed: {events: 15, patients: 20}',
  ],
  [
    '\n  - { name: nausea, rate: 2, patients: 20 }\n',
    '4: harms[nausea].rate is 2; must be > 0 and < 1 (the share with the event, e.g. 0.02)',
  ],
  [
    '\n  - { name: nausea, observed: {events: 0, patients: 20}, halfWidth: 0.1 }\n',
    '4: harms[nausea].halfWidth is given without a rate between 0 and 1 to expect it at; give rate, e.g. rate: 0.02',
  ],
  [
    '\n  - { name: nausea, rate: 0.1, stopping: {tolerated: 0.1} }\n',
    '4: harms[nausea].stopping is given without patients; say how many are planned, e.g. patients: 60',
  ],
  [
    '\n  - { name: nausea, rate: 0.1, patients: 20, stopping: {tolerated: 0.1, looks: [10, 30]} }\n',
    '4: harms[nausea].stopping.looks[1] is 30; must be ≤ 20, the patients planned: look earlier',
  ],
  [
    '\n  - { name: nausea, rate: 0.1, patients: 20, stopping: {tolerated: 0.1, looks: [10, 10]} }\n',
    '4: harms[nausea].stopping.looks[1] is 10, after 10; must be more: list looks in order',
  ],
  [
    '\n  - { name: nausea, rate: 0.1, patients: 20, stopping: {tolerated: 0.1, certainty: 0.9} }\n',
    '4: harms[nausea].stopping.certainty goes with rule: bayesian only; remove it, or take that rule',
  ],
  [
    '\n  - { name: nausea, rate: 0.1, patients: 20, stopping: {tolerated: 0.1, rule: bayesian, certainty: 0.9, chance: 0.1} }\n',
    '4: harms[nausea].stopping gives chance and certainty; must give at most one: the other follows from it',
  ],
  [
    '\n  - { name: nausea, rate: 0.1, patients: 20, stopping: {tolerated: 0.1, rule: bayesian, certainty: 0.2} }\n',
    '4: harms[nausea].stopping.certainty is 0.2; must be ≥ 0.5 (a posterior probability that the rate is too high), e.g. 0.95',
  ],
  [
    '\n  - { name: nausea, rate: 0.1 }\n  - { name: nausea, rate: 0.2 }\n',
    '5: harms[1].name is the name of another event too; give each its own',
  ],
  [
    '\n  []\n',
    '3: harms is an empty list; must have at least one event, e.g. [{name: any adverse event, rate: 0.2, patients: 60}]',
  ],
  [' 5\n', '3: harms is 5; must be a list, e.g. [{name: any adverse event, rate: 0.2, patients: 60}]'],
];

test.each(WRONG)('%s', async (rest, message) => {
  expect(await problems(HEAD + rest)).toBe(message.replace(/^/gm, 'x.yaml:'));
});

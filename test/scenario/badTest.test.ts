/**
 * Mistakes in what is tested: what the user reads, in full (without the file name). What is written here is added to the
 * test on line 23 of the sound scenario: 200 events of 300 patients, expected at month 31.7.
 */
import { describe, expect, it } from 'vitest';
import { STATISTICS } from '../../src/statistics/registry.ts';
import { draft, POPULATION, problems } from './draft.ts';

const KINDS = [...STATISTICS.keys()];
const or = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
const ANY = or(KINDS);
const EACH = KINDS.join(', ');
const WEIGHTED = or(['log-rank', 'flemingHarrington', 'modestlyWeighted', 'gehan', 'taroneWare']);

function meaning(kind: string, name: string): string {
  const parameter = STATISTICS.get(kind)?.parameters.find((each) => each.name === name);
  return parameter?.describe ?? 'no such parameter';
}

type Case = [addition: string, message: string];

const STATISTIC: Case[] = [
  ['statistic: logrank', `23: trial.test.statistic is "logrank"; must be ${ANY} (did you mean log-rank?)`],
  ['statistic: cocks', `23: trial.test.statistic is "cocks"; must be ${ANY}`],
  [
    'statistic: rmst',
    '23: trial.test.statistic is "rmst"; must say more than its name, e.g. {rmst: {until: 24 months}}',
  ],
  [
    'statistic: milestone',
    '23: trial.test.statistic is "milestone"; must say more than its name, e.g. {milestone: {at: 12 months}}',
  ],
  [
    'statistic: maxCombo',
    '23: trial.test.statistic is "maxCombo"; must say more than its name, e.g. {maxCombo: [log-rank, {flemingHarrington: {rho: 0, gamma: 1}}]}',
  ],
  [
    'statistic: flemingHarrington',
    '23: trial.test.statistic is "flemingHarrington"; must say more than its name, e.g. {flemingHarrington: {rho: 0, gamma: 1}}',
  ],
  [
    'statistic: modestlyWeighted',
    '23: trial.test.statistic is "modestlyWeighted"; must say more than its name, e.g. {modestlyWeighted: {until: 6 months}}',
  ],
  ['statistic: 5', `23: trial.test.statistic is 5; must be ${ANY}`],
  ['statistic: ', `23: trial.test.statistic is empty (null); must be ${ANY}`],
  ['statistic: []', `23: trial.test.statistic is an empty list; must be ${ANY}`],
  ['statistic: {}', `23: trial.test.statistic is incomplete; must give exactly one of ${EACH}`],
  [
    'statistic: {log-rank: {rho: 1}}',
    '23: trial.test.statistic.log-rank.rho is not a known key; there is nothing to give here: remove it',
  ],
  ['statistic: {gehan: }', '23: trial.test.statistic.gehan is empty (null); must be {}: there is nothing to give here'],
  [
    'statistic: {flemingHarington: {rho: 0, gamma: 1}}',
    '23: trial.test.statistic.flemingHarington is not a known key; did you mean flemingHarrington?',
  ],
  [
    'statistic: {rmst: {until: 24}, gehan: {}}',
    `23: trial.test.statistic gives gehan and rmst; must give exactly one of ${EACH}`,
  ],
  [
    'statistic: {flemingHarrington: {rho: -1, gamma: 1}}',
    `23: trial.test.statistic.flemingHarrington.rho is -1; must be ≥ 0 and ≤ 10 (${meaning('flemingHarrington', 'rho')}), e.g. 0`,
  ],
  [
    'statistic: {flemingHarrington: {rho: 0, gamma: -0.5}}',
    `23: trial.test.statistic.flemingHarrington.gamma is -0.5; must be ≥ 0 and ≤ 10 (${meaning('flemingHarrington', 'gamma')}), e.g. 1`,
  ],
  [
    'statistic: {flemingHarrington: {rho: 0}}',
    `23: trial.test.statistic.flemingHarrington.gamma is missing; must be a number ≥ 0 and ≤ 10 (${meaning('flemingHarrington', 'gamma')}), e.g. 1`,
  ],
  [
    'statistic: {flemingHarrington: {rho: 0, gamma: 11}}',
    `23: trial.test.statistic.flemingHarrington.gamma is 11; must be ≥ 0 and ≤ 10 (${meaning('flemingHarrington', 'gamma')}), e.g. 1`,
  ],
  [
    'statistic: {flemingHarrington: {rho: 0, gama: 1}}',
    `23: trial.test.statistic.flemingHarrington.gamma is missing; must be a number ≥ 0 and ≤ 10 (${meaning('flemingHarrington', 'gamma')}), e.g. 1\n23: trial.test.statistic.flemingHarrington.gama is not a known key; did you mean gamma?`,
  ],
  [
    'statistic: {flemingHarrington: [0, 1]}',
    '23: trial.test.statistic.flemingHarrington is a list of 2; must be a block of keys: rho, gamma',
  ],
  [
    'statistic: {modestlyWeighted: {}}',
    '23: trial.test.statistic.modestlyWeighted is incomplete; must give exactly one of until, survival',
  ],
  [
    'statistic: {modestlyWeighted: {until: 6, survival: 0.5}}',
    '23: trial.test.statistic.modestlyWeighted gives until and survival; must give exactly one of until, survival',
  ],
  [
    'statistic: {modestlyWeighted: {survival: 50}}',
    `23: trial.test.statistic.modestlyWeighted.survival is 50; must be > 0 and < 1 (${meaning('modestlyWeighted', 'survival')}), e.g. 0.5`,
  ],
  [
    'statistic: {rmst: {until: 0}}',
    '23: trial.test.statistic.rmst.until is 0; must be a time > 0, e.g. 9 or "8 weeks"',
  ],
  [
    'statistic: {rmst: {until: soon}}',
    '23: trial.test.statistic.rmst.until is "soon"; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
  ],
  [
    'statistic: {rmst: {until: 24, contrast: quotient}}',
    '23: trial.test.statistic.rmst.contrast is "quotient"; must be difference or ratio',
  ],
  ['statistic: {rmst: 24}', '23: trial.test.statistic.rmst is 24; must be a block of keys: until, contrast'],
  [
    'statistic: {cox: {test: walt}}',
    '23: trial.test.statistic.cox.test is "walt"; must be wald or score (did you mean wald?)',
  ],
  ['statistic: {cox: wald}', '23: trial.test.statistic.cox is "wald"; must be a block of keys: test'],
  [
    'statistic: {milestone: {scale: plain}}',
    '23: trial.test.statistic.milestone.at is missing; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
  ],
  [
    'statistic: {rmst: {until: {value: 24, source: guess}}}',
    '23: trial.test.statistic.rmst.until.source is "guess"; must be reported, derived or assumed',
  ],
  [
    'statistic: {maxCombo: [log-rank]}',
    '23: trial.test.statistic.maxCombo is a list of 1; must be a list of 2 to 8 statistics, e.g. [log-rank, {flemingHarrington: {rho: 0, gamma: 1}}]',
  ],
  [
    'statistic: {maxCombo: log-rank}',
    '23: trial.test.statistic.maxCombo is "log-rank"; must be a list of 2 to 8 statistics, e.g. [log-rank, {flemingHarrington: {rho: 0, gamma: 1}}]',
  ],
  [
    'statistic: {maxCombo: [log-rank, log-rank]}',
    '23: trial.test.statistic.maxCombo[1] is the statistic at 0 once more; name each once',
  ],
  [
    'statistic: {maxCombo: [log-rank, {rmst: {until: 12}}]}',
    `23: trial.test.statistic.maxCombo[1] is rmst; maxCombo combines weighted log-rank tests only: ${WEIGHTED}`,
  ],
  [
    'statistic: {maxCombo: [log-rank, cox]}',
    `23: trial.test.statistic.maxCombo[1] is cox; maxCombo combines weighted log-rank tests only: ${WEIGHTED}`,
  ],
  [
    'statistic: {maxCombo: [log-rank, {maxCombo: [log-rank, gehan]}]}',
    `23: trial.test.statistic.maxCombo[1] is maxCombo; maxCombo combines weighted log-rank tests only: ${WEIGHTED}`,
  ],
  [
    'statistic: {maxCombo: [log-rank, {flemingHarrington: {rho: 0, gamma: 1}}, {flemingHarrington: {gamma: 1, rho: 0}}]}',
    '23: trial.test.statistic.maxCombo[2] is the statistic at 1 once more; name each once',
  ],
  [
    'statistic: {maxCombo: [log-rank, logrank]}',
    `23: trial.test.statistic.maxCombo[1] is "logrank"; must be ${ANY} (did you mean log-rank?)`,
  ],
  [
    'statistic: {maxCombo: [log-rank, {flemingHarrington: {rho: 0, gamma: -1}}]}',
    `23: trial.test.statistic.maxCombo[1].flemingHarrington.gamma is -1; must be ≥ 0 and ≤ 10 (${meaning('flemingHarrington', 'gamma')}), e.g. 1`,
  ],
  [
    'statistic: {rmst: {until: 40}}',
    '23: trial.test.statistic.rmst.until is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    'statistic: {milestone: {at: 3 years}}',
    '23: trial.test.statistic.milestone.at is 36 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    'statistic: {maxCombo: [log-rank, {modestlyWeighted: {until: 40}}]}',
    '23: trial.test.statistic.maxCombo[1].modestlyWeighted.until is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    'stratifiedBy: [stage]',
    '23: trial.test.stratifiedBy[0] is "stage", but trial.population gives no factor; give it there',
  ],
  ['stratifiedBy: stage', '23: trial.test.stratifiedBy is "stage"; must be a list, e.g. [BCLC stage]'],
  [
    'adjustedFor: [NLR]',
    '23: trial.test.adjustedFor goes with cox only, not with log-rank; remove it, or write stratifiedBy',
  ],
  [
    'statistic: cox, adjustedFor: [NLR]',
    '23: trial.test.adjustedFor[0] is "NLR", but trial.population gives no factor or covariate; give it there',
  ],
  [
    'compare: log-rank',
    '23: trial.test.compare is "log-rank"; must be a list of tests, e.g. [log-rank, {statistic: log-rank, stratifiedBy: []}]',
  ],
  [
    'compare: [log-rank]',
    '23: trial.test.compare[0] is the main test once more; remove it, or let it differ, e.g. by stratifiedBy',
  ],
  [
    'compare: [gehan, cox, gehan]',
    '23: trial.test.compare[2] is the test at 0 once more; remove it, or let it differ, e.g. by stratifiedBy',
  ],
  [
    'compare: [{rmst: {until: 40}}]',
    '23: trial.test.compare[0].rmst.until is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    'compare: [{statistic: {rmst: {until: 40}}}]',
    '23: trial.test.compare[0].statistic.rmst.until is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  ['compare: [{statistc: gehan}]', '23: trial.test.compare[0].statistc is not a known key; did you mean statistic?'],
  [
    'compare: [{stratifiedBy: []}]',
    `23: trial.test.compare[0] is incomplete; must give exactly one of statistic, ${EACH}`,
  ],
  [
    'compare: [{statistic: gehan, cox: {}}]',
    `23: trial.test.compare[0] gives statistic and cox; must give exactly one of statistic, ${EACH}`,
  ],
  [
    'compare: [{statistic: gehann}]',
    `23: trial.test.compare[0].statistic is "gehann"; must be ${ANY} (did you mean gehan?)`,
  ],
  ['compare: [gehann]', `23: trial.test.compare[0] is "gehann"; must be ${ANY} (did you mean gehan?)`],
  [
    'compare: [{statistic: {rmst: {until: -1}}, stratifiedBy: [3]}]',
    '23: trial.test.compare[0].statistic.rmst.until is -1; must be a time > 0, e.g. 9 or "8 weeks"\n23: trial.test.compare[0].stratifiedBy[0] is 3; must be a text of 1 to 80 characters naming a factor; put it in quotes',
  ],
  [
    'compare: [{rmst: {}}]',
    '23: trial.test.compare[0].rmst.until is missing; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
  ],
  ['compare: [5]', `23: trial.test.compare[0] is 5; must be ${ANY}`],
];

/** With two factors and a covariate, so that the test stands on line 24. */
const NAMES: Case[] = [
  [
    'stratifiedBy: [stagee]',
    '24: trial.test.stratifiedBy[0] is "stagee"; must be a factor of trial.population: stage or sex (did you mean stage?)',
  ],
  [
    'stratifiedBy: [NLR]',
    '24: trial.test.stratifiedBy[0] is NLR, a covariate, which has no levels to make strata of; name stage or sex, or write adjustedFor for it',
  ],
  ['stratifiedBy: [stage, stage]', '24: trial.test.stratifiedBy[1] is "stage" once more; name each once'],
  [
    'stratifiedBy: [BCLC]',
    '24: trial.test.stratifiedBy[0] is "BCLC"; must be a factor of trial.population: stage or sex',
  ],
  [
    'adjustedFor: [NLR]',
    '24: trial.test.adjustedFor goes with cox only, not with log-rank; remove it, or write stratifiedBy',
  ],
  [
    'statistic: cox, adjustedFor: [nlr]',
    '24: trial.test.adjustedFor[0] is "nlr"; must be a factor or covariate of trial.population: stage, sex or NLR (did you mean NLR?)',
  ],
  [
    'statistic: cox, adjustedFor: [stage], stratifiedBy: [stage]',
    '24: trial.test.adjustedFor has stage, as has stratifiedBy; a test does one or the other: remove one',
  ],
  ['statistic: cox, adjustedFor: [NLR, NLR]', '24: trial.test.adjustedFor[1] is "NLR" once more; name each once'],
  [
    'statistic: {rmst: {until: 12}}, adjustedFor: [NLR]',
    '24: trial.test.adjustedFor goes with cox only, not with rmst; remove it, or write stratifiedBy',
  ],
  [
    'stratifiedBy: [stage], compare: [{cox: {}, adjustedFor: [stage]}]',
    '24: trial.test.compare[0].adjustedFor has stage, as has stratifiedBy, which is that of the main test here; a test does one or the other: remove one',
  ],
  [
    'statistic: cox, adjustedFor: [stage], compare: [{cox: {test: score}, stratifiedBy: [stage]}]',
    '24: trial.test.compare[0].stratifiedBy has stage, as has adjustedFor, which is that of the main test here; a test does one or the other: remove one',
  ],
  [
    'stratifiedBy: [stage], compare: [{statistic: log-rank, stratifiedBy: [stage]}]',
    '24: trial.test.compare[0] is the main test once more; remove it, or let it differ, e.g. by stratifiedBy',
  ],
  [
    'stratifiedBy: [stage, sex], compare: [{statistic: log-rank, stratifiedBy: [sex, stage]}]',
    '24: trial.test.compare[0] is the main test once more; remove it, or let it differ, e.g. by stratifiedBy',
  ],
  [
    'compare: [{statistic: log-rank, adjustedFor: [NLR]}]',
    '24: trial.test.compare[0].adjustedFor goes with cox only, not with log-rank; remove it, or write stratifiedBy',
  ],
  [
    'compare: [{statistic: log-rank, stratifiedBy: [NLR]}]',
    '24: trial.test.compare[0].stratifiedBy[0] is NLR, a covariate, which has no levels to make strata of; name stage or sex, or write adjustedFor for it',
  ],
];

const ESTIMANDS: Case[] = [
  ['{}', '24: trial.estimands is incomplete; must give rmstUntil, milestones or gracePeriod, e.g. {rmstUntil: 24}'],
  ['5', '24: trial.estimands is 5; must be a block of keys: rmstUntil, milestones, gracePeriod'],
  ['{rmstUntil: 0}', '24: trial.estimands.rmstUntil is 0; must be a time > 0, e.g. 9 or "8 weeks"'],
  [
    '{rmstUntil: 40}',
    '24: trial.estimands.rmstUntil is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  ['{milestones: []}', '24: trial.estimands.milestones is an empty list; must name at least one time, e.g. [12, 24]'],
  ['{milestones: 12}', '24: trial.estimands.milestones is 12; must be a list of times, e.g. [12, 24]'],
  [
    '{milestones: [12, 40]}',
    '24: trial.estimands.milestones[1] is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    '{milestones: [24, 12]}',
    '24: trial.estimands.milestones[1] is 12 months, after 24 months; must be later: list them in order of time',
  ],
  [
    '{milestones: [12, 12]}',
    '24: trial.estimands.milestones[1] is 12 months, after 12 months; must be later: list them in order of time',
  ],
  ['{rmstUnitl: 3}', '24: trial.estimands.rmstUnitl is not a known key; did you mean rmstUntil?'],
];

const GRACE_PERIODS: Case[] = [
  ['0', '25: trial.estimands.gracePeriod is 0; must be a time > 0, e.g. 9 or "8 weeks"'],
  [
    '-1 week',
    '25: trial.estimands.gracePeriod is "-1 week"; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
  ],
  [
    '40',
    '25: trial.estimands.gracePeriod is 40 months; must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    '1 week',
    '25: trial.estimands.gracePeriod is 0.229979 months; must be ≥ 0.483 months, by which 5 % of New start, e.g. 0.897 months for 95 %',
  ],
];

const TEST = 'alpha: 0.05, sides: 2';

async function read(...edits: [from: string, to: string][]): Promise<string> {
  return (await problems(draft(...edits))).replaceAll('x.yaml:', '');
}

describe('the test', () => {
  it.each(STATISTIC)('%s', async (addition, message) => {
    expect(await read([TEST, `${TEST}, ${addition}`])).toBe(message);
  });
});

describe('names of factors and covariates', () => {
  it.each(NAMES)('%s', async (addition, message) => {
    expect(await read([TEST, `${TEST}, ${addition}`], POPULATION)).toBe(message);
  });
});

describe('strata of a population with covariates alone', () => {
  const covariates: [string, string] = [
    '  patients: 300\n',
    '  population: { covariates: [{name: NLR, mean: 3.8, sd: 1.6, hazardRatio: 0.8}] }\n  patients: 300\n',
  ];

  it.each([
    ['stage', '24: trial.test.stratifiedBy[0] is "stage", but trial.population gives no factor; give it there'],
    [
      'NLR',
      '24: trial.test.stratifiedBy[0] is NLR, a covariate, which has no levels to make strata of; remove it, or write adjustedFor for it',
    ],
  ])('%s', async (name, message) => {
    expect(await read([TEST, `${TEST}, stratifiedBy: [${name}]`], covariates)).toBe(message);
  });
});

describe('estimands', () => {
  it.each(ESTIMANDS)('%s', async (block, message) => {
    expect(await read(['  targetPower', `  estimands: ${block}\n  targetPower`])).toBe(message);
  });
});

describe('a grace period', () => {
  const given = (time: string): [string, string] => [
    '  targetPower',
    `  estimands: { gracePeriod: ${time} }\n  targetPower`,
  ];
  const survival = 'survival: { model: relative, hazardRatio: 0.7 }';
  const starts = (start: string): [string, string] => [survival, `${survival}\n      treatmentStart: ${start}`];

  it.each(GRACE_PERIODS)('of %s', async (time, message) => {
    expect(await read(starts('{ uniform: [2 weeks, 4 weeks] }'), given(time))).toBe(message);
  });

  it.each<[string, number, [string, string][]]>([
    ['nothing', 24, []],
    ['at randomisation', 25, [starts('-1 week')]],
  ])('of an arm that starts %s', async (_, line, edits) => {
    const remedy = 'remove it, or give the arm a later treatmentStart, e.g. 2 weeks';
    expect(await read(...edits, given('1'))).toBe(
      `${line}: trial.estimands.gracePeriod is 1 month, but patients of New start nothing after randomisation; ${remedy}`,
    );
  });
});

describe('times, with the patients left open', () => {
  const statistic = (until: number): [string, string] => [TEST, `${TEST}, statistic: {rmst: {until: ${until}}}`];
  const open: [string, string] = ['  patients: 300\n', ''];
  const beyond = (limit: string) =>
    `22: trial.test.statistic.rmst.until is 30 months; must be < ${limit} months, when the final analysis is expected: nobody has been followed for longer by then`;

  it.each([['calendarTime: 29'], ['followUp: 5']])(
    'are checked where the analysis waits for time alone: %s',
    async (rule) => {
      expect(await read(statistic(30), open, ['events: 200', rule])).toBe(beyond('29'));
      expect(await read(statistic(28), open, ['events: 200', rule])).toBe('no problem');
    },
  );

  it('are checked at a calendar time at any pace of enrolment', async () => {
    const pace: [string, string] = ['duration: 24', 'rate: 10'];
    expect(await read(statistic(30), open, pace, ['events: 200', 'calendarTime: 29'])).toBe(beyond('29'));
  });

  it('are not where it depends on how many enrol', async () => {
    expect(await read(statistic(300), open, ['duration: 24', 'rate: 10'], ['events: 200', 'followUp: 5'])).toBe(
      'no problem',
    );
    expect(await read(statistic(300), open)).toBe('no problem');
  });
});

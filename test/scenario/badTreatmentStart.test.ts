/** Mistakes in when the second treatment starts and what its timing does: what the user reads, in full (without the file name). */
import { describe, expect, it } from 'vitest';
import { draft, problems } from './draft.ts';

const SURVIVAL = 'survival: { model: relative, hazardRatio: 0.7 }';

type Edit = [from: string, to: string];

async function read(...edits: Edit[]): Promise<string> {
  return (await problems(draft(...edits))).replaceAll('x.yaml:', '');
}

const STARTS: [block: string, message: string][] = [
  [
    'two weeks',
    '18: trial.arms[New].treatmentStart is "two weeks"; must be a time, negative for before: a number in timeUnit, e.g. 0.5, or a text with its own, e.g. "2 weeks" or "-1 week"',
  ],
  [
    '[2, 3]',
    '18: trial.arms[New].treatmentStart is a list of 2; must be a time, negative for before: a number in timeUnit, e.g. 0.5, or a text with its own, e.g. "2 weeks" or "-1 week"',
  ],
  [
    '{}',
    '18: trial.arms[New].treatmentStart is incomplete; must give exactly one of uniform, lognormal, exponential, discrete',
  ],
  ['{ unifrm: [1, 2] }', '18: trial.arms[New].treatmentStart.unifrm is not a known key; did you mean uniform?'],
  [
    '{ uniform: [1, 2], exponential: { mean: 1 } }',
    '18: trial.arms[New].treatmentStart gives uniform and exponential; must give exactly one of uniform, lognormal, exponential, discrete',
  ],
  [
    '{ uniform: [3, 2] }',
    '18: trial.arms[New].treatmentStart.uniform is 3 months to 2 months; the second must be later; write one time, e.g. treatmentStart: 2 weeks, for all alike',
  ],
  [
    '{ uniform: [3] }',
    '18: trial.arms[New].treatmentStart.uniform is a list of 1; must be [from, to], e.g. [2 weeks, 3 weeks]',
  ],
  [
    '{ uniform: [3 weeks, 3 weeks] }',
    '18: trial.arms[New].treatmentStart.uniform is 0.689938 months to 0.689938 months; the second must be later; write one time, e.g. treatmentStart: 2 weeks, for all alike',
  ],
  [
    '{ lognormal: { median: 1 } }',
    '18: trial.arms[New].treatmentStart.lognormal.spread is missing; must be a number > 0 and ≤ 3 (SD of the log lag), e.g. 0.4',
  ],
  [
    '{ lognormal: { median: 0, spread: 0.4 } }',
    '18: trial.arms[New].treatmentStart.lognormal.median is 0; must be a time > 0, e.g. 9 or "8 weeks"',
  ],
  [
    '{ lognormal: { median: 1, spread: 4 } }',
    '18: trial.arms[New].treatmentStart.lognormal.spread is 4; must be > 0 and ≤ 3 (SD of the log lag), e.g. 0.4',
  ],
  [
    '{ exponential: { mean: -1 } }',
    '18: trial.arms[New].treatmentStart.exponential.mean is -1; must be a time > 0, e.g. 9 or "8 weeks"',
  ],
  [
    '{ discrete: [] }',
    '18: trial.arms[New].treatmentStart.discrete is an empty list; must be a list, e.g. [{lag: 1 week, share: 0.3}, {lag: 3 weeks, share: 0.7}]',
  ],
  [
    '{ discrete: [{ lag: 1, share: 0.5 }, { lag: 2, share: 0.4 }] }',
    '18: trial.arms[New].treatmentStart.discrete has shares that sum to 0.9; must sum to 1',
  ],
  [
    '{ discrete: [{ lag: 2, share: 0.5 }, { lag: 1, share: 0.5 }] }',
    '18: trial.arms[New].treatmentStart.discrete[1].lag is 1, after 2; must be later: list them in order of time',
  ],
  [
    '{ discrete: [{ lag: 1, share: 30 }] }',
    '18: trial.arms[New].treatmentStart.discrete[0].share is 30; must be > 0 and ≤ 1 (a share of the patients), e.g. 0.3',
  ],
  ['1e9', '18: trial.arms[New].treatmentStart is 1e9; must be a time from −1,000,000 to 1,000,000, e.g. 0.5'],
  [
    '60',
    '18: trial.arms[New].treatmentStart is 60 months after randomisation; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
  [
    '-60',
    '18: trial.arms[New].treatmentStart has the procedure wait 60 months for the second treatment; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
  [
    '{ uniform: [50, 60] }',
    '18: trial.arms[New].treatmentStart has 95 % of patients start the second treatment 50.5 months after randomisation or later; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
  [
    '{ uniform: [-70, -60] }',
    '18: trial.arms[New].treatmentStart has the procedure of 95 % of patients wait 60.5 months or longer; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
  [
    '{ exponential: { mean: 1, after: 40 } }',
    '18: trial.arms[New].treatmentStart has 95 % of patients start the second treatment 40.05 months after randomisation or later; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
];

const EFFECTS: [block: string, message: string][] = [
  ['onset: 1', '17: trial.arms[New].survival is incomplete; must give exactly one of hazardRatio, synchronous, byLag'],
  [
    'hazardRatio: 0.6, synchronous: 0.5, halfLife: 1',
    '17: trial.arms[New].survival gives hazardRatio and synchronous; must give exactly one of hazardRatio, synchronous, byLag',
  ],
  [
    'synchronous: 0.6',
    '17: trial.arms[New].survival.synchronous is 0.6; needs halfLife, in which half of it is lost, e.g. halfLife: 2 weeks; or write hazardRatio for a window that never closes',
  ],
  [
    'hazardRatio: 0.6, halfLife: 2',
    '17: trial.arms[New].survival.halfLife goes with synchronous, not with hazardRatio; remove it, or write synchronous: 0.6',
  ],
  [
    'byLag: [{ lag: 0, hazardRatio: 0.6 }, { lag: 3, hazardRatio: 1 }], residual: 1',
    '17: trial.arms[New].survival.residual goes with synchronous, not with byLag; remove it, or write synchronous: 0.6',
  ],
  [
    'byLag: [{ lag: 3, hazardRatio: 0.6 }, { lag: 0, hazardRatio: 1 }]',
    '17: trial.arms[New].survival.byLag[1].lag is 0, after 3; must be later: list them in order of time',
  ],
  [
    'byLag: [{ lag: 3, hazardRatio: 0.6 }]',
    '17: trial.arms[New].survival.byLag is a list of 1; must be a list of at least two lags, e.g. [{lag: 0, hazardRatio: 0.6}, {lag: 3 weeks, hazardRatio: 0.95}]',
  ],
  [
    'byLag: 0.6',
    '17: trial.arms[New].survival.byLag is 0.6; must be a list of at least two lags, e.g. [{lag: 0, hazardRatio: 0.6}, {lag: 3 weeks, hazardRatio: 0.95}]',
  ],
  [
    'hazardRatio: 0.6, waned: 0.9',
    '17: trial.arms[New].survival.waned is 0.9, but goes with duration: without, the effect stays',
  ],
  [
    'hazardRatio: 0.6, waitingForProcedure: 1.2',
    '17: trial.arms[New].survival.waitingForProcedure is 1.2, but no patient starts the second treatment before the procedure; goes with a treatmentStart below 0, e.g. "-1 week"',
  ],
  [
    'hazardRatio: 0.6, waitingForTace: 1.2',
    '17: trial.arms[New].survival.waitingForTace is called waitingForProcedure now; rename it',
  ],
  [
    'hazardRatio: 0.6, repeatTace: [4]',
    '17: trial.arms[New].survival.repeatTace is called repeatProcedure now; rename it',
  ],
  [
    'hazardRatio: 0.6, repeatProcedure: [4, 2]',
    '17: trial.arms[New].survival.repeatProcedure[1] is 2 months, after 4 months; must be later: list them in order of time',
  ],
  [
    'hazardRatio: 0.6, repeatProcedure: 4',
    '17: trial.arms[New].survival.repeatProcedure is 4; must be a list of times, e.g. [2, 4], or {every: 8 weeks, times: 3}',
  ],
  [
    'hazardRatio: 0.6, repeatProcedure: { every: 8 weeks }',
    '17: trial.arms[New].survival.repeatProcedure.times is missing; must be a whole number ≥ 1 and ≤ 50 times, e.g. 3',
  ],
  [
    'hazardRatio: 0.6, repeatProcedure: { every: 8 weeks, times: 0 }',
    '17: trial.arms[New].survival.repeatProcedure.times is 0; must be ≥ 1 and ≤ 50 times, e.g. 3',
  ],
  [
    'hazardRatio: -0.6',
    '17: trial.arms[New].survival.hazardRatio is -0.6; must be > 0 (experimental ÷ control; below 1 favours experimental), e.g. 0.7',
  ],
  [
    'hazardRatio: 0.6, delay: 2',
    '17: trial.arms[New].survival.delay is not a known key; known here: model, hazardRatio, synchronous, residual, halfLife, plateau, byLag, onset, duration, waned, repeatProcedure, waitingForProcedure',
  ],
  ['hazardRatio: 0.6, onset: -1', '17: trial.arms[New].survival.onset is -1; must be a time ≥ 0, e.g. 9 or "8 weeks"'],
  [
    'synchronous: 0.6, halfLife: 0',
    '17: trial.arms[New].survival.halfLife is 0; must be a time > 0, e.g. 9 or "8 weeks"',
  ],
];

describe('the start of the ICI', () => {
  it.each(STARTS)('%s', async (start, message) => {
    expect(await read([SURVIVAL, `${SURVIVAL}\n      treatmentStart: ${start}`])).toBe(message);
  });

  it('is that of an experimental arm', async () => {
    const control = 'survival: { model: exponential, median: 9 }';
    expect(await read([control, `${control}\n      treatmentStart: 2 weeks`])).toBe(
      '15: trial.arms[Old].treatmentStart is given for the control arm, which does not get the second treatment; remove it, or give it to an experimental arm',
    );
  });
});

describe('the names of the second treatment and the procedure', () => {
  it('go with a start', async () => {
    const accrual = '  accrual: { duration: 24 }\n';
    expect(await read([accrual, `  names: { procedure: surgery }\n${accrual}`])).toBe(
      '20: trial.names is given, but no arm has a treatmentStart; remove it, or give one, e.g. treatmentStart: 2 weeks',
    );
  });
});

describe('messages with the names of the scenario', () => {
  const accrual = '  accrual: { duration: 24 }\n';
  const named = (survival: string) =>
    read([SURVIVAL, survival], [accrual, `  names: { secondTreatment: camrelizumab, procedure: TACE }\n${accrual}`]);

  it.each([
    [`${SURVIVAL}\n      treatmentStart: "-60 months"`, 'has TACE wait 60 months for camrelizumab; must be'],
    ['survival: { model: timed, hazardRatio: 0.6 }', 'a timed model needs to know when camrelizumab starts, e.g.'],
    [
      'survival: { model: timed, hazardRatio: 0.6, waitingForProcedure: 1.2 }\n      treatmentStart: 2 weeks',
      'but no patient starts camrelizumab before TACE; goes with',
    ],
  ])('%s', async (survival, message) => {
    expect(await named(survival)).toContain(message);
  });
});

describe('the effect of a start', () => {
  it.each(EFFECTS)('%s', async (effect, message) => {
    const timed = `survival: { model: timed, ${effect} }\n      treatmentStart: 2 weeks`;
    expect(await read([SURVIVAL, timed])).toBe(message);
  });

  it('needs the start', async () => {
    expect(await read([SURVIVAL, 'survival: { model: timed, hazardRatio: 0.6 }'])).toBe(
      '15: trial.arms[New].treatmentStart is missing; a timed model needs to know when the second treatment starts, e.g. treatmentStart: 2 weeks',
    );
  });

  it('is none of the control', async () => {
    expect(await read(['{ model: exponential, median: 9 }', '{ model: timed, hazardRatio: 0.9 }'])).toBe(
      '14: trial.arms[Old].survival.model is timed; the control arm must have a model of its own, e.g. exponential, for the other to be relative to',
    );
  });
});

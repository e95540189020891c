/** Mistakes in scans and deaths: what the user reads, in full (without the file name). */
import { describe, expect, it } from 'vitest';
import { draft, POPULATION, problems } from './draft.ts';

const ACCRUAL = '  accrual: { duration: 24 }\n';
const SURVIVAL = 'survival: { model: relative, hazardRatio: 0.7 }';

type Edit = [from: string, to: string];

async function read(...edits: Edit[]): Promise<string> {
  return (await problems(draft(...edits))).replaceAll('x.yaml:', '');
}

const SCANS: [block: string, message: string][] = [
  ['8 weeks', '21: trial.scans is "8 weeks"; must be a block of keys: every, later, jitter, missed, deaths'],
  [
    '{}',
    '21: trial.scans.every is missing; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
  ],
  ['{ every: 0 }', '21: trial.scans.every is 0; must be a time > 0, e.g. 9 or "8 weeks"'],
  [
    '{ every: 8 weeks, jitter: 5 weeks }',
    '21: trial.scans.jitter is 1.1499 months; must be ≤ 0.919918 months, half the interval of 1.83984 months, or scans would change places',
  ],
  [
    '{ every: 8 weeks, later: [{ from: 12, every: 4 weeks }], jitter: 3 weeks }',
    '21: trial.scans.jitter is 0.689938 months; must be ≤ 0.459959 months, half the interval of 0.919918 months, or scans would change places',
  ],
  [
    '{ every: 8 weeks, later: [{ from: 12, every: 12 weeks }, { from: 6, every: 4 weeks }] }',
    '21: trial.scans.later[1].from is 6, after 12; must be later: list them in order of time',
  ],
  [
    '{ every: 2, later: [{ from: 12.5, every: 3 }], jitter: 0.5 }',
    '21: trial.scans.jitter is 0.5 months; must be ≤ 0.25 months, half the 0.5 months between the scans at 12 months and 12.5 months, or scans would change places',
  ],
  [
    '{ every: 2, later: [] }',
    '21: trial.scans.later is an empty list; must be a list, e.g. [{from: 12 months, every: 12 weeks}]',
  ],
  ['{ every: 2, missed: 1 }', '21: trial.scans.missed is 1; must be ≥ 0 and ≤ 0.9 (a share of the scans), e.g. 0.05'],
  [
    '{ every: 60 }',
    '21: trial.scans.every is 60 months; must be < 31.7 months, the longest follow-up when the final analysis is expected, and nobody would be scanned before',
  ],
  ['{ every: 2, deaths: {} }', '21: trial.scans.deaths is incomplete; must give exactly one of share, hazard, median'],
  [
    '{ every: 2, deaths: { share: 0.1, hazard: 0.1 } }',
    '21: trial.scans.deaths gives share and hazard; must give exactly one of share, hazard, median',
  ],
  [
    '{ every: 2, deaths: { share: 10 } }',
    '21: trial.scans.deaths.share is 10; must be > 0 and < 1 (a share of the events), e.g. 0.1',
  ],
  [
    '{ every: 2, deaths: { hazard: 0.06 } }',
    '21: trial.scans.deaths.hazard is 0.06 a month; must be ≤ 0.05391, the hazard of the event in New at month 0, of which deaths are a part',
  ],
  [
    '{ every: 2, deaths: { median: 10 } }',
    '21: trial.scans.deaths.median makes a hazard of death of 0.0693147 a month; must be ≤ 0.05391, the hazard of the event in New at month 0, of which deaths are a part: a median of 12.86 months or longer',
  ],
];

const CONTROL = 'survival: { model: exponential, median: 9 }';
const common = (scans: string): Edit => [ACCRUAL, `${ACCRUAL}  scans: ${scans}\n`];
const ofArm = (survival: string, scans: string): Edit => [survival, `${survival}\n      scans: ${scans}`];

describe('scans', () => {
  it.each(SCANS)('%s', async (scans, message) => {
    expect(await read(common(scans))).toBe(message);
  });

  const LATE_SCAN =
    'must be < 31.7 months, the longest follow-up when the final analysis is expected, and nobody would be scanned before';
  it.each<[what: string, edits: Edit[], message: string]>([
    [
      'without a schedule for the others',
      [ofArm(SURVIVAL, '{ every: 6 weeks }')],
      '18: trial.arms[New].scans is given without trial.scans, which the other arms go by; give it',
    ],
    [
      'with a jitter of the trial that is too wide for them',
      [ofArm(SURVIVAL, '{ every: 6 weeks }'), common('{ every: 8 weeks, jitter: 4 weeks }')],
      '18: trial.arms[New].scans.jitter is 0.919918 months, that of trial.scans; must be ≤ 0.689938 months, half the interval of 1.37988 months, or scans would change places',
    ],
    [
      'after follow-up',
      [ofArm(SURVIVAL, '{ every: 50 }'), common('{ every: 8 weeks }')],
      `18: trial.arms[New].scans.every is 50 months; ${LATE_SCAN}`,
    ],
    [
      'after follow-up in the arm without a schedule of its own',
      [ofArm(CONTROL, '{ every: 2 }'), common('{ every: 50 }')],
      `22: trial.scans.every is 50 months; ${LATE_SCAN}`,
    ],
  ])('of an arm, %s', async (_, edits, message) => {
    expect(await read(...edits)).toBe(message);
  });

  it('may be seldom at first where they are more often later', async () => {
    expect(await read(common('{ every: 60, later: [{ from: 6, every: 2 }] }'))).toBe('no problem');
  });
});

describe('a hazard of death', () => {
  it('is part of that of every patient, whatever the levels of factors', async () => {
    expect(await read(common('{ every: 2, deaths: { hazard: 0.05 } }'), POPULATION)).toBe(
      '22: trial.scans.deaths.hazard is 0.05 a month; must be ≤ 0.0321, the hazard of the event in New at the levels with the lowest at month 0, of which deaths are a part',
    );
  });

  it('is part of that of every patient, whenever the ICI starts', async () => {
    const timed = 'survival: { model: timed, byLag: [{ lag: 1, hazardRatio: 0.5 }, { lag: 3, hazardRatio: 1 }] }';
    const start = '{ discrete: [{ lag: 1, share: 0.5 }, { lag: 3, share: 0.5 }] }';
    const arm: Edit = [SURVIVAL, `${timed}\n      treatmentStart: ${start}`];
    expect(await read(common('{ every: 2, deaths: { hazard: 0.05 } }'), arm)).toBe(
      '22: trial.scans.deaths.hazard is 0.05 a month; must be ≤ 0.0385, the hazard of the event in New at month 1, of which deaths are a part',
    );
  });

  it('is none where the hazard rises from 0', async () => {
    const rising: Edit = ['{ model: exponential, median: 9 }', '{ model: weibull, shape: 1.5, median: 9 }'];
    expect(await read(common('{ every: 2, deaths: { hazard: 0.05 } }'), rising)).toBe(
      '21: trial.scans.deaths.hazard gives deaths at a time without events: 0 is the hazard of the event in Old at month 0, of which deaths are a part; give a share, e.g. {share: 0.1}',
    );
  });

  it('is looked at where the number of patients is open', async () => {
    expect(await read(common('{ every: 2, deaths: { hazard: 0.06 } }'), ['  patients: 300\n', ''])).toBe(
      '20: trial.scans.deaths.hazard is 0.06 a month; must be ≤ 0.05391, the hazard of the event in New at month 0, of which deaths are a part',
    );
  });

  it('may be all of the hazard of the event', async () => {
    const most = (0.7 * Math.LN2) / 9;
    expect(await read(common(`{ every: 2, deaths: { hazard: ${most} } }`))).toBe('no problem');
  });
});

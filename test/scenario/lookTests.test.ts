/** Looks that make a test of their own: from the file, and what does not go with them. */
import { describe, expect, it } from 'vitest';
import { testsByLook } from '../../src/trial/trial.ts';
import { draft, LATE, load, POPULATION, problems } from './draft.ts';

const MAX_COMBO = 'statistic: { maxCombo: [log-rank, { flemingHarrington: { rho: 0, gamma: 1 } }] }';
const SPENDING = 'efficacy: { spending: pocock }';

type Edit = [from: string, to: string];

/** The sound scenario with this plan and final test. */
const file = (plan: string, test: string, ...edits: Edit[]) =>
  draft(...edits, [
    '  test: { alpha: 0.05, sides: 2 }',
    `  sequential: ${plan}\n  test: { ${test} alpha: 0.05, sides: 2 }`,
  ]);

async function designOf(plan: string, test: string, ...edits: Edit[]) {
  const { trial } = await load(file(plan, test, ...edits));
  if (!trial) throw new Error('no trial');
  return trial.unsized;
}

describe('a look with a test of its own', () => {
  it('keeps it, with the strata of the final test, and the bounds as planned', async () => {
    const stratified: Edit[] = [POPULATION];
    const plan = `{ looks: [{ events: 80, test: log-rank }, { events: 140 }], ${SPENDING} }`;
    const unsized = await designOf(plan, `${MAX_COMBO}, stratifiedBy: [stage],`, ...stratified);
    expect(testsByLook(unsized).map(({ statistic, stratifiedBy }) => [statistic.kind, stratifiedBy])).toEqual([
      ['log-rank', ['stage']],
      ['maxCombo', ['stage']],
      ['maxCombo', ['stage']],
    ]);
    expect(unsized.sequential?.information).toBe('planned');
  });

  it('that is the final test leaves no trace', async () => {
    const unsized = await designOf(`{ looks: [{ events: 100, test: log-rank }], ${SPENDING} }`, '');
    expect(unsized.lookTests).toBeUndefined();
    expect(unsized.sequential?.information).toBe('observed');
  });

  it('lets the final test look further than the interim follows anybody', async () => {
    const plan = (test: string) => `{ looks: [{ calendarTime: 12${test} }], ${SPENDING} }`;
    const rmst = 'statistic: { rmst: { until: 15 } },';
    expect(await problems(file(plan(''), rmst))).toMatch(/rmst\.until is 15 months; must be < 12 months, when look 1/);
    expect((await designOf(plan(', test: log-rank'), rmst)).lookTests).toHaveLength(1);
    expect(await problems(file(plan(', test: { rmst: { until: 15 } }'), ''))).toMatch(
      /sequential\.looks\[0\]\.test\.rmst\.until is 15 months; must be < 12 months, when look 1/,
    );
  });
});

describe('is refused, with a reason and a remedy, where it does not go with', () => {
  const looks = (more = '') => `{ looks: [{ events: 100, test: log-rank }], ${SPENDING}${more} }`;

  it.each<[what: string, text: () => string, message: RegExp]>([
    [
      'information: observed',
      () => file(looks(', information: observed'), `${MAX_COMBO},`),
      /information is observed, but .*; write planned, or leave it out/,
    ],
    [
      're-estimation',
      () => file(`{ looks: [{ events: 100, test: { cox: {} } }], ${SPENDING}, reestimation: { maxEvents: 250 } }`, ''),
      /looks\[0\]\.test goes without reestimation, .*; remove one/,
    ],
    [
      'several hypotheses',
      () =>
        file(looks(), `${MAX_COMBO},`, [
          LATE[0],
          LATE[1].replace('  allocation', '  comparisons: { procedure: holm }\n  allocation'),
        ]),
      /looks\[0\]\.test is for a trial of one hypothesis, .*; remove it/,
    ],
    [
      'an adjusted test',
      () => file(looks(), 'statistic: { cox: {} }, adjustedFor: [NLR],', POPULATION),
      /looks\[0\]\.test goes with a test without adjustedFor only/,
    ],
    [
      'a limit on the hazard ratio',
      () => file(`{ looks: [{ events: 100, test: gehan }], ${SPENDING}, futility: { hazardRatio: 1 } }`, ''),
      /looks\[0\]\.test is gehan, while futility\.hazardRatio reads a hazard ratio off it/,
    ],
    [
      'an unknown statistic',
      () => file(`{ looks: [{ events: 100, test: logrank }], ${SPENDING} }`, ''),
      /looks\[0\]\.test/,
    ],
  ])('%s', async (_, text, message) => {
    expect(await problems(text())).toMatch(message);
  });
});

/**
 * Mistakes in arms, hypotheses and how they share alpha: what the user reads, in full (without the file name). To the sound
 * scenario come an arm Late, a population of factors stage (C, B) and sex and a covariate NLR; the comparisons are on line 26.
 */
import { describe, expect, it } from 'vitest';
import { draft, LATE, POPULATION, problems } from './draft.ts';

const COMPARISONS: [block: string, message: string][] = [
  [
    '5',
    '26: trial.comparisons is 5; must be a block of keys: procedure, hypotheses, transitions, success, stopsAt, gate, dropping',
  ],
  [
    '{}',
    '26: trial.comparisons.procedure is missing; must be none, allNeeded, bonferroni, holm, hochberg, dunnett, stepDownDunnett, fixedSequence or graph',
  ],
  [
    '{ procedure: holms }',
    '26: trial.comparisons.procedure is "holms"; must be none, allNeeded, bonferroni, holm, hochberg, dunnett, stepDownDunnett, fixedSequence or graph (did you mean holm?)',
  ],
  [
    '{ procedure: holm, hypotheses: [] }',
    '26: trial.comparisons.hypotheses is an empty list; must have at least one hypothesis; leave it out for every experimental arm against the control',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: Neww}] }',
    '26: trial.comparisons.hypotheses[a].arm is "Neww"; must be an experimental arm: New or Late (did you mean New?)',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: Old}] }',
    '26: trial.comparisons.hypotheses[a].arm is "Old", the control; must be an experimental arm: each is compared with the control',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a}] }',
    '26: trial.comparisons.hypotheses[a].arm is missing; must name one of the 2 experimental arms',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: New}, {name: a, arm: Late}] }',
    '26: trial.comparisons.hypotheses[1].name is the name of another hypothesis too; give each its own',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: any, arm: New}] }',
    '26: trial.comparisons.hypotheses[any].name is any, which success means otherwise; give another name',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: New}, {name: b, arm: New}] }',
    '26: trial.comparisons.hypotheses[b] is the comparison of a once more; test each once',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: New, subgroup: {factor: stages, level: C}}] }',
    '26: trial.comparisons.hypotheses[a].subgroup.factor is "stages"; must be a factor of trial.population: stage or sex (did you mean stage?)',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: New, subgroup: {factor: stage, level: D}}] }',
    '26: trial.comparisons.hypotheses[a].subgroup.level is "D"; must be a level of stage: C or B',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: a, arm: New, subgroup: {factor: stage}}] }',
    '26: trial.comparisons.hypotheses[a].subgroup.level is missing; must be a text of 1 to 80 characters naming a level of the factor',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: h0, arm: New}, {name: h1, arm: New}, {name: h2, arm: New}, {name: h3, arm: New}, {name: h4, arm: New}, {name: h5, arm: New}, {name: h6, arm: New}] }',
    '26: trial.comparisons.hypotheses is a list of 7; must have at most 6 hypotheses',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: early, arm: New, weight: 0.7}, {name: late, arm: Late, weight: 0.4}] }',
    '26: trial.comparisons.hypotheses have weights that sum to 1.1 (0.7 + 0.4); must be ≤ 1',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: early, arm: New, weight: 0.7}, {name: late, arm: Late}] }',
    '26: trial.comparisons.hypotheses[late].weight is missing, while others have one; give every hypothesis a weight, or none for equal ones',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: early, arm: New, weight: 1}, {name: late, arm: Late, weight: 0}] }',
    '26: trial.comparisons.hypotheses[late].weight is 0; must be > 0 with holm, which would not test it otherwise; use graph to begin without alpha',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: early, arm: New, weight: 2}, {name: late, arm: Late, weight: 0}] }',
    '26: trial.comparisons.hypotheses[early].weight is 2; must be ≥ 0 and ≤ 1 (a share of alpha), e.g. 0.5',
  ],
  [
    '{ procedure: hochberg, hypotheses: [{name: early, arm: New, weight: 0.5}, {name: late, arm: Late, weight: 0.5}] }',
    '26: trial.comparisons.hypotheses[early].weight goes with bonferroni, holm or graph only, not with hochberg; remove it',
  ],
  [
    '{ procedure: dunnett, hypotheses: [{name: early, arm: New}, {name: late, arm: Late, subgroup: {factor: stage, level: C}}] }',
    '26: trial.comparisons.hypotheses[late].subgroup is given, but dunnett compares arms with the control in all patients; use holm or graph, or leave the subgroup out',
  ],
  [
    '{ procedure: holm, transitions: {early: {late: 1}} }',
    '26: trial.comparisons.transitions goes with graph only, not with holm; remove it',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}] }',
    '26: trial.comparisons.transitions is missing; a graph says where weights go, e.g. {early: {late: 1}}',
  ],
  [
    '{ procedure: graph, transitions: 5 }',
    '26: trial.comparisons.transitions is 5; must be a block of hypotheses, each with where its weight goes, e.g. {first: {second: 1}}',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}], transitions: {early: 1} }',
    '26: trial.comparisons.transitions.early is 1; must be a block of hypotheses with their shares, e.g. {second: 1}',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}], transitions: {early: {lat: 1}} }',
    '26: trial.comparisons.transitions.early.lat is "lat"; must be a hypothesis: early or late (did you mean late?)',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}], transitions: {earl: {late: 1}} }',
    '26: trial.comparisons.transitions.earl is "earl"; must be a hypothesis: early or late (did you mean early?)',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}], transitions: {early: {early: 1}} }',
    '26: trial.comparisons.transitions.early.early is 1, from early to itself; must go to other hypotheses: it is rejected by then',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}], transitions: {early: {late: 2}} }',
    '26: trial.comparisons.transitions.early.late is 2; must be ≥ 0 and ≤ 1 (a share of the weight), e.g. 1',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}, {name: third, arm: New, subgroup: {factor: stage, level: C}}], transitions: {early: {late: 0.7, third: 0.6}} }',
    '26: trial.comparisons.transitions.early has shares that sum to 1.3; must be ≤ 1: they divide one weight',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New, weight: 1}, {name: late, arm: Late, weight: 0}], transitions: {late: {early: 1}} }',
    '26: trial.comparisons.hypotheses[late].weight is 0, but no transition leads to it, so that it could never be tested; give it a weight, or let one lead to it',
  ],
  [
    '{ procedure: holm, hypotheses: [{name: early, arm: New}, {name: late, arm: Late}], success: lat }',
    '26: trial.comparisons.success is "lat"; must be any, all or a hypothesis: early or late (did you mean late?)',
  ],
  [
    '{ procedure: holm, success: both }',
    '26: trial.comparisons.success is "both"; must be any, all or a hypothesis: New v Old or Late v Old',
  ],
  [
    '{ procedure: holm, stopsAt: firstRejection }',
    '26: trial.comparisons.stopsAt is firstRejection, but there is no look before the final analysis; give trial.sequential, or remove it',
  ],
  [
    '{ procedure: holm, stopsAt: first }',
    '26: trial.comparisons.stopsAt is "first"; must be nothingLeft or firstRejection',
  ],
  [
    '{ procedure: holm, dropping: {z: 0} }',
    '26: trial.comparisons.dropping is given, but there is no look before the final analysis; give trial.sequential, or remove it',
  ],
  [
    '{ procedure: holm, dropping: {} }',
    '26: trial.comparisons.dropping is given, but there is no look before the final analysis; give trial.sequential, or remove it',
  ],
  [
    '{ procedure: graph, hypotheses: [{name: early, arm: New, weight: 0}, {name: late, arm: Late, weight: 0}], transitions: {early: {late: 1}, late: {early: 1}} }',
    '26: trial.comparisons.hypotheses have no weight above 0, so that nothing could be tested; give one of them a weight',
  ],
];

const LOOKS = 'looks: [{informationFraction: 0.4}, {informationFraction: 0.7}]';
const SPENDING = 'efficacy: {spending: obrienFleming}';

/** The looks are on line 26, the comparisons on line 27. */
const WITH_LOOKS: [comparisons: string, sequential: string, message: string][] = [
  [
    '{procedure: holm}',
    `{${LOOKS}, efficacy: none, futility: {z: 0}}`,
    '26: trial.sequential.efficacy is none, but looks at several hypotheses spend alpha; give spending, and efficacy: false at looks that only drop arms\n26: trial.sequential.futility stops a trial of one hypothesis, and there are several; give up arms by comparisons.dropping, e.g. dropping: {z: 0}',
  ],
  [
    '{procedure: holm, dropping: {z: 0}}',
    `{${LOOKS}, efficacy: none}`,
    '26: trial.sequential.efficacy is none, but looks at several hypotheses spend alpha; give spending, and efficacy: false at looks that only drop arms',
  ],
  [
    '{procedure: holm}',
    `{${LOOKS}, efficacy: {bounds: pocock}}`,
    '26: trial.sequential.efficacy.bounds are for one hypothesis, and there are several, whose alpha changes as others are rejected; give spending, e.g. {spending: obrienFleming}',
  ],
  [
    '{procedure: holm}',
    `{${LOOKS}, efficacy: {spending: {cumulative: [0.01, 0.02, 0.05]}}}`,
    '26: trial.sequential.efficacy.spending.cumulative is of both sides together, but of several hypotheses each is tested for benefit only; let sides be 1 with half of alpha',
  ],
  [
    '{procedure: holm}',
    `{${LOOKS}, ${SPENDING}, futility: {z: 0}}`,
    '26: trial.sequential.futility stops a trial of one hypothesis, and there are several; give up arms by comparisons.dropping, e.g. dropping: {z: 0}',
  ],
  [
    '{procedure: holm}',
    `{${LOOKS}, ${SPENDING}, reestimation: {maxEvents: 250}}`,
    '26: trial.sequential.reestimation is for a trial of one hypothesis, and there are several; remove it',
  ],
  [
    '{procedure: hochberg}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.procedure is hochberg, which a trial with looks before the final analysis cannot use: it starts from the largest p-value; use holm, or leave sequential out',
  ],
  [
    '{procedure: holm, dropping: {z: [0]}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.z is a list of 1; must have 2, one for each look (null where no arm is dropped)',
  ],
  [
    '{procedure: holm, dropping: {z: [null, null]}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.z drops no arm at any look; give a number for one, or remove dropping',
  ],
  [
    '{procedure: holm, dropping: {z: 30}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.z is 30; must be ≥ -20 and ≤ 20 (z of the arm, above 0 for benefit), e.g. 0',
  ],
  [
    '{procedure: holm, dropping: {z: 0, keepBest: 1}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping gives z and keepBest; must give exactly one of z, keepBest',
  ],
  [
    '{procedure: holm, dropping: {keepBest: 2}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.keepBest is 2; must be < 2, the number of experimental arms: null (or 0) where no arm is dropped',
  ],
  [
    '{procedure: holm, dropping: {keepBest: [1, 2]}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.keepBest[1] is 2; must be ≤ 1, those kept at a look before: null (or 0) where no arm is dropped',
  ],
  [
    '{procedure: holm, dropping: {keepBest: [null, 3]}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.keepBest[1] is 3; must be < 2, the number of experimental arms: null (or 0) where no arm is dropped',
  ],
  [
    '{procedure: holm, dropping: {keepBest: [0, 0]}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.keepBest drops no arm at any look; give a number for one, or remove dropping',
  ],
  [
    '{procedure: holm, dropping: {keepBest: 1.5}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.keepBest is 1.5; must be a whole number ≥ 0 and ≤ 6 arms, 0 to keep all, e.g. 1',
  ],
  [
    '{procedure: holm, dropping: {keepBest: 7}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.keepBest is 7; must be ≥ 0 and ≤ 6 arms, 0 to keep all, e.g. 1',
  ],
  [
    '{procedure: holm, dropping: {z: low}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping.z is "low"; must be a number ≥ -20 and ≤ 20 (z of the arm, above 0 for benefit), e.g. 0',
  ],
  [
    '{procedure: holm}',
    `{looks: [{informationFraction: 0.4, efficacy: false}, {informationFraction: 0.7}], ${SPENDING}}`,
    '26: trial.sequential.looks[0] stops neither for efficacy nor for futility; leave it one of them, or remove the look',
  ],
  [
    '{procedure: holm, hypotheses: [{name: early, arm: New}], dropping: {z: 0}}',
    `{${LOOKS}, ${SPENDING}}`,
    '27: trial.comparisons.dropping judges arms by their hypotheses, and Late has none; give it one, or remove dropping',
  ],
];

/** In the sound scenario: the test on line 23, the looks on line 24. */
const STATISTICS: [statistic: string, sequential: string, message: string][] = [
  [
    'gehan',
    `{${LOOKS}, ${SPENDING}, reestimation: {maxEvents: 250}}`,
    '24: trial.sequential.reestimation plans events from the hazard ratio, which gehan does not test; remove it, or let test.statistic be log-rank or cox',
  ],
  [
    'gehan',
    `{${LOOKS}, ${SPENDING}, futility: {hazardRatio: 1}}`,
    '24: trial.sequential.futility.hazardRatio goes with test.statistic log-rank or cox only, not with gehan; stop by z, conditionalPower or spending',
  ],
  [
    '{maxCombo: [log-rank, gehan]}',
    `{${LOOKS}, ${SPENDING}, information: observed}`,
    '24: trial.sequential.information is observed, but the information of maxCombo, several tests at once, cannot be observed; write planned, or leave it out',
  ],
  [
    '{rmst: {until: 24}}',
    `{${LOOKS}, ${SPENDING}}`,
    '23: trial.test.statistic.rmst.until is 24 months; must be < 16.7 months, when look 1 is expected: nobody has been followed for longer by then',
  ],
  [
    '{maxCombo: [log-rank, {modestlyWeighted: {until: 20}}]}',
    `{${LOOKS}, ${SPENDING}}`,
    '23: trial.test.statistic.maxCombo[1].modestlyWeighted.until is 20 months; must be < 16.7 months, when look 1 is expected: nobody has been followed for longer by then',
  ],
];

async function read(...edits: [from: string, to: string][]): Promise<string> {
  return (await problems(draft(...edits))).replaceAll('x.yaml:', '');
}

const above = (blocks: string): [string, string] => ['  targetPower', `${blocks}\n  targetPower`];

describe('comparisons', () => {
  it.each(COMPARISONS)('%s', async (block, message) => {
    expect(await read(LATE, POPULATION, above(`  comparisons: ${block}`))).toBe(message);
  });

  it('missing, with several arms', async () => {
    expect(await read(LATE)).toBe(
      '10: trial.comparisons is missing, with 2 experimental arms; must say how their hypotheses share alpha, e.g. comparisons: {procedure: holm}',
    );
  });

  it('of one hypothesis in all patients', async () => {
    expect(await read(above('  comparisons: { procedure: holm }'))).toBe(
      '24: trial.comparisons is given, but one experimental arm in all patients is one hypothesis; remove it, or add an arm or a hypothesis in a subgroup or in another endpoint',
    );
  });

  it('in a subgroup of a population that is not given', async () => {
    const subgroup = '{name: a, arm: New, subgroup: {factor: stage, level: C}}';
    expect(await read(above(`  comparisons: { procedure: holm, hypotheses: [${subgroup}] }`))).toBe(
      '24: trial.comparisons.hypotheses[a].subgroup.factor is "stage", but trial.population gives no factor; give it there',
    );
  });
});

describe('comparisons at looks', () => {
  it.each(WITH_LOOKS)('%s with %s', async (comparisons, sequential, message) => {
    const blocks = `  sequential: ${sequential}\n  comparisons: ${comparisons}`;
    expect(await read(LATE, POPULATION, above(blocks))).toBe(message);
  });
});

describe('the statistic at looks', () => {
  it.each(STATISTICS)('%s with %s', async (statistic, sequential, message) => {
    const test: [string, string] = ['sides: 2 }', `sides: 2, statistic: ${statistic} }`];
    expect(await read(test, above(`  sequential: ${sequential}`))).toBe(message);
  });
});

describe('arms', () => {
  const arm = (name: string) =>
    `    - { name: ${name}, role: experimental, survival: { model: relative, hazardRatio: 0.8 } }\n`;
  const added = (arms: string, allocation = ''): [string, string] => ['  allocation: "1:1"\n', `${arms}${allocation}`];

  it('seven experimental', async () => {
    const arms = Array.from({ length: 6 }, (_, i) => arm(`A${i}`)).join('');
    expect(await read(added(arms))).toBe(
      '11: trial.arms has 8 arms (1 control and 7 experimental); must be one with role: control, one to 6 with role: experimental',
    );
  });

  it('of one name', async () => {
    expect(await read(added(arm('New')), above('  comparisons: { procedure: holm }'))).toBe(
      '18: trial.arms[2].name is the name of another arm too; give each its own',
    );
  });

  it('more than the allocation has parts', async () => {
    expect(await read(added(arm('Late'), '  allocation: "2:1"\n'), above('  comparisons: { procedure: holm }'))).toBe(
      '19: trial.allocation is "2:1"; must have 3 parts, one an arm: the experimental arms in their order, then the control, e.g. "1:1:1"',
    );
  });

  it('more than the patients', async () => {
    const allocation = '  allocation: "1:1:2"\n';
    const text: [string, string][] = [
      added(arm('Late'), allocation),
      ['patients: 300', 'patients: 2'],
      ['{ events: 200 }', '{ events: 2 }'],
    ];
    expect(await read(...text, above('  comparisons: { procedure: holm }'))).toBe(
      '20: trial.patients is 2; must be ≥ 3, one an arm, e.g. 300',
    );
  });
});

/** Several arms and hypotheses: every form of the file, and what it is resolved to. */

import { describe, expect, it } from 'vitest';
import { median } from '../../src/survival/law.ts';
import { FIRST_COMPARED } from '../../src/trial/comparison.ts';
import type { HypothesisFamily } from '../../src/trial/hypothesisFamily.ts';
import { allocationBlock, sizesOf } from '../../src/trial/trial.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { draft, LATE, load, POPULATION, SOUND } from './draft.ts';

type Edit = [from: string, to: string];

async function trialOf(...edits: Edit[]) {
  const { trial } = await load(draft(...edits));
  if (!trial) throw new Error('no trial');
  return trial;
}

const above = (blocks: string): Edit => ['  targetPower', `${blocks}\n  targetPower`];

const familyOf = async (block: string, ...edits: Edit[]): Promise<HypothesisFamily> =>
  (await trialOf(LATE, POPULATION, above(`  comparisons: ${block}`), ...edits)).unsized.family as HypothesisFamily;

describe('arms', () => {
  it('leave no trace of more where there are two', async () => {
    const { trial } = await load(SOUND);
    expect(Object.keys(trial?.unsized ?? {})).toEqual(['endpoints', 'arms', 'accrual', 'analysis', 'test']);
  });

  it('are the experimental ones in their order, wherever the control stands', async () => {
    const arm = (name: string, ratio: number) =>
      `    - { name: ${name}, role: experimental, survival: { model: relative, hazardRatio: ${ratio} } }\n`;
    const { unsized, patients } = await trialOf(
      [
        '  arms:\n    - name: Old\n      role: control',
        `  arms:\n${arm('Early', 0.5)}    - name: Old\n      role: control`,
      ],
      ['  allocation: "1:1"\n', `${arm('Late', 0.9)}  allocation: "1:2:3:4"\n`],
      above('  comparisons: { procedure: none }'),
    );
    const trial = { ...unsized, patients: patients as number };
    expect(trial.arms.map(({ name, weight }) => [name, weight])).toEqual([
      ['Old', 4],
      ['Early', 1],
      ['New', 2],
      ['Late', 3],
    ]);
    expect(trial.arms.map((arm) => Math.round(median(lawOfArm(arm))))).toEqual([9, 18, 13, 10]);
    expect(sizesOf(trial)).toEqual([120, 30, 60, 90]);
  });

  it('are allocated alike by default', async () => {
    const { unsized } = await trialOf(
      LATE,
      ['  allocation: "1:1:1"\n', ''],
      above('  comparisons: { procedure: holm }'),
    );
    expect(allocationBlock(unsized)).toBe(3);
  });

  it('may have their own dropout and models', async () => {
    const own = 'survival: { model: exponential, median: 12 }, dropout: { hazard: 0 }';
    const { unsized } = await trialOf(
      LATE,
      ['Late, role: experimental, survival: { model: relative, hazardRatio: 0.8 }', `Late, role: experimental, ${own}`],
      above('  comparisons: { procedure: holm }'),
    );
    expect(unsized.arms.slice(2)).toMatchObject([{ name: 'Late', dropoutHazard: 0 }]);
    expect(unsized.arms[1].dropoutHazard).toBeGreaterThan(0);
  });
});

describe('comparisons', () => {
  it('are every experimental arm against the control by default', async () => {
    expect(await familyOf('{ procedure: dunnett }')).toEqual({
      hypotheses: [
        { ...FIRST_COMPARED, name: 'New v Old', arm: 1, subgroup: null },
        { ...FIRST_COMPARED, name: 'Late v Old', arm: 2, subgroup: null },
      ],
      procedure: { kind: 'dunnett' },
      dropping: null,
      success: 'any',
      stopsAt: 'nothingLeft',
    });
  });

  it.each(['none', 'hochberg', 'dunnett', 'stepDownDunnett', 'fixedSequence'])(
    'by %s have no weights',
    async (kind) => {
      expect((await familyOf(`{ procedure: ${kind} }`)).procedure).toEqual({ kind });
    },
  );

  it.each(['bonferroni', 'holm'])('by %s share alpha evenly, or as given', async (kind) => {
    expect((await familyOf(`{ procedure: ${kind} }`)).procedure).toEqual({ kind, weights: [0.5, 0.5] });
    const hypotheses =
      '[{name: a, arm: New, weight: 0.7}, {name: b, arm: Late, weight: {value: 0.2, source: assumed}}]';
    const { procedure } = await familyOf(`{ procedure: ${kind}, hypotheses: ${hypotheses} }`);
    expect(procedure).toEqual({ kind, weights: [0.7, 0.2] });
  });

  const GRAPH =
    '[{name: a, arm: New, weight: 0.5}, {name: b, arm: Late, weight: 0.5}, {name: a in C, arm: New, weight: 0, subgroup: {factor: stage, level: C}}]';

  it('by a graph hand weights on', async () => {
    const transitions = '{ a: { b: 0.5, a in C: { value: 0.5, source: assumed } }, b: { a: 1 } }';
    const { procedure, hypotheses } = await familyOf(
      `{ procedure: graph, hypotheses: ${GRAPH}, transitions: ${transitions} }`,
    );
    expect(hypotheses[2]).toEqual({
      ...FIRST_COMPARED,
      name: 'a in C',
      arm: 1,
      subgroup: { factor: 'stage', level: 'C' },
    });
    expect(procedure).toEqual({
      kind: 'graph',
      weights: [0.5, 0.5, 0],
      transitions: [
        [0, 0.5, 0.5],
        [1, 0, 0],
        [0, 0, 0],
      ],
    });
  });

  it('may be called as keys of provenance are', async () => {
    const hypotheses =
      '[{name: source, arm: New}, {name: note, arm: Late}, {name: value, arm: New, subgroup: {factor: sex, level: f}}]';
    const transitions = '{ source: { note: 1 }, note: { source: 0.5, value: 0.5 }, value: { source: 1 } }';
    const { procedure } = await familyOf(
      `{ procedure: graph, hypotheses: ${hypotheses}, transitions: ${transitions} }`,
    );
    expect(procedure).toMatchObject({
      transitions: [
        [0, 1, 0],
        [0.5, 0, 0.5],
        [1, 0, 0],
      ],
    });
  });

  it('of one arm are in subgroups, the arm then understood', async () => {
    const hypotheses = '[{name: C, subgroup: {factor: stage, level: C}}, {name: everybody}]';
    const { unsized } = await trialOf(
      POPULATION,
      above(`  comparisons: { procedure: fixedSequence, hypotheses: ${hypotheses} }`),
    );
    expect(unsized.family?.hypotheses).toEqual([
      { ...FIRST_COMPARED, name: 'C', arm: 1, subgroup: { factor: 'stage', level: 'C' } },
      { ...FIRST_COMPARED, name: 'everybody', arm: 1, subgroup: null },
    ]);
  });

  it.each([
    ['any', 'any'],
    ['all', 'all'],
    ['New v Old', 0],
    ['Late v Old', 1],
  ])('succeed by %s', async (success, expected) => {
    expect((await familyOf(`{ procedure: holm, success: ${success} }`)).success).toBe(expected);
  });

  it('may be tested on two sides', async () => {
    const { unsized } = await trialOf(LATE, above('  comparisons: { procedure: holm }'));
    expect(unsized.test).toMatchObject({ alpha: 0.05, sides: 2 });
    expect(unsized.family?.procedure).toEqual({ kind: 'holm', weights: [0.5, 0.5] });
  });
});

describe('looks at several hypotheses', () => {
  const LOOKS =
    '{ looks: [{ informationFraction: 0.4 }, { informationFraction: 0.7 }], efficacy: { spending: pocock } }';
  const withLooks = (sequential = LOOKS): Edit => ['  test: {', `  sequential: ${sequential}\n  test: {`];

  it('stop once nothing is left to test, or at the first rejection', async () => {
    expect((await familyOf('{ procedure: holm }', withLooks())).stopsAt).toBe('nothingLeft');
    expect((await familyOf('{ procedure: holm, stopsAt: firstRejection }', withLooks())).stopsAt).toBe(
      'firstRejection',
    );
  });

  it.each([
    ['{ z: 0 }', { kind: 'z', atMost: [0, 0] }],
    ['{ z: [0, { value: 0.5, source: assumed }] }', { kind: 'z', atMost: [0, 0.5] }],
    ['{ z: [null, 0.5] }', { kind: 'z', atMost: [Number.NEGATIVE_INFINITY, 0.5] }],
    ['{ keepBest: 1 }', { kind: 'keepBest', arms: [1, 1] }],
    ['{ keepBest: [1, 0] }', { kind: 'keepBest', arms: [1, 0] }],
    ['{ keepBest: [null, 1] }', { kind: 'keepBest', arms: [0, 1] }],
  ])('give up arms by %s', async (dropping, expected) => {
    expect((await familyOf(`{ procedure: holm, dropping: ${dropping} }`, withLooks())).dropping).toEqual(expected);
  });

  it('may do nothing but give up arms', async () => {
    const sequential = LOOKS.replace('{ informationFraction: 0.4 }', '{ informationFraction: 0.4, efficacy: false }');
    const { unsized } = await trialOf(
      LATE,
      withLooks(sequential),
      above('  comparisons: { procedure: holm, dropping: { z: [0, null] } }'),
    );
    expect(unsized.sequential).toMatchObject({ tested: [false, true], futility: null });
  });

  it('spend alpha as listed where the test has one side', async () => {
    const sequential = LOOKS.replace('pocock', '{ cumulative: [0.01, 0.02, 0.05] }');
    const { unsized } = await trialOf(
      LATE,
      ['sides: 2', 'sides: 1'],
      withLooks(sequential),
      above('  comparisons: { procedure: holm }'),
    );
    expect(unsized.sequential?.efficacy).toMatchObject({ kind: 'spending', spending: { kind: 'cumulative' } });
  });
});

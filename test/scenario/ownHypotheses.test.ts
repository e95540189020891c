/**
 * Hypotheses with tests, looks and spending of their own, and gates: every form of the file, and mistakes in full (without
 * the file name).
 */
import { describe, expect, it } from 'vitest';
import type { HypothesisFamily } from '../../src/trial/hypothesisFamily.ts';
import { draft, LATE, load, POPULATION, problems } from './draft.ts';

type Edit = [from: string, to: string];

const LOOKS =
  '{ looks: [{ informationFraction: 0.4 }, { informationFraction: 0.7 }], efficacy: { spending: obrienFleming } }';
const withFamily = (comparisons: string, sequential: string | null = LOOKS): Edit => [
  '  targetPower',
  `${sequential === null ? '' : `  sequential: ${sequential}\n`}  comparisons: ${comparisons}\n  targetPower`,
];

async function familyOf(comparisons: string, ...edits: Edit[]): Promise<HypothesisFamily> {
  const { trial } = await load(draft(LATE, POPULATION, withFamily(comparisons), ...edits));
  return trial?.unsized.family as HypothesisFamily;
}

describe('hypotheses', () => {
  it('may have a test, looks and spending of their own', async () => {
    const { hypotheses } = await familyOf(
      `{ procedure: holm, hypotheses: [
        { name: a, arm: New, test: { statistic: log-rank, stratifiedBy: [stage] }, looks: [1, 2] },
        { name: b, arm: New, test: { milestone: { at: 6 } }, looks: final, efficacy: none },
        { name: c, arm: Late, looks: [2, final], efficacy: { spending: { kimDeMets: 3 } }, spentBy: calendarTime }] }`,
    );
    expect(hypotheses.map(({ looks }) => looks)).toEqual([
      [true, true, false],
      [false, false, true],
      [false, true, true],
    ]);
    expect(hypotheses[0].test).toMatchObject({ statistic: { kind: 'log-rank' }, stratifiedBy: ['stage'] });
    expect(hypotheses[1].test).toMatchObject({ statistic: { kind: 'milestone', parameters: { at: 6 } } });
    expect(hypotheses[1].efficacy).toEqual({ kind: 'none' });
    expect(hypotheses[2].efficacy).toEqual({ kind: 'spending', spending: { kind: 'kimDeMets', rho: 3 } });
    expect(hypotheses.map(({ spentBy }) => spentBy)).toEqual([undefined, undefined, 'calendarTime']);
  });

  it('name the endpoint that they are about', async () => {
    const endpoint: Edit = ['  targetPower', '  endpoint: progression-free survival\n  targetPower'];
    const { hypotheses } = await familyOf(
      '{ procedure: holm, hypotheses: [{ name: a, arm: New, endpoint: progression-free survival }, { name: b, arm: Late }] }',
      endpoint,
    );
    expect(hypotheses.map((each) => each.endpoint)).toEqual([0, 0]);
  });

  it('that are all needed succeed together', async () => {
    expect(await familyOf('{ procedure: allNeeded }')).toMatchObject({
      procedure: { kind: 'allNeeded' },
      success: 'all',
    });
  });
});

describe('a gate', () => {
  it('reads a hypothesis', async () => {
    const { gate } = await familyOf('{ procedure: holm, gate: { at: 1, hypothesis: New v Old, z: 0 } }');
    expect(gate).toEqual({ look: 0, of: 0, on: 'z', least: 0, binding: false });
  });

  it('reads a comparison of its own by a difference', async () => {
    const endpoint: Edit = ['  targetPower', '  endpoint: PFS\n  targetPower'];
    const { gate } = await familyOf(
      '{ procedure: holm, gate: { at: 2, endpoint: PFS, arm: Late, test: { milestone: { at: 6, scale: plain } }, difference: 0.05, binding: true } }',
      endpoint,
    );
    expect(gate).toMatchObject({ look: 1, on: 'estimate', least: 0.05, binding: true });
    expect(gate?.of).toMatchObject({
      compared: { endpoint: 0, arm: 2, subgroup: null },
      test: { statistic: { kind: 'milestone' } },
    });
  });
});

const a = (more: string) => `{ name: a, arm: New${more} }`;
const with2 = (more: string, procedure = 'holm') =>
  `{ procedure: ${procedure}, hypotheses: [${a(more)}, { name: b, arm: Late }] }`;
const gated = (gate: string) => `{ procedure: holm, gate: ${gate} }`;

const MISTAKES: [comparisons: string, message: string][] = [
  [
    with2(', looks: [1, 3]'),
    'trial.comparisons.hypotheses[a].looks[1] is 3; must be a look of trial.sequential, 1 to 2, or final',
  ],
  [with2(', looks: [1, 1]'), 'trial.comparisons.hypotheses[a].looks[1] is 1 once more; list each look once'],
  [
    with2(', looks: []'),
    'trial.comparisons.hypotheses[a].looks is an empty list; must be final or a list of looks counted from 1, e.g. [1, 2, final]',
  ],
  [
    with2(', efficacy: { bounds: pocock }'),
    'trial.comparisons.hypotheses[a].efficacy gives bounds; must be spending, as a share of alpha changes when others are rejected, e.g. {spending: obrienFleming}',
  ],
  [
    with2(', looks: final', 'dunnett'),
    'trial.comparisons.hypotheses[a].looks is of this hypothesis alone, and dunnett has one bound for all at looks and information that they share; use holm or graph',
  ],
  [
    with2(', endpoint: OS'),
    'trial.comparisons.hypotheses[a].endpoint is "OS", but the trial names no endpoint; name it there, or remove it',
  ],
  [
    '{ procedure: holm, hypotheses: [{ name: a, arm: New, looks: [1, 2] }, { name: b, arm: Late, looks: [1, 2] }] }',
    'trial.comparisons.hypotheses test nothing at the final analysis; let one of them have final among its looks, or end the trial sooner',
  ],
  [
    '{ procedure: holm, hypotheses: [{ name: a, arm: New, looks: final }, { name: b, arm: Late, looks: [1, final] }] }',
    'trial.comparisons.hypotheses test nothing at look 2, which no gate is at either; let one of them have it, or remove the look',
  ],
  [
    '{ procedure: allNeeded, success: any }',
    'trial.comparisons.success is any, but of allNeeded it is all: only the rejection of every hypothesis is a claim; remove it, or choose another procedure',
  ],
  [
    '{ procedure: allNeeded, stopsAt: firstRejection }',
    'trial.comparisons.stopsAt is firstRejection, but of allNeeded one rejection claims nothing; remove it, or choose another procedure',
  ],
  [
    gated('{ at: 3, hypothesis: New v Old, z: 0 }'),
    'trial.comparisons.gate.at is 3; must be a look from 1 to 2 before the final analysis, which ends the trial anyway',
  ],
  [
    gated('{ at: 1, hypothesis: New v Old }'),
    'trial.comparisons.gate is incomplete; must give exactly one of z, difference',
  ],
  [gated('{ at: 1, z: 0 }'), 'trial.comparisons.gate is incomplete; must give exactly one of hypothesis, endpoint'],
  [
    gated('{ at: 1, hypothesis: New v Old, difference: 0.1 }'),
    'trial.comparisons.gate.difference goes with a statistic that estimates a difference, such as rmst, or milestone with scale: plain, not with log-rank; give z, or the gate such a test',
  ],
  [
    gated('{ at: 1, hypothesis: New v Old, arm: New, z: 0 }'),
    'trial.comparisons.gate.arm goes with endpoint only: a hypothesis has its own; remove it',
  ],
];

describe('mistakes', () => {
  const read = async (...edits: Edit[]) => {
    const text = await problems(draft(LATE, POPULATION, ...edits));
    return text.replaceAll(/x\.yaml:\d+: /g, '');
  };
  it.each(MISTAKES)('%s', async (comparisons, message) => {
    expect(await read(withFamily(comparisons))).toBe(message);
  });

  it('a gate and looks without any look', async () => {
    expect(await read(withFamily(gated('{ at: 1, hypothesis: New v Old, z: 0 }'), null))).toBe(
      'trial.comparisons.gate is given, but there is no look before the final analysis; give trial.sequential, or remove it',
    );
    expect(await read(withFamily(with2(', looks: final'), null))).toBe(
      'trial.comparisons.hypotheses[a].looks is given, but there is no look before the final analysis; give trial.sequential, or remove it',
    );
  });
});

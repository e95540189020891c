/** Families on looks made by hand: what is rejected when, at which bounds, and what a gate ends. */
import { describe, expect, test } from 'vitest';
import { closedTest, type FamilySetting } from '../../src/multiplicity/closedTest.ts';
import type { ObservedHypothesis } from '../../src/multiplicity/observedFamily.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { efficacyBounds } from '../../src/sequential/efficacy.ts';
import { EFFICACY, FUTILITY, NO_CLAIM } from '../../src/tally/decisions.ts';
import { asDecisions, decideFamily, type FamilySpec, NEVER } from '../../src/tally/familyDecisions.ts';
import { OBRIEN_FLEMING_LIKE } from '../sequential/rpact.ts';
import { type FamilyRow, familyColumns } from './familyColumns.ts';

const ALPHA = 0.025;
const EVENTS = 200;
type Observed = ObservedHypothesis['efficacy'];

/** Progression at two of three looks, survival at all; 200 events each at fraction 1. */
const SETTING: FamilySetting = {
  hypotheses: 2,
  alpha: ALPHA,
  fractions: [0.35, 0.65, 1],
  efficacy: OBRIEN_FLEMING_LIKE,
  own: [{ fractions: [0.7, 1, 1], tested: [true, true, false] }, {}],
};
const HIERARCHY: Procedure = { kind: 'fixedSequence' };

function specOf(procedure: Procedure, more: Partial<FamilySpec> & { follows?: boolean } = {}): FamilySpec {
  const { follows = false, ...rest } = more;
  const closed = closedTest(procedure, SETTING);
  const common = { efficacy: OBRIEN_FLEMING_LIKE as Observed, information: EVENTS, countsEvents: true, eventsOf: null };
  const hypotheses = [
    { ...common, looks: [0, 1], fractions: [0.7, 1] },
    { ...common, looks: [0, 1, 2], fractions: [0.35, 0.65, 1] },
  ];
  return {
    closed,
    tests: 1,
    stopsAt: 'nothingLeft',
    success: 'any',
    ...(follows ? { observed: { closed, alpha: ALPHA, hypotheses } } : {}),
    ...rest,
  };
}

/** Replicates as [look][hypothesis][z, information]; decided. */
function decided(spec: FamilySpec, replicates: readonly (readonly FamilyRow[])[]) {
  const looks = replicates[0].map((_, k) => familyColumns(replicates.map((looks) => looks[k])));
  const family = decideFamily(looks, spec, 0);
  return { family, decisions: asDecisions(family, spec, looks) };
}

const PLANNED = [
  [140, 70],
  [200, 130],
  [200, 200],
];
/** A replicate with z by look and hypothesis, at the information planned. */
const at = (z: readonly (readonly [number, number])[]): FamilyRow[] =>
  z.map((both, k) => both.map((value, h) => [value, PLANNED[k][h]] as const));

describe('a hierarchy with looks of its own', () => {
  const replicates = [
    at([
      [2.5, 1],
      [2.5, 2.6],
      [9, 9],
    ]),
    at([
      [2.5, 1],
      [2.5, 2.5],
      [0, 2.0],
    ]),
    at([
      [1, 9],
      [1.9, 9],
      [9, 9],
    ]),
    at([
      [1, 9],
      [2.1, 1],
      [-9, 1.9],
    ]),
  ];

  test.each([false, true])(
    'rejects in order, and ends once nothing can be rejected (information observed: %s)',
    (follows) => {
      const { family, decisions } = decided(specOf(HIERARCHY, { follows }), replicates);
      expect([...family.rejected]).toEqual([0b11, 0b11, 0, 0b01]);
      expect([...family.rejectedAt[0]]).toEqual([0, 0, NEVER, 1]);
      expect([...family.rejectedAt[1]]).toEqual([1, 2, NEVER, NEVER]);
      // Where progression fails its last test, survival keeps no alpha: the trial ends there.
      expect([...family.look]).toEqual([1, 2, 1, 2]);
      expect([...decisions.reason]).toEqual([EFFICACY, EFFICACY, FUTILITY, EFFICACY]);
      expect([...family.droppedAt[0], ...family.droppedAt[1]].every((look) => look === NEVER)).toBe(true);
    },
  );

  test('co-primary hypotheses end where one fails its last test, and claim only together', () => {
    const spec = specOf({ kind: 'allNeeded' }, { success: 'all' });
    const { family, decisions } = decided(spec, [
      ...replicates,
      at([
        [2.5, 4],
        [0, 0],
        [0, 0],
      ]),
      at([
        [1, 1],
        [2.1, 1],
        [0, 1.9],
      ]),
    ]);
    expect([...family.look]).toEqual([1, 2, 1, 1, 0, 2]);
    expect([...family.rejected]).toEqual([0b11, 0b11, 0b10, 0b11, 0b11, 0b01]);
    expect([...decisions.reason]).toEqual([EFFICACY, EFFICACY, FUTILITY, EFFICACY, EFFICACY, NO_CLAIM]);
  });

  test('a last test whose look never came is made at the next, with its z', () => {
    const skipped: FamilyRow[] = [
      at([[1, 1]])[0],
      null,
      [
        [2.02, 210],
        [2.5, 200],
      ],
    ];
    const short: FamilyRow[] = [
      at([[1, 1]])[0],
      null,
      [
        [1.95, 210],
        [2.5, 200],
      ],
    ];
    for (const follows of [false, true]) {
      const { family } = decided(specOf(HIERARCHY, { follows }), [skipped, short]);
      expect([...family.rejected]).toEqual([0b11, 0]);
      expect([...family.rejectedAt[0]]).toEqual([2, NEVER]);
    }
  });
});

describe('bounds at observed information', () => {
  const boundsAt = (fractions: readonly number[]) =>
    efficacyBounds(OBRIEN_FLEMING_LIKE, { fractions, alpha: ALPHA, sides: 1 });

  test('spend at what each hypothesis finds, and all that is left at its own last test', () => {
    const spec = specOf(HIERARCHY, { follows: true });
    // Progression finds 150 events, then 190; survival 60, 120, 220. Histories are rounded to 1/200 of the events.
    const pfs = boundsAt([0.75, 0.95]);
    const os = boundsAt([0.3, 0.6, 1.1]);
    const near = 2e-3;
    const replicate = (z: readonly (readonly [number, number])[]): FamilyRow[] => {
      const events = [
        [150, 60],
        [190, 120],
        [200, 220],
      ];
      return z.map((both, k) => both.map((value, h) => [value, events[k][h]] as const));
    };
    const { family } = decided(spec, [
      replicate([
        [pfs[0] + near, 0],
        [0, os[1] + near],
        [0, 0],
      ]),
      replicate([
        [pfs[0] - near, 0],
        [pfs[1] + near, os[1] - near],
        [0, os[2] + near],
      ]),
      replicate([
        [pfs[0] - near, 0],
        [pfs[1] - near, 9],
        [9, 9],
      ]),
      replicate([
        [9, os[0] - near],
        [0, os[1] - near],
        [0, os[2] - near],
      ]),
    ]);
    expect([...family.rejectedAt[0]]).toEqual([0, 1, NEVER, 0]);
    expect([...family.rejectedAt[1]]).toEqual([1, 2, NEVER, NEVER]);
  });

  test('one hypothesis alone may follow it', () => {
    const spec = specOf(HIERARCHY, { follows: true });
    const [, survival] = spec.observed?.hypotheses ?? [];
    const observed = { closed: spec.closed, alpha: ALPHA, hypotheses: [null, survival] };
    const early: FamilyRow[] = [
      [
        [2.44, 10],
        [0, 70],
      ],
      [
        [0, 10],
        [0, 130],
      ],
      [
        [0, 10],
        [0, 200],
      ],
    ];
    expect([...decided({ ...spec, observed }, [early]).family.rejected]).toEqual([0b01]);
    expect([...decided(spec, [early]).family.rejected]).toEqual([0]);
  });
});

describe('a gate', () => {
  const gate = { look: 0, statistic: 1, on: 'z', least: 0.5 } as const;

  test('ends the trial below its threshold, with both decisions kept', () => {
    const spec = specOf({ kind: 'holm' }, { gate });
    const { family, decisions } = decided(spec, [
      at([
        [1, 0.4],
        [3, 3],
        [3, 3],
      ]),
      at([
        [1, 0.5],
        [3, 3],
        [3, 3],
      ]),
      at([
        [9, 0.4],
        [3, 3],
        [3, 3],
      ]),
      at([
        [9, 9],
        [0, 0],
        [0, 0],
      ]),
      at([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
    ]);
    expect([...family.gated]).toEqual([1, 0, 1, 0, 1]);
    expect([...family.look]).toEqual([0, 1, 0, 0, 0]);
    expect([...family.lookIgnoring]).toEqual([1, 1, 1, 0, 2]);
    expect([...family.rejected]).toEqual([0, 0b11, 0b01, 0b11, 0]);
    expect([...family.rejectedIgnoring]).toEqual([0b11, 0b11, 0b11, 0b11, 0]);
    expect([...family.rejectedAt[1]]).toEqual([NEVER, 1, NEVER, 0, NEVER]);
    expect([...decisions.reason]).toEqual([FUTILITY, EFFICACY, EFFICACY, EFFICACY, FUTILITY]);
    expect([...decisions.reasonIgnoring]).toEqual([EFFICACY, EFFICACY, EFFICACY, EFFICACY, NO_CLAIM]);
    expect([...decisions.look]).toEqual([...family.look]);
    expect([...decisions.lookIgnoring]).toEqual([...family.lookIgnoring]);
  });

  test('lets pass what has no estimate, and a look that never came', () => {
    const spec = specOf({ kind: 'holm' }, { gate: { ...gate, on: 'estimate' } });
    const passing: FamilyRow[] = [
      [
        [1, 140],
        [Number.NaN, 70],
      ],
      ...at([
        [0, 0],
        [3, 3],
        [3, 3],
      ]).slice(1),
    ];
    expect([...decided(spec, [passing]).family.gated]).toEqual([0]);
    const never: FamilyRow[] = [
      null,
      ...at([
        [0, 0],
        [3, 3],
        [3, 3],
      ]).slice(1),
    ];
    expect([...decided(spec, [passing, never]).family.gated]).toEqual([0, 0]);
  });
});

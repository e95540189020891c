/**
 * The error over a family of two endpoints and two arms by a million replicates of normal increments: a graph that hands
 * alpha on between hypotheses with looks, information and spending of their own, hypotheses that are rejected by what they
 * had at their last test, bounds at information that scatters about the plan, and a gate. At most alpha + 4.9 standard
 * errors, and where one true hypothesis gets all of alpha within 4.9 of it: were the program right and the seeds drawn at
 * random, one comparison would fail at 2(1 − Φ(4.9)) = 9.6e-7.
 *
 * @module-tag long
 */
import { describe, expect, test } from 'vitest';
import { closedTest, type FamilySetting, planOf } from '../../src/multiplicity/closedTest.ts';
import { looksThatTest } from '../../src/multiplicity/hypothesisPlan.ts';
import type { ObservedHypothesis } from '../../src/multiplicity/observedFamily.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { decideFamily, type FamilySpec } from '../../src/tally/familyDecisions.ts';
import { ObservedFamilyBounds } from '../../src/tally/observedFamilyBounds.ts';
import { normals } from '../sequential/brownian.ts';
import { OBRIEN_FLEMING_LIKE } from '../sequential/rpact.ts';
import { columnsOfFamily } from '../tally/familyColumns.ts';

const ALPHA = 0.025;
const REPLICATES = 1_000_000;
const BLOCK = 10_000;
const K = 4.9;
const EVENTS = 300;
/** A hypothesis without an effect, and one that is sure to show. */
const NULL = 0;
const SURE = 30;

/** Progression of two arms, then survival of the same: progression ends its tests at the second of three looks. */
const SETTING: FamilySetting = {
  hypotheses: 4,
  alpha: ALPHA,
  fractions: [0.4, 0.7, 1],
  efficacy: OBRIEN_FLEMING_LIKE,
  own: [
    { fractions: [0.6, 1, 1], tested: [true, true, false] },
    {
      fractions: [0.6, 1, 1],
      tested: [true, true, false],
      efficacy: { kind: 'spending', spending: { kind: 'pocock' } },
    },
    {},
    { tested: [false, true, true] },
  ],
};
const GRAPH: Procedure = {
  kind: 'graph',
  weights: [0.5, 0.3, 0.2, 0],
  transitions: [
    [0, 0.3, 0.7, 0],
    [0.3, 0, 0, 0.7],
    [0.5, 0, 0, 0.5],
    [0.5, 0.5, 0, 0],
  ],
};

/** Within an arm and look, increments of both endpoints correlate by 0.6; those of two arms by 0.5. */
const OF_ENDPOINTS = 0.6;
const OF_ARMS = 0.5;

/** Columns of a block under drifts (expected z at fraction 1 of the hypothesis); events scatter by up to `scatter`. */
function* blocks(setting: FamilySetting, drifts: readonly number[], scatter: number, seed: string) {
  const normal = normals(seed);
  const fractions = drifts.map((_, h) => planOf(setting, h).fractions);
  for (let first = 0; first < REPLICATES; first += BLOCK) {
    const columns = columnsOfFamily(BLOCK, setting.fractions.length, drifts.length);
    for (let row = 0; row < BLOCK; row++) {
      const score = drifts.map(() => 0);
      const before = drifts.map(() => 0);
      for (const { statistics } of columns) {
        const k = columns.findIndex((each) => each.statistics === statistics);
        const shared = [normal(), normal()];
        const ownOfArm = [
          [normal(), normal()],
          [normal(), normal()],
        ];
        for (let h = 0; h < drifts.length; h++) {
          const endpoint = h >> 1;
          const control =
            endpoint === 0 ? shared[0] : OF_ENDPOINTS * shared[0] + Math.sqrt(1 - OF_ENDPOINTS ** 2) * shared[1];
          const [a, b] = ownOfArm[h & 1];
          const arm = endpoint === 0 ? a : OF_ENDPOINTS * a + Math.sqrt(1 - OF_ENDPOINTS ** 2) * b;
          const step = Math.sqrt(OF_ARMS) * control + Math.sqrt(1 - OF_ARMS) * arm;
          const moved = scatter === 0 ? 0 : Math.round(scatter * normal());
          const events = Math.max(before[h] + 1, Math.round(fractions[h][k] * EVENTS) + (k < 2 && h >= 2 ? moved : 0));
          const t = events / EVENTS;
          const apart = (events - before[h]) / EVENTS;
          // Information that is no more than before tells nothing new.
          score[h] += drifts[h] * apart + Math.sqrt(apart) * step;
          before[h] = events;
          statistics[h].z[row] = score[h] / Math.sqrt(t);
          statistics[h].information[row] = events;
        }
      }
    }
    yield columns;
  }
}

function specOf(procedure: Procedure, follows: boolean, more: Partial<FamilySpec> = {}): FamilySpec {
  const closed = closedTest(procedure, SETTING);
  const hypotheses = [0, 1, 2, 3].map((h): ObservedHypothesis => {
    const plan = planOf(SETTING, h);
    const looks = looksThatTest(plan);
    return {
      looks,
      fractions: looks.map((k) => plan.fractions[k]),
      efficacy: plan.efficacy as ObservedHypothesis['efficacy'],
      information: EVENTS,
      countsEvents: true,
      eventsOf: null,
    };
  });
  const observed = follows ? { observed: { closed, alpha: ALPHA, hypotheses } } : {};
  return { closed, tests: 1, stopsAt: 'nothingLeft', success: 'any', ...observed, ...more };
}

interface Errors {
  readonly ignoring: number;
  readonly actedOn: number;
}

/** Share of replicates that claim a hypothesis without an effect. */
function errorRate(
  spec: FamilySpec,
  drifts: readonly number[],
  scatter: number,
  seed: string,
  setting = SETTING,
): Errors {
  const truth = drifts.reduce((mask, drift, h) => (drift <= 0 ? mask | (1 << h) : mask), 0);
  const bounds = spec.observed ? new ObservedFamilyBounds(spec.observed) : null;
  const { claims } = spec.closed;
  const all = (1 << drifts.length) - 1;
  const isError = (rejected: number) => (claims === 'together' ? rejected === all : (rejected & truth) !== 0);
  let actedOn = 0;
  let ignoring = 0;
  for (const columns of blocks(setting, drifts, scatter, seed)) {
    const { rejected, rejectedIgnoring } = decideFamily(columns, spec, 0, bounds);
    for (let row = 0; row < BLOCK; row++) {
      if (isError(rejected[row])) actedOn++;
      if (isError(rejectedIgnoring[row])) ignoring++;
    }
  }
  return { actedOn: actedOn / REPLICATES, ignoring: ignoring / REPLICATES };
}

const errors = (rate: number) => (rate - ALPHA) / Math.sqrt((ALPHA * (1 - ALPHA)) / REPLICATES);

const CASES: [string, number[]][] = [
  ['no effect', [NULL, NULL, NULL, NULL]],
  ['progression of one arm only', [3, NULL, NULL, NULL]],
  ['progression of both arms only, sure', [SURE, SURE, NULL, NULL]],
  ['survival only, sure', [NULL, NULL, SURE, SURE]],
  ['one arm only', [NULL, 3, NULL, 3]],
];

describe('a graph over endpoints and arms', { timeout: 600_000 }, () => {
  test.each(CASES)('keeps the level: %s', (name, drifts) => {
    expect(errors(errorRate(specOf(GRAPH, false), drifts, 0, `planned ${name}`).ignoring)).toBeLessThan(K);
  });

  test.each(CASES.slice(0, 3))('keeps it at observed information: %s', (name, drifts) => {
    expect(errors(errorRate(specOf(GRAPH, true), drifts, 12, `observed ${name}`).ignoring)).toBeLessThan(K);
  });

  test.each([0, 1, 2, 3])('lets hypothesis %d have no more than alpha once the others are rejected', (h) => {
    const drifts = [0, 1, 2, 3].map((other) => (other === h ? NULL : SURE));
    const rate = errors(errorRate(specOf(GRAPH, false), drifts, 0, `all of alpha ${h}`).ignoring);
    expect(rate).toBeLessThan(K);
    // The others are rejected at the first look, and this one is tested from the second on.
    if (h === 3) expect(rate).toBeGreaterThan(-K);
  });

  test('gives all of alpha to the last z of a hypothesis that was tested once, before the others', () => {
    const setting: FamilySetting = {
      hypotheses: 2,
      alpha: ALPHA,
      fractions: [0.5, 1],
      own: [
        { fractions: [1, 2], tested: [true, false] },
        { fractions: [0.5, 1], tested: [false, true] },
      ],
    };
    const transitions = [
      [0, 1],
      [1, 0],
    ];
    const closed = closedTest({ kind: 'graph', weights: [0.2, 0.8], transitions }, setting);
    const spec: FamilySpec = { closed, tests: 1, stopsAt: 'nothingLeft', success: 'any' };
    const handedBack = errorRate(spec, [NULL, SURE], 0, 'handed back', setting).ignoring;
    expect(Math.abs(errors(handedBack))).toBeLessThan(K);
    const withoutEffect = errorRate(spec, [NULL, NULL], 0, 'handed back, no effect', setting).ignoring;
    expect(errors(withoutEffect)).toBeLessThan(K);
  });
});

describe('a gate', { timeout: 600_000 }, () => {
  test('only takes errors away, and ignoring it leaves the level as it was', () => {
    const gate = { look: 0, statistic: 1, on: 'z', least: 0.5 } as const;
    const { actedOn, ignoring } = errorRate(specOf(GRAPH, false, { gate }), CASES[0][1], 0, 'a gate');
    expect(errors(ignoring)).toBeLessThan(K);
    expect(actedOn).toBeLessThan(ignoring);
    expect(actedOn).toBeGreaterThan(0);
  });
});

describe('hypotheses that are all needed', { timeout: 600_000 }, () => {
  test.each([0, 3])('claim with probability alpha where only hypothesis %d is true', (h) => {
    const drifts = [0, 1, 2, 3].map((other) => (other === h ? NULL : SURE));
    const { ignoring } = errorRate(specOf({ kind: 'allNeeded' }, false), drifts, 0, `all needed ${h}`);
    expect(Math.abs(errors(ignoring))).toBeLessThan(K);
  });

  test('claim less where several are true', () => {
    const spec = specOf({ kind: 'allNeeded' }, false);
    expect(errorRate(spec, [NULL, SURE, NULL, SURE], 0, 'all needed, two').ignoring).toBeLessThan(ALPHA);
  });
});

/** A block of replicates as collectors see it: the columns of its looks, what was claimed, where each replicate ended. */
import type { Columns } from '../kernel/look/columns.ts';
import type { ObservedFamily } from '../multiplicity/observedFamily.ts';
import type { Asked } from './asked.ts';
import { type Decisions, decide, EFFICACY, HARM, ObservedBounds, type SequentialSpec } from './decisions.ts';
import { columnsAt } from './ended.ts';
import { asDecisions, decideFamily, type FamilyDecisions } from './familyDecisions.ts';
import { ObservedFamilyBounds } from './observedFamilyBounds.ts';

export interface DecidedBlock {
  readonly asked: Asked;
  /** The final analysis last; z is that of the test that decides each look. */
  readonly looks: readonly Columns[];
  /** Each replicate at the analysis where it ended. */
  readonly ended: Columns;
  /** What each replicate claims by the deciding test: 1 for benefit, −1 for harm, 0 for nothing. */
  readonly claims: Int8Array;
  /** Null in a trial that nothing ends before its one analysis. */
  readonly decisions: Decisions | null;
  /** Given for a trial with several hypotheses. */
  readonly family: FamilyDecisions | null;
  /** The claims if test `test` of the first hypothesis had decided; test 0 is the deciding one. */
  readonly claimsOf: (test: number) => Int8Array;
}

/** Bounds at whatever information is observed; they may be remembered from block to block. */
export interface BoundsOf {
  /** Of test `test`. */
  test(test: number, spec: SequentialSpec): ObservedBounds;
  family(observed: ObservedFamily): ObservedFamilyBounds;
}

const newBounds: BoundsOf = {
  test: (_, spec) => new ObservedBounds(spec),
  family: (observed) => new ObservedFamilyBounds(observed),
};

/** Claims of a fixed design's test. */
function claimsOfColumns({ z }: Columns, critical: number): Int8Array {
  return Int8Array.from(z, (value) => (value >= critical ? 1 : value <= -critical ? -1 : 0));
}

function claimsOfDecisions({ reason }: Decisions): Int8Array {
  return Int8Array.from(reason, (why) => (why === EFFICACY ? 1 : why === HARM ? -1 : 0));
}

/** The looks with the z of the statistics that decide them. */
function asDecidedBy(looks: readonly Columns[], by: readonly number[] | undefined): readonly Columns[] {
  return by === undefined ? looks : looks.map((columns, k) => ({ ...columns, z: columns.statistics[by[k]].z }));
}

/** The looks as test `test` of the first hypothesis sees them. */
function asSeenBy(looks: readonly Columns[], test: number): readonly Columns[] {
  return test === 0 ? looks : looks.map((columns) => ({ ...columns, z: columns.statistics[test].z }));
}

type Decided = Pick<DecidedBlock, 'claims' | 'decisions' | 'family'>;

function decideTest(looks: readonly Columns[], { spec }: Asked, test: number, bounds: BoundsOf): Decided {
  const seen = asSeenBy(looks, test);
  if (spec.family !== undefined) {
    const { observed } = spec.family;
    const family = decideFamily(looks, spec.family, test, observed ? bounds.family(observed) : null);
    const decisions = asDecisions(family, spec.family, seen);
    return { claims: claimsOfDecisions(decisions), decisions, family };
  }
  const sequential = test === 0 ? spec.sequential : spec.tests?.sequential[test];
  if (!sequential)
    return { claims: claimsOfColumns(seen[seen.length - 1], spec.criticalValue), decisions: null, family: null };
  const decisions = decide(seen, sequential, bounds.test(test, sequential));
  return { claims: claimsOfDecisions(decisions), decisions, family: null };
}

/** Decide a block from the columns of its looks. */
export function decideBlock(simulated: readonly Columns[], asked: Asked, bounds: BoundsOf = newBounds): DecidedBlock {
  const looks = asDecidedBy(simulated, asked.spec.decidedBy);
  const first = decideTest(looks, asked, 0, bounds);
  const { decisions } = first;
  return {
    asked,
    looks,
    ended: decisions === null ? looks[looks.length - 1] : columnsAt(looks, decisions.look),
    ...first,
    claimsOf: (test) => (test === 0 ? first.claims : decideTest(looks, asked, test, bounds).claims),
  };
}

/** Where each replicate of a trial with several hypotheses ends, and which of them it has rejected by then. */
import { powerOfTwo } from '../elementary/powersOfTwo.ts';
import type { Columns } from '../kernel/look/columns.ts';
import { type ClosedTest, testFamily } from '../multiplicity/closedTest.ts';
import { type Decisions, EFFICACY, FUTILITY, NO_CLAIM } from './decisions.ts';

export interface FamilySpec {
  readonly closed: ClosedTest;
  /** Tests of each hypothesis: statistic h × tests + t is test t of hypothesis h. */
  readonly tests: number;
  readonly stopsAt: 'firstRejection' | 'nothingLeft';
  /** What counts as a claim: any rejection, all of them, or that of one hypothesis. */
  readonly success: 'any' | 'all' | number;
}

export interface FamilyDecisions {
  /** The look at which the replicate ended. */
  readonly look: Uint8Array;
  /** Bit h: hypothesis h is rejected. */
  readonly rejected: Uint8Array;
  /** rejectedAt[h][row]: the look at which h was rejected, 255 for never. */
  readonly rejectedAt: readonly Uint8Array[];
  /** droppedAt[h][row]: the last look at which h could be tested where its arm was dropped there, 255 for never. */
  readonly droppedAt: readonly Uint8Array[];
}

export const NEVER = 255;

/** Decide every row by test `test`. */
export function decideFamily(looks: readonly Columns[], spec: FamilySpec, test: number): FamilyDecisions {
  const { closed, tests, stopsAt } = spec;
  const hypotheses = closed.hypotheses;
  const rows = looks[0].rows;
  const all = powerOfTwo(hypotheses) - 1;
  const none = () => Array.from({ length: hypotheses }, () => new Uint8Array(rows).fill(NEVER));
  const decisions: FamilyDecisions = {
    look: new Uint8Array(rows),
    rejected: new Uint8Array(rows),
    rejectedAt: none(),
    droppedAt: none(),
  };
  const z = new Float64Array(hypotheses);
  const zOf = (look: number, h: number, row: number) => looks[look].statistics[h * tests + test].z[row];
  for (let row = 0; row < rows; row++) {
    let rejected = 0;
    let end = 0;
    let k = nextLook(looks, -1, row);
    while (k < looks.length) {
      end = k;
      for (let h = 0; h < hypotheses; h++) z[h] = zOf(k, h, row);
      const now = testFamily(closed, z, rejected, k);
      for (let h = 0; h < hypotheses; h++) if (((now & ~rejected) >> h) & 1) decisions.rejectedAt[h][row] = k;
      rejected = now;
      const next = nextLook(looks, k, row);
      let gone = 0;
      for (let h = 0; h < hypotheses; h++) {
        const tested = z[h] > Number.NEGATIVE_INFINITY;
        const goesOn = next < looks.length && zOf(next, h, row) > Number.NEGATIVE_INFINITY;
        if (!tested || !goesOn) gone |= 1 << h;
        if (tested && !goesOn && k < looks.length - 1) decisions.droppedAt[h][row] = k;
      }
      if ((rejected | gone) === all || (rejected !== 0 && stopsAt === 'firstRejection')) break;
      k = next;
    }
    decisions.look[row] = end;
    decisions.rejected[row] = rejected;
  }
  return decisions;
}

/** The next look after `look` that took place; the number of looks when there is none. */
function nextLook(looks: readonly Columns[], look: number, row: number): number {
  let next = look + 1;
  while (next < looks.length && looks[next].performed[row] === 0) next++;
  return next;
}

/** Whether a set of rejected hypotheses counts as success. */
export function succeeds({ success, closed }: FamilySpec, rejected: number): boolean {
  if (success === 'any') return rejected !== 0;
  if (success === 'all') return rejected === powerOfTwo(closed.hypotheses) - 1;
  return ((rejected >> success) & 1) === 1;
}

/**
 * The family's decisions as those of a group-sequential trial: efficacy is success, futility is an early end without
 * success.
 */
export function asDecisions(decisions: FamilyDecisions, spec: FamilySpec, looks: readonly Columns[]): Decisions {
  const { look, rejected } = decisions;
  const reason = Uint8Array.from(rejected, (mask, row) =>
    succeeds(spec, mask) ? EFFICACY : look[row] < looks.length - 1 ? FUTILITY : NO_CLAIM,
  );
  return {
    look,
    reason,
    lookIgnoring: look,
    reasonIgnoring: reason,
    z: Float64Array.from(look, (k, row) => looks[k].z[row]),
  };
}

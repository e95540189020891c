/** Where each replicate of a trial with several hypotheses ends, and which of them it has rejected by then. */
import { powerOfTwo } from '../elementary/powersOfTwo.ts';
import type { Columns } from '../kernel/look/columns.ts';
import { boundOf, type ClosedTest, rejectedBy, testFamily } from '../multiplicity/closedTest.ts';
import type { ObservedFamily } from '../multiplicity/observedFamily.ts';
import { type Decisions, EFFICACY, FUTILITY, NO_CLAIM } from './decisions.ts';
import { ObservedFamilyBounds } from './observedFamilyBounds.ts';

/** A look at which the trial ends unless a statistic comes up to a threshold. */
export interface GateSpec {
  /** Counted from 0. */
  readonly look: number;
  /** Its place among the statistics. */
  readonly statistic: number;
  readonly on: 'z' | 'estimate';
  /** The trial ends below this; an estimate that cannot be made ends nothing. */
  readonly least: number;
}

export interface FamilySpec {
  readonly closed: ClosedTest;
  /** Tests of each hypothesis: statistic h × tests + t is test t of hypothesis h. */
  readonly tests: number;
  readonly stopsAt: 'firstRejection' | 'nothingLeft';
  /** What counts as a claim: any rejection, all of them, or that of one hypothesis. */
  readonly success: 'any' | 'all' | number;
  /** Given where bounds follow the information observed. */
  readonly observed?: ObservedFamily;
  readonly gate?: GateSpec;
}

/** Ends by the gate are acted on, but where the name says that they are ignored. */
export interface FamilyDecisions {
  /** The look at which the replicate ended. */
  readonly look: Uint8Array;
  /** Bit h: hypothesis h is rejected. */
  readonly rejected: Uint8Array;
  readonly lookIgnoring: Uint8Array;
  readonly rejectedIgnoring: Uint8Array;
  /** 1 where the gate ended the replicate. */
  readonly gated: Uint8Array;
  /** rejectedAt[h][row]: the look at which h was rejected, 255 for never. */
  readonly rejectedAt: readonly Uint8Array[];
  /** droppedAt[h][row]: the last look at which h could be tested where its arm was dropped there, 255 for never. */
  readonly droppedAt: readonly Uint8Array[];
}

export const NEVER = 255;

/** One replicate of a family, look after look. Sets of hypotheses are bit masks. */
class Course {
  /** Bounds at observed information; null where all stay as planned. */
  readonly bounds: ObservedFamilyBounds | null;
  rejected = 0;
  /** Hypotheses that have made their last test; their z is that of it. */
  finished = 0;
  private readonly closed: ClosedTest;
  private readonly z: Float64Array;
  private look = 0;
  private readonly reaches: (mask: number, h: number) => boolean;
  private readonly couldReach: (mask: number, h: number) => boolean;
  private waiting = 0;

  constructor(closed: ClosedTest, bounds: ObservedFamilyBounds | null) {
    this.closed = closed;
    this.bounds = bounds;
    this.z = new Float64Array(closed.hypotheses);
    const { z } = this;
    this.reaches = (mask, h) =>
      bounds === null ? z[h] >= boundOf(closed, mask, h, this.look) : bounds.reaches(mask, h, this.look, z[h]);
    this.couldReach = (mask, h) =>
      (this.waiting >> h) & 1
        ? boundOf(closed, mask, h, closed.lastTests[h]) < Number.POSITIVE_INFINITY
        : ((this.finished >> h) & 1) === 1 && this.reaches(mask, h);
  }

  begin(): void {
    this.rejected = 0;
    this.finished = 0;
    this.bounds?.begin();
  }

  /** What the hypotheses that still have tests to make find at a look; −∞ for a dropped one. */
  find(look: number, h: number, z: number, information: number): void {
    this.z[h] = z;
    this.bounds?.find(h, look, information);
    if (look >= this.closed.lastTests[h]) this.finished |= 1 << h;
  }

  /** Tests all at a look; the hypotheses that are rejected now. */
  test(look: number): number {
    this.look = look;
    const { closed, rejected } = this;
    this.rejected =
      this.bounds === null
        ? testFamily(closed, this.z, rejected, look)
        : rejectedBy(closed.hypotheses, rejected, this.reaches);
    return this.rejected & ~rejected;
  }

  isDropped(h: number): boolean {
    return !(this.z[h] > Number.NEGATIVE_INFINITY);
  }

  /** Whether anything can still be claimed, with the hypotheses `waiting` for tests to come. */
  goesOn(waiting: number): boolean {
    const { closed, rejected } = this;
    const all = powerOfTwo(closed.hypotheses) - 1;
    if (waiting === 0) return false;
    if (closed.claims === 'together') return (rejected | waiting) === all;
    // Only where some have made their last test can it be that all alpha is stuck with those.
    if (!closed.lastTests.some((look) => look < closed.looks - 1)) return true;
    this.waiting = waiting;
    return rejectedBy(closed.hypotheses, rejected, this.couldReach) !== rejected;
  }
}

/**
 * Decide every row by test `test`. `bounds` are those at observed information, remembered from other rows; they follow the
 * information of the tests that decide the hypotheses, whichever test is asked of.
 */
export function decideFamily(
  looks: readonly Columns[],
  spec: FamilySpec,
  test: number,
  bounds: ObservedFamilyBounds | null = spec.observed ? new ObservedFamilyBounds(spec.observed) : null,
): FamilyDecisions {
  const { closed, tests, stopsAt, gate } = spec;
  const { hypotheses } = closed;
  const rows = looks[0].rows;
  const last = looks.length - 1;
  const none = () => Array.from({ length: hypotheses }, () => new Uint8Array(rows).fill(NEVER));
  const column = () => new Uint8Array(rows);
  const decisions: FamilyDecisions = {
    look: column(),
    rejected: column(),
    lookIgnoring: column(),
    rejectedIgnoring: column(),
    gated: column(),
    rejectedAt: none(),
    droppedAt: none(),
  };
  const zOf = (look: number, h: number, row: number) => looks[look].statistics[h * tests + test].z[row];
  /** The information that hypothesis h finds at a look. */
  const informationOf = (look: number, h: number, row: number): number => {
    const { statistics, events, further } = looks[look];
    const counted = spec.observed?.hypotheses[h]?.eventsOf ?? null;
    if (counted === null) return statistics[h * tests].information[row];
    const byArm = counted.endpoint === 0 ? events : further[counted.endpoint - 1].events;
    return byArm[0][row] + byArm[counted.arm][row];
  };
  const course = new Course(closed, bounds);
  for (let row = 0; row < rows; row++) {
    course.begin();
    let gated = false;
    let end = 0;
    let k = nextLook(looks, -1, row);
    while (k < looks.length) {
      end = k;
      for (let h = 0; h < hypotheses; h++)
        if (!((course.finished >> h) & 1)) course.find(k, h, zOf(k, h, row), informationOf(k, h, row));
      const now = course.test(k);
      const next = nextLook(looks, k, row);
      let waiting = 0;
      for (let h = 0; h < hypotheses; h++) {
        if ((now >> h) & 1 && !gated) decisions.rejectedAt[h][row] = k;
        if ((course.finished >> h) & 1 || course.isDropped(h)) continue;
        const goesOn = next < looks.length && zOf(next, h, row) > Number.NEGATIVE_INFINITY;
        if (goesOn) waiting |= 1 << h;
        else if (k < last && !gated) decisions.droppedAt[h][row] = k;
      }
      const { rejected } = course;
      if (!gated) {
        decisions.look[row] = k;
        decisions.rejected[row] = rejected;
      }
      if (rejected !== 0 && stopsAt === 'firstRejection') break;
      if (!course.goesOn(waiting & ~rejected)) break;
      if (gate?.look === k && !gated && isBelow(gate, looks[k], row)) {
        gated = true;
        decisions.gated[row] = 1;
      }
      k = next;
    }
    decisions.lookIgnoring[row] = end;
    decisions.rejectedIgnoring[row] = course.rejected;
  }
  return decisions;
}

/** Whether a statistic is below the threshold of its gate. */
function isBelow({ statistic, on, least }: GateSpec, { statistics }: Columns, row: number): boolean {
  return statistics[statistic][on][row] < least;
}

/** The next look after `look` that took place; the number of looks when there is none. */
function nextLook(looks: readonly Columns[], look: number, row: number): number {
  let next = look + 1;
  while (next < looks.length && looks[next].performed[row] === 0) next++;
  return next;
}

/** Whether a set of rejected hypotheses counts as success. */
export function succeeds({ success, closed }: Pick<FamilySpec, 'success' | 'closed'>, rejected: number): boolean {
  const all = rejected === powerOfTwo(closed.hypotheses) - 1;
  if (success === 'all' || closed.claims === 'together') return all;
  return success === 'any' ? rejected !== 0 : ((rejected >> success) & 1) === 1;
}

/**
 * The family's decisions as those of a group-sequential trial: efficacy is success, futility is an early end without
 * success. Where ends by the gate are ignored, replicates go on as if there were none.
 */
export function asDecisions(decisions: FamilyDecisions, spec: FamilySpec, looks: readonly Columns[]): Decisions {
  const { look, rejected, lookIgnoring, rejectedIgnoring } = decisions;
  const reasons = (ends: Uint8Array, masks: Uint8Array) =>
    Uint8Array.from(masks, (mask, row) =>
      succeeds(spec, mask) ? EFFICACY : ends[row] < looks.length - 1 ? FUTILITY : NO_CLAIM,
    );
  return {
    look,
    reason: reasons(look, rejected),
    lookIgnoring,
    reasonIgnoring: reasons(lookIgnoring, rejectedIgnoring),
    z: Float64Array.from(look, (k, row) => looks[k].z[row]),
  };
}

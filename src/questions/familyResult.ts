/** Several hypotheses: how often each is rejected, any of them, all of them, and when arms are given up. */

import type { Design } from '../design/planDesign.ts';
import { powerOfTwo } from '../elementary/powersOfTwo.ts';
import { boundOf } from '../multiplicity/closedTest.ts';
import { countSets } from '../tally/collectors/family.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';

export interface PlannedHypothesis {
  readonly name: string;
  /** Large-sample power; null where arms are dropped at looks, and where it depends on how endpoints correlate. */
  readonly formula: number | null;
  /**
   * Bounds at each look with every hypothesis still open, and once this is the only one left; null (∞) where nothing is
   * tested, as after its last test.
   */
  readonly firstBounds: readonly number[];
  readonly lastBounds: readonly number[];
}

/** A family of hypotheses as planned. */
export interface PlannedFamily {
  readonly procedure: string;
  /** `any`, `all`, or the name of the hypothesis that must be rejected. */
  readonly success: string;
  readonly hypotheses: readonly PlannedHypothesis[];
  /** Large-sample power of any and of all; null where that of a hypothesis is. */
  readonly any: number | null;
  readonly all: number | null;
}

export interface HypothesisResult extends PlannedHypothesis {
  readonly rejected: Proportion;
  /** With the gate ignored; null for a trial without one. */
  readonly rejectedIgnoring: Proportion | null;
  readonly byLook: readonly { readonly rejected: Proportion; readonly dropped: Proportion }[];
}

export interface FamilyResult {
  readonly planned: PlannedFamily;
  /** How often the gate ends the trial; null for a trial without one. */
  readonly gated: Proportion | null;
  readonly hypotheses: readonly HypothesisResult[];
  readonly any: Proportion;
  readonly all: Proportion;
}

const PROCEDURES: Record<string, string> = {
  none: 'no adjustment',
  allNeeded: 'all needed',
  bonferroni: 'Bonferroni',
  holm: 'Holm',
  hochberg: 'Hochberg',
  dunnett: 'Dunnett',
  stepDownDunnett: 'step-down Dunnett',
  fixedSequence: 'fixed sequence',
  graph: 'graphical procedure (Bretz–Maurer)',
};

/** The family of a trial as planned, and what large samples promise when `truth` happens. Null for one hypothesis. */
export function plannedFamily(design: Design, truth: Design = design): PlannedFamily | null {
  const { family } = design.trial;
  if (family === undefined || design.family === null) return null;
  const { closed } = design.family;
  const formula = family.dropping === null ? design.familyPower(truth.expected) : null;
  const full = powerOfTwo(closed.hypotheses) - 1;
  const bounds = (mask: number, h: number) =>
    Array.from({ length: closed.looks }, (_, look) =>
      look > closed.lastTests[h] ? Number.POSITIVE_INFINITY : boundOf(closed, mask, h, look),
    );
  const { success } = family;
  return {
    procedure: PROCEDURES[family.procedure.kind],
    success: typeof success === 'number' ? family.hypotheses[success].name : success,
    hypotheses: family.hypotheses.map(({ name }, h) => ({
      name,
      formula: formula?.each[h] ?? null,
      firstBounds: bounds(full, h),
      lastBounds: bounds(1 << h, h),
    })),
    any: formula?.any ?? null,
    all: formula?.all ?? null,
  };
}

/**
 * The results of the family; `truth` is what was simulated of the trial planned as `design`. Null for a trial of one
 * hypothesis.
 */
export function familyResult(tally: Tally, design: Design, truth: Design = design): FamilyResult | null {
  const planned = plannedFamily(design, truth);
  const counts = tally.family;
  if (planned === null || counts === null) return null;
  const n = tally.replicates;
  const share = (asked: (rejected: number) => boolean) => proportion(countSets(counts.sets, asked), n);
  const gated = design.trial.family?.gate === undefined ? null : proportion(counts.gated, n);
  const holds = (h: number) => (rejected: number) => ((rejected >> h) & 1) === 1;
  return {
    planned,
    gated,
    hypotheses: planned.hypotheses.map((hypothesis, h) => ({
      ...hypothesis,
      rejected: share(holds(h)),
      rejectedIgnoring: gated === null ? null : proportion(countSets(counts.setsIgnoring, holds(h)), n),
      byLook: hypothesis.firstBounds.map((_, k) => ({
        rejected: proportion(counts.rejectedAt[k][h], n),
        dropped: proportion(counts.droppedAt[k][h], n),
      })),
    })),
    any: share((rejected) => rejected !== 0),
    all: share((rejected) => rejected === counts.sets.length - 1),
  };
}

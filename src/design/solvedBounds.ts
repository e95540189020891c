/**
 * Bounds that take long to solve, kept by whoever plans several designs of one trial, as a search for a size does:
 * designs that ask for the same bounds get them from here.
 */
import type { ClosedTest } from '../multiplicity/closedTest.ts';

/** What the bounds of looks taken together follow from, and the bounds; see combinationLooks.ts. */
export interface CombinationBounds {
  /** One-sided, cumulative alpha spent by each look. */
  readonly spent: readonly number[];
  readonly tested: readonly boolean[];
  /** Look of each part, and the correlation of the parts under no effect. */
  readonly places: readonly number[];
  readonly correlation: readonly (readonly number[])[];
  /** Critical values of the largest part, and the bounds that they are. */
  readonly critical: readonly number[];
  readonly efficacy: readonly number[];
}

/** What the closed test of one procedure and level follows from, and the test; see familyPlan.ts. */
export interface FamilyBounds {
  readonly fractions: readonly number[];
  readonly correlation: readonly (readonly number[])[];
  /** Plans of hypotheses that have their own, as text. */
  readonly own: string;
  readonly closed: ClosedTest;
}

export interface SolvedBounds {
  readonly combinations: CombinationBounds[];
  readonly families: FamilyBounds[];
}

export function nothingSolved(): SolvedBounds {
  return { combinations: [], families: [] };
}

/** Whether two lists have the same entries, as `same` has it. */
export function sameEntries<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean = Object.is): boolean {
  return a.length === b.length && a.every((x, i) => same(x, b[i]));
}

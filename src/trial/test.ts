/** A test of a comparison: a statistic with what it takes into account. */
import type { Statistic } from '../statistics/definition.ts';
import { sameStatistic } from '../statistics/registry.ts';
import type { TimeOrigin } from './timeOrigin.ts';

/** A statistic with what it is stratified by and adjusted for: names of factors (or `centre`) and covariates. */
export interface Test {
  readonly statistic: Statistic;
  readonly stratifiedBy: readonly string[];
  readonly adjustedFor: readonly string[];
  /** Which patients it compares, and from when on; as randomised where this is left out. */
  readonly origin?: TimeOrigin;
}

/** Whether two tests are one and the same. */
export function sameTest(a: Test, b: Test): boolean {
  const named = (names: readonly string[]) => JSON.stringify([...names].sort());
  return (
    sameStatistic(a.statistic, b.statistic) &&
    JSON.stringify(a.origin ?? null) === JSON.stringify(b.origin ?? null) &&
    named(a.stratifiedBy) === named(b.stratifiedBy) &&
    named(a.adjustedFor) === named(b.adjustedFor)
  );
}

/** What large samples promise of a trial before anything is simulated. */

import type { DesignsBySize } from '../design/designsBySize.ts';
import type { Design } from '../design/planDesign.ts';
import { square } from '../elementary/square.ts';
import { criticalValue } from '../formulas/criticalValue.ts';
import { normalQuantile } from '../maths/normal.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { fewestPatients, MOST_PATIENTS, nextMember } from '../trial/series.ts';

/** Power of the deciding test by large samples; NaN where its analysis never comes due or its looks cannot be told apart. */
export function promisedPower(design: Design): number {
  try {
    return design.power;
  } catch (problem) {
    if (problem instanceof LooksProblem) return Number.NaN;
    throw problem;
  }
}

/** Members this far from the estimated N, as a share of it, are asked to enclose it. */
const AROUND = 0.004;

/** Below this drift, in standard errors, a power says little about the N that another needs. */
const LEAST_DRIFT = 0.5;

/** Finds which members are promised a target; power grows with N, so that few of them need to be asked. */
class Promises {
  private readonly designs: DesignsBySize;
  private readonly target: number;
  /** The largest member known to fall short, and the smallest known to reach the target. */
  private short = 0;
  private enough = Number.POSITIVE_INFINITY;

  constructor(designs: DesignsBySize, target: number) {
    this.designs = designs;
    this.target = target;
  }

  reaches(n: number): boolean {
    if (n <= this.short) return false;
    if (n >= this.enough) return true;
    return this.powerAt(n) >= this.target;
  }

  /**
   * Encloses the N sought, near where power as Φ(b√N − z_α) puts it: twice from the last N asked, then from either
   * side.
   */
  closeIn(): void {
    let guess: number | null = this.designs.series.plannedPatients;
    for (let step = 0; step < 2 && guess !== null; step++) guess = this.neededBy(this.member(guess));
    if (guess === null) return;
    for (const n of [guess * (1 - AROUND), guess * (1 + AROUND)]) this.reaches(this.member(n));
  }

  private member(n: number): number {
    const { series } = this.designs;
    return Math.min(series.mostPatients, nextMember(series, Math.max(n, fewestPatients(series.unsized))));
  }

  private powerAt(n: number): number {
    const power = promisedPower(this.designs.at(n));
    if (power >= this.target) this.enough = Math.min(this.enough, n);
    else this.short = Math.max(this.short, n);
    return power;
  }

  /** The N that the power of member `n` implies; null where that power says little. */
  private neededBy(n: number): number | null {
    const critical = criticalValue(this.designs.series.unsized.test);
    const drift = critical + normalQuantile(this.powerAt(n));
    if (!(drift > LEAST_DRIFT && Number.isFinite(drift))) return null;
    return n * square((critical + normalQuantile(this.target)) / drift);
  }
}

/**
 * The smallest N, within `tolerance` of itself, at which the integrated log-rank drift of the looks promises the target;
 * null when it promises none.
 */
export function promisedSize(designs: DesignsBySize, target: number, tolerance: number): number | null {
  const { series } = designs;
  const promises = new Promises(designs, target);
  // Where accrual or the calendar sets a limit, the patients who come last may see so little of the effect that power
  // falls again.
  if (series.varies === 'patients' && series.mostPatients === MOST_PATIENTS) promises.closeIn();
  let low = fewestPatients(series.unsized);
  let high = low;
  while (!promises.reaches(high)) {
    if (high >= series.mostPatients) return null;
    low = high;
    high = Math.min(series.mostPatients, high * 2);
  }
  while (high - low > Math.max(1, high * tolerance)) {
    const middle = nextMember(series, (low + high) / 2);
    if (middle >= high) break;
    if (promises.reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

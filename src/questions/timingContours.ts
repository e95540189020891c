/** Lines across a surface: where one test overtakes another along x, and how far a test keeps the target power. */
import { hypot } from '../elementary/hypot.ts';
import { normalQuantile } from '../maths/normal.ts';
import { probitOf } from './powerModel.ts';
import type { TimingPoint } from './timingPoint.ts';

/**
 * Test `test` against the reference along one row of the surface. Differences of power count where they exceed two paired
 * Monte Carlo standard errors.
 */
export interface ContourCrossing {
  readonly y: number;
  readonly test: number;
  /**
   * `overtakes` and `falls behind`: at `x`. `ahead`, `behind`: wherever the two differ. `no difference`: nowhere beyond chance.
   */
  readonly kind: 'overtakes' | 'falls behind' | 'ahead' | 'behind' | 'no difference';
  /** By linear interpolation between the grid points on both sides of it, null where there is no crossing. */
  readonly x: number | null;
  readonly standardError: number | null;
  /** The nearest grid points at which the difference is beyond chance. */
  readonly from: number | null;
  readonly to: number | null;
}

/** The largest x of a row at which a test has the target power. */
export interface Longest {
  readonly y: number;
  readonly test: number;
  /** `within`: at `x`; `beyond`: at least to the end of the row; `never`: nowhere in it. */
  readonly kind: 'within' | 'beyond' | 'never';
  /** By linear interpolation of Φ⁻¹(power); the end of the row where it is `beyond`, null where `never`. */
  readonly x: number | null;
  readonly standardError: number | null;
}

const BEYOND_CHANCE = 2;

/** All crossings of the tests with the reference along `row`, its points in the order of x. */
export function crossings(row: readonly TimingPoint[], reference: number): ContourCrossing[] {
  return row[0].tests.flatMap((_, test) => (test === reference ? [] : crossingsOf(row, test)));
}

function crossingsOf(row: readonly TimingPoint[], test: number): ContourCrossing[] {
  const { y } = row[0];
  const differences = row.map(({ x, tests }) => ({
    x,
    estimate: tests[test].minusReference?.estimate ?? 0,
    error: tests[test].minusReference?.standardError ?? 0,
  }));
  const clear = differences.flatMap(({ estimate, error }, i) =>
    Math.abs(estimate) > BEYOND_CHANCE * error && estimate !== 0 ? [i] : [],
  );
  const none = { y, test, x: null, standardError: null, from: null, to: null };
  if (clear.length === 0) return [{ ...none, kind: 'no difference' }];
  const found: ContourCrossing[] = [];
  for (let k = 1; k < clear.length; k++) {
    const [from, to] = [clear[k - 1], clear[k]];
    const sign = Math.sign(differences[to].estimate);
    if (Math.sign(differences[from].estimate) === sign) continue;
    // Among the steps between the two points, the last one that reaches the new sign.
    let i = to - 1;
    while (i > from && Math.sign(differences[i].estimate) === sign) i--;
    const [before, after] = [differences[i], differences[i + 1]];
    const part = before.estimate / (before.estimate - after.estimate);
    const slope = (after.estimate - before.estimate) / (after.x - before.x);
    found.push({
      y,
      test,
      kind: sign > 0 ? 'overtakes' : 'falls behind',
      x: before.x + part * (after.x - before.x),
      standardError: hypot((1 - part) * before.error, part * after.error) / Math.abs(slope),
      from: differences[from].x,
      to: differences[to].x,
    });
  }
  if (found.length > 0) return found;
  return [{ ...none, kind: differences[clear[0]].estimate > 0 ? 'ahead' : 'behind' }];
}

/** For every test, the largest x of `row` with the target power. */
export function longestWithPower(row: readonly TimingPoint[], target: number): Longest[] {
  const { y } = row[0];
  return row[0].tests.map((_, test): Longest => {
    const probits = row.map(({ x, tests }) => {
      const { probit: q, standardError: error } = probitOf(tests[test].power);
      return { x, q, error };
    });
    const wanted = normalQuantile(target);
    let last = probits.length - 1;
    while (last >= 0 && probits[last].q < wanted) last--;
    if (last < 0) return { y, test, kind: 'never', x: null, standardError: null };
    const before = probits[last];
    if (last === probits.length - 1) return { y, test, kind: 'beyond', x: before.x, standardError: null };
    const after = probits[last + 1];
    const part = (before.q - wanted) / (before.q - after.q);
    // Both ends share their random numbers, so their errors go the same way.
    const error = (1 - part) * before.error + part * after.error;
    const slope = (before.q - after.q) / (after.x - before.x);
    return { y, test, kind: 'within', x: before.x + part * (after.x - before.x), standardError: error / slope };
  });
}

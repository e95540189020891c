/**
 * The probability of a claim as a smooth function of several uncertain values, by which its average over the priors is found
 * with a smaller error: Φ of a quadratic in the normal scores of the truths' places, fitted to the claims at the truths. The
 * average is that of the surface over many places, plus the mean difference between claims and surface at the truths (a
 * regression estimator: W. G. Cochran, Sampling Techniques, 3rd ed. 1977, ch. 7), so that a surface that fits badly costs
 * precision and not truth.
 */
import { square } from '../elementary/square.ts';
import { normalCdf, normalDensity, normalQuantile } from '../maths/normal.ts';
import { solveSymmetric } from '../maths/solveSymmetric.ts';
import { latticePlaces } from './truthPlaces.ts';

export interface SmoothedRate {
  readonly estimate: number;
  readonly standardError: number;
}

/** Places at which the surface is averaged. */
const DENSE = 8192;
/** More terms than this share of the truths would follow their noise. */
const MOST_TERMS = 0.25;

const score = (u: number): number => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, u)));

/** 1, the scores, their squares and products; without the latter two where `linear`. */
function terms(place: readonly number[], linear: boolean): number[] {
  const x = place.map(score);
  const second = linear ? [] : x.flatMap((a, i) => x.slice(i).map((b) => a * b));
  return [1, ...x, ...second];
}

/** Weighted least squares of Φ⁻¹(rate) on the terms; null where they cannot be told apart. */
function fitted(rows: readonly (readonly number[])[], counts: readonly number[], each: number): number[] | null {
  const size = rows[0].length;
  const normal = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  rows.forEach((row, i) => {
    const p = (counts[i] + 0.5) / (each + 1);
    const y = normalQuantile(p);
    const weight = (each * square(normalDensity(y))) / (p * (1 - p));
    row.forEach((a, j) => {
      right[j] += weight * a * y;
      for (let k = 0; k < size; k++) normal[j][k] += weight * a * row[k];
    });
  });
  return solveSymmetric(normal, right);
}

/**
 * The average of `counts`/`each` over the priors. `places` are those of the truths in the unit cube, in groups of equal size that
 * are independent of each other; null where no surface can be fitted.
 */
export function smoothedRate(
  counts: readonly number[],
  each: number,
  places: readonly (readonly number[])[],
  groups: number,
): SmoothedRate | null {
  const [dimensions, truths] = [places[0].length, places.length];
  const quadratic = 1 + dimensions + (dimensions * (dimensions + 1)) / 2;
  const linear = quadratic > MOST_TERMS * truths;
  const rows = places.map((place) => terms(place, linear));
  const size = rows[0].length;
  if (size > MOST_TERMS * truths) return null;
  const coefficients = fitted(rows, counts, each);
  if (coefficients === null) return null;
  const at = (row: readonly number[]) => normalCdf(row.reduce((sum, a, j) => sum + a * coefficients[j], 0));
  let surface = 0;
  for (const place of latticePlaces(dimensions, DENSE)) surface += at(terms(place, linear));
  const residuals = counts.map((count, i) => count / each - at(rows[i]));
  const inGroup = truths / groups;
  const means = Array.from({ length: groups }, (_, g) => {
    const own = residuals.slice(g * inGroup, (g + 1) * inGroup);
    return own.reduce((sum, x) => sum + x, 0) / inGroup;
  });
  const mean = means.reduce((sum, x) => sum + x, 0) / groups;
  const between = means.reduce((sum, x) => sum + square(x - mean), 0) / (groups * (groups - 1));
  // The fit takes up a part of the residuals' variance.
  const standardError = Math.sqrt((between * truths) / (truths - size));
  return { estimate: Math.min(1, Math.max(0, surface / DENSE + mean)), standardError };
}

/**
 * The chance of success against N. Power at each truth, by large samples where there is a formula and else as simulated, is
 * carried to other N by the drift of z, which grows with √N: P(z ≥ c) = Φ(√(N/N₀) (q + c) − c) where Φ(q) is the power at
 * N₀. The curve is a reading aid, and where a search begins; N that are asked for are simulated.
 */
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { fewestPatients, roundUp, type TrialSeries } from '../trial/series.ts';
import type { PowerOverPrior } from './powerOverPrior.ts';

export interface CurveAt {
  readonly patients: number;
  readonly benefit: number;
}

export interface AssuranceCurve {
  readonly points: readonly CurveAt[];
  /** What so many patients more would add to the chance of the planned N, and what as many again. */
  readonly next: { readonly patients: number; readonly first: number; readonly second: number };
}

const NEXT = 50;
const POINTS = 40;
/** Multiples of the planned N that the curve covers. */
const FROM = 0.2;
const TO = 4;

/** The chance to show a benefit at N. */
export type ByPatients = (patients: number) => number;

/** `planned` is N₀; `each` the replicates behind a simulated power, which keep it off 0 and 1. */
export function carriedOver({ points }: PowerOverPrior, planned: number, critical: number, each: number): ByPatients {
  const drifts = points.map(({ benefit, formula }) => {
    const power = formula?.benefit ?? Math.min(1 - 0.5 / each, Math.max(0.5 / each, benefit));
    return power <= 0
      ? Number.NEGATIVE_INFINITY
      : power >= 1
        ? Number.POSITIVE_INFINITY
        : normalQuantile(power) + critical;
  });
  return (patients) => {
    const scale = Math.sqrt(patients / planned);
    return drifts.reduce((sum, drift) => sum + normalCdf(scale * drift - critical), 0) / drifts.length;
  };
}

/**
 * `sizes` are further N to have among the points, `targets` chances whose N the curve shall reach; the other points are
 * round numbers, as far as allocation lets them be.
 */
export function assuranceCurve(
  series: TrialSeries,
  planned: number,
  chance: ByPatients,
  { sizes, targets }: { readonly sizes: readonly number[]; readonly targets: readonly number[] },
): AssuranceCurve {
  const { unsized, mostPatients } = series;
  const few = fewestPatients(unsized);
  const from = Math.sqrt(Math.max(few, FROM * planned));
  const sought = targets.flatMap((target) => patientsFor(chance, target, few, mostPatients) ?? []);
  const further = [...sizes, ...sought.map((exact) => Math.min(mostPatients, roundUp(unsized, exact)))];
  const to = Math.sqrt(Math.min(mostPatients, Math.max(TO * planned, ...further)));
  const grid = new Set<number>();
  for (let i = 0; i < POINTS; i++) {
    const root = from + ((to - from) * i) / (POINTS - 1);
    const patients = roundUp(unsized, Math.max(few, Number((root * root).toPrecision(2))));
    if (patients <= mostPatients) grid.add(patients);
  }
  for (const patients of [planned, ...further]) grid.add(patients);
  const sorted = [...grid].sort((a, b) => a - b);
  const [now, first, second] = [planned, planned + NEXT, planned + 2 * NEXT].map(chance);
  return {
    points: sorted.map((patients) => ({ patients, benefit: chance(patients) })),
    next: { patients: NEXT, first: first - now, second: second - first },
  };
}

/** The N at which `chance` reaches `target`, not rounded; null where none up to `most` does. */
export function patientsFor(chance: ByPatients, target: number, fewest: number, most: number): number | null {
  if (chance(most) < target) return null;
  let [low, high] = [fewest, most];
  for (let i = 0; i < 100 && high - low > 1e-6 * high; i++) {
    const middle = Math.sqrt(low * high);
    if (chance(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}

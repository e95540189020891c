/** Power against N: simulated on common random numbers, with the formulas at the same N. */
import { designsBySize } from '../design/designsBySize.ts';
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import type { MeanEstimate, Proportion } from '../tally/estimates.ts';
import { meanEstimate, proportion } from '../tally/estimates.ts';
import { read } from '../tally/tally.ts';
import { fewestPatients, memberDuration, roundUp, type TrialSeries } from '../trial/series.ts';
import { type Asking, rejections, simulateReplicates } from './asking.ts';
import { closedForms, type FormulaPower } from './closedForms.ts';
import { fitIntercept, probit, slopeOf } from './powerModel.ts';

export interface CurvePoint {
  readonly patients: number;
  readonly power: Proportion;
  readonly events: MeanEstimate;
  readonly analysisTime: MeanEstimate;
  readonly accrualDuration: number;
  readonly closed: readonly FormulaPower[];
  /** Φ(a + b√N) through all points, for reading between them. */
  readonly fitted: number;
}

export interface CurveResult {
  readonly points: readonly CurvePoint[];
  readonly model: { readonly intercept: number; readonly slope: number };
}

const POINTS = 11;
const MOST_REPLICATES = 20_000;

/** Eleven N, evenly spaced in √N, around the `sizes` that matter (planned and found). */
function gridOf(series: TrialSeries, sizes: readonly number[]): number[] {
  const from = Math.sqrt(Math.max(fewestPatients(series.unsized), Math.min(...sizes) * 0.4));
  const to = Math.sqrt(Math.min(series.mostPatients, Math.max(...sizes) * 1.4));
  const grid = new Set<number>();
  for (let i = 0; i < POINTS; i++) {
    const n = roundUp(series.unsized, square(from + ((to - from) * i) / (POINTS - 1)));
    if (n <= series.mostPatients) grid.add(n);
  }
  return [...grid].sort((a, b) => a - b);
}

/** Asks for the curve; `sizes` are the N that it should enclose. @throws Interrupted */
export async function askCurve(asking: Asking, series: TrialSeries, sizes: readonly number[]): Promise<CurveResult> {
  const grid = gridOf(series, sizes);
  const { precision } = asking;
  const replicates = Math.min(MOST_REPLICATES, 'replicates' in precision ? precision.replicates : MOST_REPLICATES);
  asking.progress.begin('power curve', replicates * grid.length);
  const designs = designsBySize(series);
  const rows: Omit<CurvePoint, 'fitted'>[] = [];
  for (const patients of grid) {
    const design = designs.at(patients);
    const { trial } = design;
    const simulation = { design, purpose: 'curve', tests: [trial.test] };
    // The formulas are found while other threads simulate.
    const [tally, closed] = await Promise.all([
      simulateReplicates(asking, simulation, replicates),
      closedForms(design)?.powers ?? [],
    ]);
    rows.push({
      patients,
      power: proportion(rejections(tally, trial.test.sides), tally.replicates),
      events: meanEstimate(read(tally, 'events').all),
      analysisTime: meanEstimate(read(tally, 'analysisTime').time),
      accrualDuration: memberDuration(series, patients),
      closed,
    });
  }
  // Far tails say little about the curve between them: powers that are all but 0 or 1 are left out.
  const inner = rows.filter(({ power }) => power.estimate > 0.02 && power.estimate < 0.998);
  const fitted = inner.length >= 2 ? inner : rows;
  const slope = slopeOf(
    fitted.map((row) => row.patients),
    fitted.map((row) => probit(row.power.count, row.power.replicates)),
  );
  const { intercept } = fitIntercept(
    fitted.map((row) => ({ patients: row.patients, rejected: row.power.count, replicates: row.power.replicates })),
    slope,
  );
  const at = (n: number) => normalCdf(intercept + slope * Math.sqrt(n));
  return { model: { intercept, slope }, points: rows.map((row) => ({ ...row, fitted: at(row.patients) })) };
}

/** The N at which the curve's model reaches `power`. */
export function patientsAt(model: CurveResult['model'], power: number): number {
  return square((normalQuantile(power) - model.intercept) / model.slope);
}

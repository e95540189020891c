/** Power against N: simulated on common random numbers, with the formulas at the same N. */
import { designsBySize } from '../design/designsBySize.ts';
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { adjustRate } from '../tally/adjustedRate.ts';
import type { MeanEstimate, Proportion } from '../tally/estimates.ts';
import { adjustedProportion, meanEstimate } from '../tally/estimates.ts';
import { read } from '../tally/tally.ts';
import { fewestPatients, memberDuration, roundUp, type TrialSeries } from '../trial/series.ts';
import { type Asking, rejections, simulateReplicates } from './asking.ts';
import { closedForms, type FormulaPower } from './closedForms.ts';
import { type ControlledPoint, fitControlledIntercept, probitOf, slopeOf } from './powerModel.ts';

export interface CurvePoint {
  readonly patients: number;
  /** Adjusted by control variates. */
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
/** With control variates as exact as 20,000 are without. */
const MOST_REPLICATES = 8000;

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
  const rows: (Omit<CurvePoint, 'fitted'> & { readonly counted: ControlledPoint })[] = [];
  for (const patients of grid) {
    const design = designs.at(patients);
    const { trial } = design;
    const simulation = { design, purpose: 'curve', tests: [trial.test], controls: true };
    // The formulas are found while other threads simulate.
    const [tally, closed] = await Promise.all([
      simulateReplicates(asking, simulation, replicates),
      closedForms(design)?.powers ?? [],
    ]);
    const { controls } = tally;
    const rejected = rejections(tally, trial.test.sides);
    rows.push({
      patients,
      power: adjustedProportion(rejected, replicates, adjustRate(rejected, replicates, controls)),
      counted: { patients, rejected, replicates, controls },
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
    fitted.map((row) => probitOf(row.power).probit),
  );
  const { intercept } = fitControlledIntercept(
    fitted.map((row) => row.counted),
    slope,
  );
  const at = (n: number) => normalCdf(intercept + slope * Math.sqrt(n));
  return {
    model: { intercept, slope },
    points: rows.map(({ counted, ...row }) => ({ ...row, fitted: at(counted.patients) })),
  };
}

/** The N at which the curve's model reaches `power`. */
export function patientsAt(model: CurveResult['model'], power: number): number {
  return square((normalQuantile(power) - model.intercept) / model.slope);
}

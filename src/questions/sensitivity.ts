/** How much power hangs on each assumption: one at a time changed either way, on common random numbers. */
import { type Proportion, proportion } from '../tally/estimates.ts';
import { withAccrual, withDropout, withHazardRatios, withMedians } from '../trial/otherwise.ts';
import type { Trial } from '../trial/trial.ts';
import { type Asking, rejections, simulateReplicates } from './asking.ts';

export interface SensitivityPoint {
  /** What the assumption is multiplied by. */
  readonly factor: number;
  readonly power: Proportion;
}

export interface SensitivityRow {
  readonly assumption: 'median survival' | 'hazard ratio' | 'dropout' | 'accrual rate';
  /** The smaller factor first. */
  readonly low: SensitivityPoint;
  readonly high: SensitivityPoint;
}

export interface SensitivityResult {
  readonly patients: number;
  readonly replicates: number;
  /** As planned, on the same random numbers. */
  readonly planned: Proportion;
  /** The assumption that matters most first. */
  readonly rows: readonly SensitivityRow[];
}

const CHANGES: readonly {
  readonly assumption: SensitivityRow['assumption'];
  readonly factors: readonly [number, number];
  readonly change: (trial: Trial, factor: number) => Trial | null;
}[] = [
  { assumption: 'median survival', factors: [0.8, 1.25], change: withMedians },
  { assumption: 'hazard ratio', factors: [0.9, 1.1], change: withHazardRatios },
  { assumption: 'dropout', factors: [0, 2], change: withDropout },
  { assumption: 'accrual rate', factors: [0.75, 4 / 3], change: withAccrual },
];

const PURPOSE = 'sensitivity';
const MOST_REPLICATES = 20_000;

/** The bounds of looks stay those of the planned trial. @throws Interrupted */
export async function askSensitivity(asking: Asking, planned: Trial): Promise<SensitivityResult> {
  const { precision } = asking;
  const replicates = Math.min(MOST_REPLICATES, 'replicates' in precision ? precision.replicates : MOST_REPLICATES);
  const changes = CHANGES.flatMap(({ assumption, factors, change }) => {
    const [low, high] = factors.map((factor) => change(planned, factor));
    return low === null || high === null ? [] : [{ assumption, factors, trials: [low, high] as const }];
  });
  asking.progress.begin('sensitivity', replicates * (1 + 2 * changes.length));
  const powerOf = async (trial: Trial): Promise<Proportion> => {
    const simulation = { trial, purpose: PURPOSE, plannedAs: planned, rejectionsOnly: true };
    const tally = await simulateReplicates(asking, simulation, replicates);
    return proportion(rejections(tally, planned.test.sides), tally.replicates);
  };
  const base = await powerOf(planned);
  const rows: SensitivityRow[] = [];
  for (const { assumption, factors, trials } of changes) {
    rows.push({
      assumption,
      low: { factor: factors[0], power: await powerOf(trials[0]) },
      high: { factor: factors[1], power: await powerOf(trials[1]) },
    });
  }
  const swing = ({ low, high }: SensitivityRow) =>
    Math.max(
      Math.abs(low.power.estimate - base.estimate),
      Math.abs(high.power.estimate - base.estimate),
      Math.abs(high.power.estimate - low.power.estimate),
    );
  return { patients: planned.patients, replicates, planned: base, rows: rows.sort((a, b) => swing(b) - swing(a)) };
}

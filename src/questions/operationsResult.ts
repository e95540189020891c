/**
 * Operations of the simulated trials: which patients came when and where, who started the second treatment, what scans
 * made of the events.
 */
import { type MeanEstimate, meanEstimate, type Spread, spread } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';
import { centreCount } from '../trial/centres.ts';
import type { Trial } from '../trial/trial.ts';

export interface OperationsResult {
  readonly replicates: number;
  /** Calendar time of the last patient in, among those enrolled when the trial ended. */
  readonly lastPatientIn: Spread;
  /** By look, the final analysis last, where it took place. */
  readonly looks: readonly { readonly enrolled: Spread; readonly time: Spread }[];
  readonly centres: {
    readonly planned: number;
    /** Centres open when the last patient enters, centres with patients, and patients of the largest centre. */
    readonly open: MeanEstimate;
    readonly recruiting: MeanEstimate;
    readonly largest: MeanEstimate;
  } | null;
  /**
   * Patients by which the arm that misses the allocation most misses it (at 1:1, the difference of the arms' sizes).
   */
  readonly imbalance: {
    readonly overall: Spread;
    /** Mean over centres, and over levels of factors; null without them. */
    readonly inCentres: MeanEstimate | null;
    readonly inLevels: MeanEstimate | null;
  } | null;
  /** For each arm with a second treatment: shares of its enrolled patients at the analysis. */
  readonly starts: readonly {
    readonly arm: string;
    readonly started: MeanEstimate;
    /** Share of patients who left by event or dropout before the start. */
    readonly neverStarted: MeanEstimate;
  }[];
  readonly scans: {
    /** Share of the events that are deaths, and of those that are tied with another. */
    readonly deaths: MeanEstimate;
    readonly tied: MeanEstimate;
    /** Time from progression to the scan that shows it. */
    readonly delay: MeanEstimate;
  } | null;
}

/** Whether the operations of a trial are worth a table: centres, a randomisation, a second treatment with a start, or scans. */
export function wantsOperations(trial: Trial): boolean {
  const { centres, randomisation, scans } = trial;
  return (
    centres !== undefined ||
    randomisation !== undefined ||
    scans !== undefined ||
    trial.arms.some(({ start }) => start !== undefined)
  );
}

const some = (estimate: MeanEstimate): MeanEstimate | null => (estimate.replicates > 0 ? estimate : null);

export function operationsResult({ operations, replicates }: Tally, trial: Trial): OperationsResult | null {
  if (operations === null) return null;
  const { centres, randomisation, scans } = trial;
  return {
    replicates,
    lastPatientIn: spread(operations.lastEntry),
    looks: operations.looks.map(({ enrolled, time }) => ({ enrolled: spread(enrolled), time: spread(time) })),
    centres: centres
      ? {
          planned: centreCount(centres),
          open: meanEstimate(operations.centresOpen),
          recruiting: meanEstimate(operations.centresRecruiting),
          largest: meanEstimate(operations.largestCentre),
        }
      : null,
    imbalance:
      centres || randomisation
        ? {
            overall: spread(operations.imbalance),
            inCentres: some(meanEstimate(operations.imbalanceInCentres)),
            inLevels: some(meanEstimate(operations.imbalanceInLevels)),
          }
        : null,
    starts: trial.arms.flatMap(({ name, start }, arm) =>
      start === undefined
        ? []
        : [
            {
              arm: name,
              started: meanEstimate(operations.started[arm]),
              neverStarted: meanEstimate(operations.neverStarted[arm]),
            },
          ],
    ),
    scans: scans
      ? {
          deaths: meanEstimate(operations.deaths),
          tied: meanEstimate(operations.tied),
          delay: meanEstimate(operations.delay),
        }
      : null,
  };
}

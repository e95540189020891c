/** How a planned trial behaves over many replicates: the record that `power`, `size`, `replay` and `curve` share. */
import { exp } from '../elementary/exp.ts';
import type { LookTally, SequentialTally } from '../tally/collectors/sequential.ts';
import type { Distribution } from '../tally/distribution.ts';
import {
  type MeanEstimate,
  meanEstimate,
  type Proportion,
  proportion,
  type Spread,
  spread,
} from '../tally/estimates.ts';
import { meanOf } from '../tally/moments.ts';
import { read, type Tally } from '../tally/tally.ts';
import { rejections } from './asking.ts';

export interface ObservedHazardRatio {
  /** Strata of the Cox model, those of the deciding test; none for an unstratified one. */
  readonly stratifiedBy: readonly string[];
  /** log of experimental ÷ control (Cox, Newton to convergence, Efron ties). */
  readonly logHazardRatio: MeanEstimate;
  /** exp of the mean log. */
  readonly geometricMean: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  readonly meanStandardError: number;
  /** Share of 95 % Wald intervals that hold the true ratio; null where there is no single true ratio. */
  readonly coverage: Proportion | null;
  /** Replicates without a finite estimate. */
  readonly notEstimable: Proportion;
}

/** Kaplan–Meier medians; quantiles over the replicates in which the median was reached. */
export interface ObservedMedian extends Spread {
  readonly notReached: Proportion;
}

export interface OperatingCharacteristics {
  readonly replicates: number;
  /** P(reject): for benefit when one-sided, either way when two-sided. */
  readonly power: Proportion;
  /** P(z ≥ critical value) and P(z ≤ −critical value), whatever the sides. */
  readonly significantBenefit: Proportion;
  readonly significantHarm: Proportion;
  readonly z: MeanEstimate;
  readonly events: Spread;
  readonly eventsControl: MeanEstimate;
  readonly eventsExperimental: MeanEstimate;
  /** By arm, the control first. */
  readonly eventsByArm: readonly MeanEstimate[];
  /** Calendar time from the first possible entry. */
  readonly analysisTime: Spread;
  readonly enrolled: MeanEstimate;
  readonly dropouts: MeanEstimate;
  /** Followed to the end of a fixed follow-up without event or dropout; left out where nobody was. */
  readonly completed?: MeanEstimate;
  /** In follow-up without event or dropout at the analysis. */
  readonly stillAtRisk: MeanEstimate;
  /** Replicates in which the analysis rule was never met (analysed when follow-up was exhausted). */
  readonly analysisNotReached: Proportion;
  readonly hazardRatio: ObservedHazardRatio | null;
  readonly medianControl: ObservedMedian | null;
  readonly medianExperimental: ObservedMedian | null;
  /**
   * Given for a group-sequential trial; everything above is then at the look where a replicate ended, futility stops
   * acted on.
   */
  readonly sequential: SequentialCharacteristics | null;
}

export interface LookCharacteristics {
  /** Shares of all replicates: the look took place; it ended the replicate for efficacy, harm or futility. */
  readonly reached: Proportion;
  readonly efficacy: Proportion;
  readonly harm: Proportion;
  readonly futility: Proportion;
  /** Share of replicates in which the look was passed by, as the final analysis was due first. */
  readonly skipped: Proportion;
  /** Calendar time of the look where it took place. */
  readonly time: MeanEstimate;
  readonly events: MeanEstimate;
  readonly enrolled: MeanEstimate;
}

export interface SequentialCharacteristics {
  readonly looks: readonly LookCharacteristics[];
  /** As `power`, if nobody had acted on futility. */
  readonly powerIgnoringFutility: Proportion;
  /** Median-unbiased log hazard ratio (stagewise ordering) where the trial ended, and how often its 95 % interval holds the truth. */
  readonly medianUnbiased: {
    readonly logHazardRatio: MeanEstimate;
    readonly geometricMean: number;
    readonly coverage: Proportion | null;
  } | null;
}

function lookCharacteristics(look: LookTally, n: number): LookCharacteristics {
  return {
    reached: proportion(look.reached, n),
    efficacy: proportion(look.efficacy, n),
    harm: proportion(look.harm, n),
    futility: proportion(look.futility, n),
    skipped: proportion(look.skipped, n),
    time: meanEstimate(look.time),
    events: meanEstimate(look.events),
    enrolled: meanEstimate(look.enrolled),
  };
}

function sequentialCharacteristics(
  { looks, adjusted, covered }: SequentialTally,
  n: number,
  sides: 1 | 2,
  hasTrueRatio: boolean,
): SequentialCharacteristics {
  const ignoring = looks.reduce((sum, look) => sum + look.efficacyIgnoring + (sides === 2 ? look.harmIgnoring : 0), 0);
  return {
    looks: looks.map((look) => lookCharacteristics(look, n)),
    powerIgnoringFutility: proportion(ignoring, n),
    medianUnbiased:
      adjusted.count === 0
        ? null
        : {
            logHazardRatio: meanEstimate(adjusted),
            geometricMean: exp(meanOf(adjusted)),
            coverage: hasTrueRatio ? proportion(covered, adjusted.count) : null,
          },
  };
}

function observedHazardRatio(
  { log, standardError, covered }: NonNullable<Tally['hazardRatio']>,
  n: number,
  hasTrueRatio: boolean,
  stratifiedBy: readonly string[],
): ObservedHazardRatio {
  const { mean, p5, p50, p95 } = spread(log);
  return {
    stratifiedBy,
    logHazardRatio: meanEstimate(log),
    geometricMean: exp(mean),
    p5: exp(p5),
    p50: exp(p50),
    p95: exp(p95),
    meanStandardError: meanOf(standardError),
    coverage: hasTrueRatio ? proportion(covered, log.count) : null,
    notEstimable: proportion(n - log.count, n),
  };
}

function observedMedian(distribution: Distribution, replicates: number): ObservedMedian {
  return { ...spread(distribution), notReached: proportion(replicates - distribution.count, replicates) };
}

/**
 * What a tally says of a trial. `stratifiedBy` are the strata of the deciding test; `hasTrueRatio` says whether the
 * tally's coverage count refers to a single true hazard ratio.
 */
export function operatingCharacteristics(
  tally: Tally,
  sides: 1 | 2,
  hasTrueRatio: boolean,
  stratifiedBy: readonly string[] = [],
): OperatingCharacteristics {
  const n = tally.replicates;
  const events = read(tally, 'events');
  const analysisTime = read(tally, 'analysisTime');
  const patients = read(tally, 'patients');
  const { hazardRatio, medians } = tally;
  return {
    replicates: n,
    power: proportion(rejections(tally, sides), n),
    significantBenefit: proportion(tally.rejections.benefit, n),
    significantHarm: proportion(tally.rejections.harm, n),
    z: meanEstimate(read(tally, 'z')),
    events: spread(events.all),
    eventsControl: meanEstimate(events.byArm[0]),
    eventsExperimental: meanEstimate(events.byArm[1]),
    eventsByArm: events.byArm.map(meanEstimate),
    analysisTime: spread(analysisTime.time),
    enrolled: meanEstimate(patients.enrolled),
    dropouts: meanEstimate(patients.dropouts),
    ...(patients.completed.sum > 0 ? { completed: meanEstimate(patients.completed) } : {}),
    stillAtRisk: meanEstimate(patients.atRisk),
    analysisNotReached: proportion(analysisTime.unreached, n),
    hazardRatio: hazardRatio && observedHazardRatio(hazardRatio, n, hasTrueRatio, stratifiedBy),
    medianControl: medians ? observedMedian(medians[0], n) : null,
    medianExperimental: medians ? observedMedian(medians[1], n) : null,
    sequential: tally.sequential && sequentialCharacteristics(tally.sequential, n, sides, hasTrueRatio),
  };
}

/** Where a trial with looks stops over what is believed, what passing a look says, and what the looks are worth. */
import type { SequentialTally } from '../tally/collectors/sequential.ts';
import { type MeanEstimate, meanEstimate, type Proportion, proportion } from '../tally/estimates.ts';
import { read, type Tally } from '../tally/tally.ts';
import type { AveragedChance } from './averagedChance.ts';

export interface AssuranceAtLook {
  /** Shares of all trials. */
  readonly efficacy: Proportion;
  readonly harm: Proportion;
  readonly futility: Proportion;
  /** The share that goes on past the look; null for the final analysis. */
  readonly passed: Proportion | null;
  /** The chance to show a benefit later, of the trials that go on; null for the final analysis, and where none does. */
  readonly successIfPassed: Proportion | null;
}

/** Means over all trials, where they end. */
export interface TrialMeans {
  readonly events: MeanEstimate;
  readonly time: MeanEstimate;
  readonly enrolled: MeanEstimate;
}

export interface AssuranceLooks {
  readonly looks: readonly AssuranceAtLook[];
  readonly means: TrialMeans;
  /** The same trial with the final analysis alone, at the level of the whole. */
  readonly without: { readonly benefit: AveragedChance; readonly means: TrialMeans };
}

export function assuranceAtLooks({ looks }: SequentialTally, replicates: number): AssuranceAtLook[] {
  let ended = 0;
  let shown = 0;
  const all = looks.reduce((sum, { efficacy }) => sum + efficacy, 0);
  return looks.map(({ efficacy, harm, futility }, k) => {
    ended += efficacy + harm + futility;
    shown += efficacy;
    const final = k === looks.length - 1;
    const going = replicates - ended;
    return {
      efficacy: proportion(efficacy, replicates),
      harm: proportion(harm, replicates),
      futility: proportion(futility, replicates),
      passed: final ? null : proportion(going, replicates),
      successIfPassed: final || going === 0 ? null : proportion(all - shown, going),
    };
  });
}

export function trialMeans(tally: Tally): TrialMeans {
  return {
    events: meanEstimate(read(tally, 'events').all),
    time: meanEstimate(read(tally, 'analysisTime').time),
    enrolled: meanEstimate(read(tally, 'patients').enrolled),
  };
}

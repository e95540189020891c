/**
 * The chance of success alone: what `assurance` begins with, and what the explorer shows beside power. The planned design is
 * simulated under truths drawn from the priors, each with its own share of the replicates.
 */
import { type Design, planDesign } from '../design/planDesign.ts';
import type { Claims } from '../formulas/assuranceFormula.ts';
import type { PlannedPrior, Precision } from '../scenario/scenario.ts';
import type { Tally } from '../tally/tally.ts';
import type { Trial } from '../trial/trial.ts';
import type { Asking } from './asking.ts';
import { type AveragedChance, chanceOver } from './averagedChance.ts';
import { type BelievedValue, believedValue } from './believedValue.ts';
import { againstNone, ceilingOf, ratioPrior } from './ceiling.ts';
import { claimsByFormula } from './claimsByFormula.ts';
import { inTurns } from './inTurns.ts';
import { simulateTruths } from './simulateTruths.ts';
import type { DrawnTruth, TruthValues } from './truths.ts';

/** A planned trial with the truths drawn from its priors. */
export interface BelievedTrial extends Pick<TruthValues, 'places' | 'groups'> {
  readonly trial: Trial;
  readonly priors: readonly PlannedPrior[];
  readonly truths: readonly DrawnTruth[];
}

/** Where a target of error is asked for in place of replicates. */
const MOST_AT_TRUTHS = 20_000;

/** Replicates of each truth, as many in all as are asked for, rounded up. */
export function replicatesOfEach(precision: Precision, truths: number): number {
  return Math.ceil(('replicates' in precision ? precision.replicates : MOST_AT_TRUTHS) / truths);
}

export const benefits = ({ rejections }: Tally): number => rejections.benefit;

/** Simulates the planned design and others under the truths. */
export class TruthSimulation {
  private readonly asking: Asking;
  protected readonly believed: BelievedTrial;

  constructor(asking: Asking, believed: BelievedTrial) {
    this.asking = asking;
    this.believed = believed;
  }

  /** The planned design, where `truth` happens. @throws Interrupted */
  planned(
    design: Design,
    each: number,
    truth: (index: number) => Design,
    meanwhile?: (index: number) => void,
  ): Promise<Tally[]> {
    return this.run(design, 'assurance', each, truth, meanwhile);
  }

  /** `purpose` names the random numbers. @throws Interrupted */
  run(
    design: Design,
    purpose: string,
    each: number,
    truth: (index: number) => Design,
    meanwhile?: (index: number) => void,
  ): Promise<Tally[]> {
    const truths = this.believed.truths.length;
    return simulateTruths(this.asking, {
      design,
      truths,
      truth,
      each,
      purpose,
      ...(meanwhile ? { meanwhile } : {}),
    });
  }

  chance(tallies: readonly Tally[], each: number, count: (tally: Tally) => number): AveragedChance {
    return chanceOver(tallies.map(count), each, this.believed);
  }
}

/** The chance of success at a number of replicates. */
export interface ChanceOfSuccess {
  /** The chance that the trial shows a benefit. */
  readonly benefit: AveragedChance;
  readonly priors: readonly BelievedValue[];
  /** What no N can pass; null where unknown. */
  readonly ceiling: Claims | null;
}

/**
 * Tells `hear` of the chance at each of `stages`, numbers of replicates over all truths: what `assurance` gives for as many.
 * @throws Interrupted
 */
export async function askChanceOfSuccess(
  asking: Asking,
  believed: BelievedTrial,
  stages: readonly number[],
  hear: (found: ChanceOfSuccess, finished: boolean) => void,
): Promise<void> {
  const { trial, truths, priors } = believed;
  const { signal } = asking;
  const design = planDesign(trial);
  const designs = new Map<number, Design>();
  const truth = (i: number): Design => {
    const known = designs.get(i) ?? planDesign({ ...truths[i].trial, patients: trial.patients });
    designs.set(i, known);
    return known;
  };
  const simulation = new TruthSimulation(asking, believed);
  const ratio = ratioPrior(trial, priors, truths);
  const values = priors.map(believedValue);
  let ceiling = ratio && ceilingOf(trial, ratio, () => []);
  for (const [k, replicates] of stages.entries()) {
    const each = replicatesOfEach({ replicates }, truths.length);
    const tallies = await simulation.planned(design, each, truth);
    const benefit = simulation.chance(tallies, each, benefits);
    const last = k === stages.length - 1;
    hear({ benefit, priors: values, ceiling }, last && ceiling !== null);
    if (!last || ceiling !== null) continue;
    const compared = await inTurns(
      truths,
      (_, i) => againstNone(design, truth(i), claimsByFormula(design, truth(i))),
      signal,
    );
    ceiling = ceilingOf(trial, null, () => compared);
    hear({ benefit, priors: values, ceiling }, true);
  }
}

/** Answers a scenario's chance of success in growing precision, each time what `assurance` gives for as many trials. */
import type { Asking } from '../questions/asking.ts';
import { planOf, usualReplicates } from '../questions/assurancePlan.ts';
import type { BelievedValue } from '../questions/believedValue.ts';
import { askChanceOfSuccess } from '../questions/chanceOfSuccess.ts';
import { isTime } from '../scenario/meaning.ts';
import { type Scenario, sourcesOf, type TimeUnit } from '../scenario/scenario.ts';
import type { ShownBelief, ShownChance } from './messages.ts';

/** Trials of the first stage, and how much more each next one holds: a stage begins anew. */
const FIRST_STAGE = 2000;
const GROWTH = 8;

function stagesTo(replicates: number): number[] {
  const stages: number[] = [];
  for (let stage = FIRST_STAGE; 2 * stage < replicates; stage *= GROWTH) stages.push(stage);
  return [...stages, replicates];
}

function shownBelief(
  { meaning, printed, shrunken, centre, percentiles }: BelievedValue,
  timeUnit: TimeUnit,
): ShownBelief {
  const { words, owner, is } = meaning;
  return {
    words: owner === null ? words : `${words}, ${owner.name}`,
    isRatio: is === 'hazard ratio',
    unit: isTime(meaning) ? `${timeUnit}s` : '',
    printed: printed?.estimate ?? null,
    shrunken,
    centre,
    low: percentiles[0],
    high: percentiles[4],
  };
}

/**
 * Precondition: the scenario has a planned trial with its N. Tells `hear` of each stage, of null where there is no prior.
 * @throws UserProblem, Interrupted, the reason of the signal of `asking` once it is aborted
 */
export async function answerChance(
  scenario: Scenario,
  asking: Asking,
  hear: (chance: ShownChance | null) => void,
): Promise<void> {
  if (scenario.priors === undefined) {
    hear(null);
    return;
  }
  const plan = await planOf(scenario, sourcesOf(scenario.written), {}, asking.signal);
  const stages = stagesTo(usualReplicates(scenario));
  await askChanceOfSuccess(asking, plan, stages, ({ benefit, priors, ceiling }, finished) =>
    hear({
      replicates: benefit.replicates,
      chance: benefit.estimate,
      standardError: benefit.standardError,
      ceiling: ceiling?.benefit ?? null,
      beliefs: priors.map((value) => shownBelief(value, scenario.timeUnit)),
      finished,
    }),
  );
}

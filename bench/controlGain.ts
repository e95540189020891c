/** What control variates save the size search: replicates of the plain rejection rate over those of the adjusted one. */
import { planDesign } from '../src/design/planDesign.ts';
import { rejections, simulateReplicates } from '../src/questions/asking.ts';
import { inlineExecutor } from '../src/run/inline.ts';
import { adjustRate } from '../src/tally/adjustedRate.ts';
import { member, roundUp } from '../src/trial/series.ts';
import type { Finding } from './benchCase.ts';
import { expectedSize, quietAsking, searchFamily } from './searchCase.ts';

/** Enough for two digits. */
const REPLICATES = 40_000;

/** From one tally at the N the search finds: the ratio of both rates' variances is the ratio of replicates they need. */
export async function controlGain(seed: string): Promise<Finding> {
  const family = searchFamily();
  const trial = member(family, roundUp(family.unsized, expectedSize().patients));
  const simulation = { design: planDesign(trial), purpose: 'gain of controls', rejectionsOnly: true, controls: true };
  const tally = await simulateReplicates(quietAsking(seed, inlineExecutor()), simulation, REPLICATES);
  if (tally.controls === null) throw new Error('the tally has no control variates');
  const rejected = rejections(tally, trial.test.sides);
  const rate = rejected / REPLICATES;
  const plain = (rate * (1 - rate)) / REPLICATES;
  const adjusted = adjustRate(rejected, REPLICATES, tally.controls).variance;
  return { what: 'plain over controlled replicates for the same interval', ratio: plain / adjusted };
}

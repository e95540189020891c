/** The size of variations of a planned trial, and the power that the planned N has under each. */
import { planDesign } from '../design/planDesign.ts';
import type { Variation } from '../scenario/scenario.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { seriesOf } from '../trial/series.ts';
import type { Trial } from '../trial/trial.ts';
import { type Asking, rejections, simulateTo } from './asking.ts';
import { askSize, type SizeResult } from './size.ts';

export interface WhatIf extends Pick<Variation, 'name' | 'set'> {
  readonly scenarioHash: string;
  /** Null where the variation itself says N. */
  readonly size: SizeResult | null;
  /** Of the N that its scenario plans; null where that leaves N open. */
  readonly planned: { readonly patients: number; readonly power: Proportion } | null;
}

/** The power that `power` finds for the trial, alone and on the same replicates. @throws Interrupted */
async function powerOf(asking: Asking, planned: Trial): Promise<Proportion> {
  const design = planDesign(planned);
  const simulation = { design, purpose: 'power', rejectionsOnly: true };
  const tally = await simulateTo(asking, simulation, 'power');
  return proportion(rejections(tally, planned.test.sides), tally.replicates);
}

/** Fills `answers` one by one, so that an interruption keeps what is finished. @throws Interrupted */
export async function askWhatIf(asking: Asking, variations: readonly Variation[], answers: WhatIf[]): Promise<void> {
  for (const { name, set, scenario } of variations) {
    const { trial, sizeInterval, hash } = scenario;
    if (trial === null) continue;
    const { unsized, patients, targetPower } = trial;
    const { progress } = asking;
    const own: Asking = {
      ...asking,
      progress: { ...progress, begin: (stage, replicates) => progress.begin(`what if ${name}: ${stage}`, replicates) },
    };
    const open = set.every(({ about }) => about !== 'patients');
    const size = open ? await askSize(own, seriesOf(unsized, patients), targetPower, sizeInterval) : null;
    const planned = patients === null ? null : { patients, power: await powerOf(own, { ...unsized, patients }) };
    answers.push({ name, set, scenarioHash: hash, size, planned });
  }
}
